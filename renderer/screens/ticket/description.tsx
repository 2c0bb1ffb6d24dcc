import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketDetail } from '#shared/contract/views.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { TextArea } from '../../ui/field.tsx';
import { Button } from '../../ui/button.tsx';
import { editTicket } from './ticket-edit.ts';
import styles from './thread.module.css';

/** The ticket's description, edited in place. */
export const Description = ({ detail: { ticket, code } }: { readonly detail: TicketDetail }) => {
  const { t } = useTranslation();
  const [text, setText] = useState<{ readonly ticket: string; readonly text: string } | null>(null);
  const editing = text !== null && text.ticket === ticket.id;
  const open = (): void => setText({ ticket: ticket.id, text: ticket.description });
  const save = async (): Promise<void> => {
    if (text === null) return;
    if (text.text !== ticket.description && !(await editTicket(ticket.id, { description: text.text }, t('ticket.props.descriptionChanged', { code })))) return;
    setText(null);
  };
  if (editing) {
    return (
      <div className={styles['descriptionForm']}>
        <TextArea
          autoFocus
          label={t('ticket.thread.description')}
          hint={t('ticket.props.textHint')}
          rows={6}
          value={text.text}
          placeholder={t('ticket.thread.noDescriptionHint')}
          onChange={(event) => setText({ ticket: ticket.id, text: event.target.value })}
          onKeyDown={(event) => {
            if (event.key === 'Escape') {
              event.stopPropagation();
              setText(null);
            } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              void save();
            }
          }}
        />
        <div className={styles['formFoot']}>
          <Button kind="ghost" size="small" onClick={() => setText(null)}>
            {t('common.cancel')}
          </Button>
          <Button kind="primary" size="small" onClick={() => void save()}>
            {t('common.save')}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <section className={styles['description']} aria-label={t('ticket.thread.description')}>
      {ticket.description === '' ? (
        <button type="button" className={styles['addDescription']} onClick={open}>
          <b>{t('ticket.thread.noDescription')}.</b> {t('ticket.thread.noDescriptionHint')}
        </button>
      ) : (
        <>
          <p className={styles['text']} data-selectable="">
            {ticket.description}
          </p>
          <IconButton size="small" label={t('ticket.thread.editDescription')} onClick={open}>
            <Pencil size={14} aria-hidden="true" />
          </IconButton>
        </>
      )}
    </section>
  );
};
