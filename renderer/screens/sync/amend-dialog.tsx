import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusedChange } from '#shared/contract/views.ts';
import { core } from '../../engine/core.ts';
import { es } from '../../i18n/es/index.ts';
import { showError, showToast } from '../../stores/toasts.ts';
import { Button } from '../../ui/button.tsx';
import type { ComboChoice } from '../../ui/combobox.tsx';
import { Dialog, DialogBody } from '../../ui/dialog.tsx';
import { TextArea, TextField } from '../../ui/field.tsx';
import { TicketPicker } from '../my-day/ticket-picker.tsx';
import { useChangeWord } from './change-word.ts';
import { useReason } from './reason-text.ts';
import styles from './sync.module.css';

const isInstant = (field: string): boolean => field === 'start' || field === 'end';
const isShort = (field: string): boolean => field === 'title' || field === 'module';
const isNamed = (field: string): field is keyof typeof es.sync.field => Object.hasOwn(es.sync.field, field);

/** What `datetime-local` holds: the wall clock of this desk, to the second. */
const localOf = (instant: string): string => {
  const at = new Date(instant);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
};
const instantOf = (local: string): string => new Date(local).toISOString();

/** What hangs from a ticket that is gone can be hung from another. */
const needsTicket = (change: RefusedChange): boolean =>
  (change.code === 'deleted' || change.code === 'not_found') && ['message', 'time_entry', 'evidence'].includes(change.entity) && typeof change.fields['ticket'] === 'string';

/** Corrects what was refused, with the kept text in the fields, and sends it again. */
export const AmendDialog = ({ change, onClose }: { readonly change: RefusedChange; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const word = useChangeWord();
  const reason = useReason()(change);
  const [values, setValues] = useState<Readonly<Record<string, string>>>(() => Object.fromEntries(change.texts.map(({ op, field, value }) => [`${op} ${field}`, isInstant(field) ? localOf(value) : value])));
  const [ticket, setTicket] = useState<ComboChoice | null>(null);
  const [busy, setBusy] = useState(false);
  const first = useRef<HTMLTextAreaElement & HTMLInputElement>(null);
  const hangs = needsTicket(change);

  const submit = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    try {
      const amendments = new Map<string, Record<string, string>>();
      const put = (op: string, field: string, value: string): void => void amendments.set(op, { ...amendments.get(op), [field]: value });
      for (const { op, field, value } of change.texts) {
        const now = values[`${op} ${field}`] ?? '';
        if (isInstant(field)) {
          if (now !== localOf(value)) put(op, field, instantOf(now));
        } else if (now !== value) put(op, field, now);
      }
      if (ticket?.is === 'known') put(change.op, 'ticket', ticket.id);
      await core.call('sync.amend', { group: change.group, amendments: [...amendments].map(([op, fields]) => ({ op, fields })) });
      onClose();
      showToast({ text: t('sync.retried') });
    } catch (error) {
      showError(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog
      title={t('sync.amendTitle', { what: word(change.command) })}
      onClose={onClose}
      keepOnOutsidePress
      initialFocus={first}
      testId="amend-dialog"
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button kind="primary" keys="mod+Enter" busy={busy} onClick={() => void submit()}>
            {t('sync.amendSend')}
          </Button>
        </>
      }
    >
      <DialogBody>
        <form
          className={styles['form']}
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              void submit();
            }
          }}
        >
          <p className={styles['why']}>
            <b>{reason.why}</b>
          </p>
          {hangs ? <TicketPicker label={t('sync.otherTicket')} value={ticket} onChange={setTicket} {...(change.texts.length === 0 ? { inputRef: first } : {})} /> : null}
          {change.texts.map(({ op, field }, index) => {
            const name = `${op} ${field}`;
            const props = {
              label: isNamed(field) ? t(`sync.field.${field}`) : field,
              value: values[name] ?? '',
              onChange: (event: { readonly target: { readonly value: string } }) => setValues({ ...values, [name]: event.target.value }),
              ...(index === 0 ? { ref: first } : {}),
            };
            if (isInstant(field)) return <TextField key={name} type="datetime-local" step={1} {...props} />;
            return isShort(field) ? <TextField key={name} {...props} /> : <TextArea key={name} rows={5} {...props} />;
          })}
        </form>
      </DialogBody>
    </Dialog>
  );
};
