import { FileCheck, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { TicketDetail } from '#shared/contract/views.ts';
import { dayTime } from '../../i18n/format.ts';
import { openDialog } from '../../stores/dialogs.ts';
import { Button } from '../../ui/button.tsx';
import { CommandButton } from '../../commands/command-button.tsx';
import styles from './panel.module.css';

/** What the client said and what was changed, and the closing record that holds both. */
export const ClosingSection = ({ detail }: { readonly detail: TicketDetail }) => {
  const { t } = useTranslation();
  const { ticket, code, validations, changes } = detail;
  return (
    <section aria-label={t('ticket.closing.title')} data-testid="closing-section" data-property="validation">
      <h2 className={styles['heading']}>
        {t('ticket.closing.title')}
        {ticket.state === 'awaiting_validation' ? (
          <CommandButton command="ticket.validate" size="small" kind="ghost" icon={<Plus size={14} aria-hidden="true" />}>
            {t('ticket.closing.validate')}
          </CommandButton>
        ) : null}
      </h2>
      {validations.length === 0 && changes.length === 0 ? <p className={styles['none']}>{t('ticket.closing.empty')}</p> : null}
      <ul className={styles['facts']}>
        {validations.toReversed().map((one) => (
          <li key={one.id} data-testid="validation-fact" data-decision={one.decision}>
            <p className={styles['factTop']}>{t(`ticket.closing.${one.decision}`, { contact: one.contact })}</p>
            {one.comment === '' ? null : <p className={styles['quote']}>{`«${one.comment}»`}</p>}
            <p className={styles['meta']}>{t('ticket.closing.line', { channel: t(`labels.channel.${one.via}`), when: dayTime(one.at), cycle: one.cycle })}</p>
          </li>
        ))}
        {changes.toReversed().map((one) => (
          <li key={one.id} data-testid="change-fact">
            <p className={styles['factTop']}>{t('ticket.closing.change')}</p>
            <p className={styles['quote']}>{one.what}</p>
          </li>
        ))}
      </ul>
      <p className={styles['buttons']}>
        <Button size="small" kind="ghost" onClick={() => openDialog({ kind: 'change-record', ticket: ticket.id, code })}>
          {t('ticket.closing.addChange')}
        </Button>
        <CommandButton command="ticket.closingRecord" size="small" kind="ghost" icon={<FileCheck size={14} aria-hidden="true" />}>
          {t('ticket.closing.record')}
        </CommandButton>
      </p>
    </section>
  );
};
