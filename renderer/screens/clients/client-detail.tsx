import { useTranslation } from 'react-i18next';
import type { ClientDetail } from '#shared/contract/contract-views.ts';
import { CommandButton } from '../../commands/command-button.tsx';
import { useClients } from '../../stores/clients.ts';
import { Pill } from '../../ui/chip.tsx';
import { ContactsTab } from './contacts-tab.tsx';
import { ContractTab, useShownContract, useSpan } from './contract-tab.tsx';
import { countryName } from './countries.ts';
import { OdooTab, TicketsTab } from './plain-tabs.tsx';
import { RegulatoryTab } from './regulatory-tab.tsx';
import { Tabs } from './tabs.tsx';
import { TermsTab } from './terms-tab.tsx';
import styles from './clients.module.css';

/** One client: a line of what matters, and his parts. */
export const ClientDetailPane = ({ detail, mayWrite }: { readonly detail: ClientDetail; readonly mayWrite: boolean }) => {
  const { t } = useTranslation();
  const tab = useClients((state) => state.tab);
  const shown = useShownContract(detail);
  const span = useSpan();
  const { client, contacts } = detail;
  const responsible = contacts.find((contact) => contact.authorised);
  const facts = [
    shown === null ? t('clients.noContract') : t(`labels.modality.${shown.modality}`),
    [countryName(client.country), client.tz].filter((each) => each !== '').join(', '),
    client.odoo === null ? '' : `Odoo ${client.odoo.version} ${t(`labels.edition.${client.odoo.edition}`)}`,
    responsible === undefined ? t('clients.noResponsible') : t('clients.responsible', { name: responsible.name }),
  ];
  const panel = (): React.ReactNode => {
    switch (tab) {
      case 'contract':
        return <ContractTab detail={detail} mayWrite={mayWrite} />;
      case 'contacts':
        return <ContactsTab detail={detail} />;
      case 'odoo':
        return <OdooTab detail={detail} />;
      case 'terms':
        return <TermsTab contract={shown?.id ?? null} mayWrite={mayWrite} />;
      case 'regulatory':
        return <RegulatoryTab detail={detail} />;
      case 'tickets':
        return <TicketsTab detail={detail} />;
    }
  };
  return (
    <section className={styles['detail']} tabIndex={0} aria-label={client.name} data-testid="client-detail">
      <div className={styles['head']}>
        <h2>{client.name}</h2>
        {shown === null ? null : <Pill tone={shown.holds ? 'ok' : 'plain'}>{span(shown)}</Pill>}
        <span className={styles['space']} />
        <CommandButton command="clients.edit" size="small">
          {t('clients.edit')}
        </CommandButton>
      </div>
      <p className={styles['lead']}>{facts.filter((fact) => fact !== '').join(' · ')}</p>
      <Tabs current={tab} counts={{ contacts: contacts.length, regulatory: detail.regulatory.length, tickets: detail.openTickets }} />
      <div role="tabpanel" id="client-panel" aria-labelledby={`client-tab-${tab}`} key={client.id}>
        {panel()}
      </div>
    </section>
  );
};
