import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { channels, type Channel } from '#shared/domain/enums.ts';
import { core } from '../engine/core.ts';
import { useQuery } from '../engine/use-query.ts';
import type { DialogRequest } from '../stores/dialogs.ts';
import { showError, showToast } from '../stores/toasts.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogBody } from '../ui/dialog.tsx';
import { TextArea } from '../ui/field.tsx';
import { Segments } from '../ui/segments.tsx';
import { Select } from '../ui/select.tsx';
import { mayAnswer } from './may-answer.ts';
import styles from './dialogs.module.css';

type Request = Extract<DialogRequest, { kind: 'validation' }>;

/** What the client said of the delivery, written down for him: by whom, by which channel, and why if he rejects it. */
export const ValidationDialog = ({ request, onClose }: { readonly request: Request; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const { data: detail } = useQuery('ticket.get', { id: request.ticket }, [`ticket:${request.ticket}`, 'clients']);
  const contacts = (detail?.contacts ?? []).filter((contact) => mayAnswer(contact, new Date().toISOString()));
  const preferred = contacts.find(({ id }) => id === detail?.ticket.client_responsible)?.id ?? contacts[0]?.id ?? null;
  const [decision, setDecision] = useState<'accepted' | 'rejected'>('accepted');
  const [chosen, setChosen] = useState<string | null>(null);
  const [via, setVia] = useState<Channel>('phone');
  const [comment, setComment] = useState('');
  const [checked, setChecked] = useState(false);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const contact = chosen ?? preferred;
  const rejects = decision === 'rejected';
  const submit = async (): Promise<void> => {
    setChecked(true);
    if (busy || contact === null || (rejects && comment.trim() === '')) return;
    setBusy(true);
    try {
      await core.call('ticket.validate', { ticket: request.ticket, decision, contact, via, comment: comment.trim() });
      onClose();
      showToast({ text: t(rejects ? 'closing.validation.rejectedToast' : 'closing.validation.acceptedToast', { code: request.code }) });
    } catch (error) {
      showError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={t('closing.validation.title', { code: request.code })}
      onClose={onClose}
      width={460}
      initialFocus={field}
      keepOnOutsidePress
      testId="validation"
      footer={
        <Button kind={rejects ? 'danger' : 'primary'} keys="mod+Enter" busy={busy} disabled={contact === null} onClick={() => void submit()}>
          {t(rejects ? 'closing.validation.reject' : 'closing.validation.accept')}
        </Button>
      }
    >
      <DialogBody>
        <Segments label={t('closing.validation.decision')} value={decision} options={(['accepted', 'rejected'] as const).map((value) => ({ value, label: t(`closing.validation.${value}`) }))} onChange={setDecision} />
        {contacts.length === 0 ? (
          <p role="alert" className={styles['hint']}>
            {t('closing.validation.nobody')}
          </p>
        ) : (
          <div className={styles['pair']}>
            <Select label={t('closing.validation.contact')} value={contact} options={contacts.map(({ id, name }) => ({ value: id, label: name }))} onChange={setChosen} />
            <Select label={t('closing.validation.via')} value={via} options={channels.map((value) => ({ value, label: t(`labels.channel.${value}`) }))} onChange={setVia} />
          </div>
        )}
        <TextArea
          ref={field}
          label={t('closing.validation.comment')}
          optional={!rejects}
          spellCheck
          value={comment}
          error={checked && rejects && comment.trim() === '' ? t('common.required') : null}
          onChange={(event) => setComment(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            void submit();
          }}
        />
        <p className={styles['hint']}>{t('closing.validation.onBehalf')}</p>
      </DialogBody>
    </Dialog>
  );
};
