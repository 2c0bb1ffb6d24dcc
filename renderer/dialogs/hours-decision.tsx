import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { core } from '../engine/core.ts';
import type { DialogRequest } from '../stores/dialogs.ts';
import { showError, showToast } from '../stores/toasts.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogBody } from '../ui/dialog.tsx';
import { TextArea } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';
import styles from './dialogs.module.css';

type Request = Extract<DialogRequest, { kind: 'hours-decision' }>;

const send = async ({ stage, decision, entries, contract }: Request, contact: string | null, comment: string): Promise<void> => {
  const ids = [...entries];
  if (stage === 'approved') await core.call('hours.reverse', { entries: ids, comment });
  else if (stage === 'lead') await core.call('hours.review', { entries: ids, decision, comment });
  else if (contract !== null && contact !== null) await core.call('hours.decide', { contract, entries: ids, contact, decision, comment });
};

/** What a word on hours needs: of whom, and why where they come back or are reversed. */
export const HoursDecisionDialog = ({ request, onClose }: { readonly request: Request; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const { stage, decision, entries, approvers, client } = request;
  const ofClient = stage === 'client';
  const asksWhy = decision === 'rejected';
  const [contact, setContact] = useState<string | null>(approvers[0]?.id ?? null);
  const [comment, setComment] = useState('');
  const [checked, setChecked] = useState(false);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const word = stage === 'approved' ? 'reverse' : ofClient ? (asksWhy ? 'clientReject' : 'clientApprove') : 'reject';
  const submit = async (): Promise<void> => {
    setChecked(true);
    if (busy || (ofClient && contact === null) || (asksWhy && comment.trim() === '')) return;
    setBusy(true);
    try {
      await send(request, contact, comment.trim());
      onClose();
      showToast({ text: t('hours.decided', { count: entries.length }) });
    } catch (error) {
      showError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={t(`hours.dialog.${word}`, { count: entries.length, client })}
      onClose={onClose}
      width={460}
      initialFocus={field}
      keepOnOutsidePress
      testId="hours-decision"
      footer={
        <Button kind={asksWhy ? 'danger' : 'primary'} keys="mod+Enter" busy={busy} disabled={ofClient && contact === null} onClick={() => void submit()}>
          {t(`hours.${word}`)}
        </Button>
      }
    >
      <DialogBody>
        {!ofClient ? null : approvers.length === 0 ? (
          <p role="alert" className={styles['hint']}>
            {t('hours.nobody', { client })}
          </p>
        ) : (
          <Select label={t('hours.contact')} value={contact} options={approvers.map(({ id, name }) => ({ value: id, label: name }))} onChange={setContact} />
        )}
        <TextArea
          ref={field}
          label={t(asksWhy ? 'hours.why' : 'hours.comment')}
          optional={!asksWhy}
          spellCheck
          value={comment}
          error={checked && asksWhy && comment.trim() === '' ? t('common.required') : null}
          onChange={(event) => setComment(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            void submit();
          }}
        />
      </DialogBody>
    </Dialog>
  );
};
