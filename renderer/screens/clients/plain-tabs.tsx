import { Server, Ticket } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ClientDetail } from '#shared/contract/contract-views.ts';
import { keysOf } from '../../commands/registry.ts';
import { go } from '../../stores/router.ts';
import { Button } from '../../ui/button.tsx';
import { SeverityBadge } from '../../ui/severity.tsx';
import { EmptyState } from '../../ui/states.tsx';
import table from '../../ui/table.module.css';
import styles from './clients.module.css';

/** What is known of the client's Odoo. */
export const OdooTab = ({ detail }: { readonly detail: ClientDetail }) => {
  const { t } = useTranslation();
  const { odoo } = detail.client;
  if (odoo === null) return <EmptyState icon={<Server size={20} aria-hidden="true" />} title={t('clients.odooNone')} text={t('clients.odooNoneText')} keys={keysOf('clients.edit') ?? ''} />;
  const rows = [
    [t('clients.form.edition'), t(`labels.edition.${odoo.edition}`)],
    [t('clients.form.version'), odoo.version],
    [t('clients.form.hosting'), odoo.hosting],
    [t('clients.form.implementedBy'), odoo.implemented_by],
    [t('clients.form.localisation'), odoo.localisation ?? ''],
    [t('clients.form.integrations'), odoo.integrations.join(', ')],
  ] as const;
  return (
    <dl className={styles['pairs']} data-testid="odoo">
      {rows.map(([name, value]) => [<dt key={name}>{name}</dt>, <dd key={`${name} value`}>{value === '' ? t('clients.noneValue') : value}</dd>])}
    </dl>
  );
};

/** His open tickets, the worst first. */
export const TicketsTab = ({ detail }: { readonly detail: ClientDetail }) => {
  const { t } = useTranslation();
  if (detail.tickets.length === 0) return <EmptyState icon={<Ticket size={20} aria-hidden="true" />} title={t('clients.ticketsNone')} text={t('common.pressKey')} keys={keysOf('ticket.create') ?? ''} />;
  return (
    <section className={styles['section']} data-testid="client-tickets">
      <table className={table['table']}>
        <tbody>
          {detail.tickets.map((ticket) => (
            <tr key={ticket.id}>
              <td>
                <SeverityBadge lane={ticket.severity ?? 'untriaged'} pill />
              </td>
              <td>
                <Button size="small" kind="ghost" onClick={() => go({ name: 'ticket', id: ticket.id })}>
                  {`${ticket.code} ${ticket.title}`}
                </Button>
              </td>
              <td>{t(`labels.state.${ticket.state}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {detail.openTickets > detail.tickets.length ? <p className={styles['note']}>{t('clients.ticketsMore', { shown: detail.tickets.length, count: detail.openTickets })}</p> : null}
    </section>
  );
};
