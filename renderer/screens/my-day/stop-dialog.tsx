import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { core } from '../../engine/core.ts';
import { useQuery } from '../../engine/use-query.ts';
import { clock, hoursMinutes } from '../../i18n/format.ts';
import { showError, showToast } from '../../stores/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogBody } from '../../ui/dialog.tsx';
import { TextArea } from '../../ui/field.tsx';
import { useNow } from './use-now.ts';
import styles from './entry-form.module.css';

/** Stops the running timer with a note (Shift T). The clock runs on until it is confirmed. */
export const StopDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const { data: running } = useQuery('timer.get', {}, ['timer']);
  const [note, setNote] = useState<string | null>(null);
  const [billable, setBillable] = useState<boolean | null>(null);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const now = useNow(1000);
  if (running === undefined || running === null) return null;
  const code = running.ticket?.code ?? running.task ?? '';
  const stop = async (): Promise<void> => {
    setBusy(true);
    try {
      const entry = await core.call('timer.stop', { note: note ?? running.note, billable: billable ?? running.billable });
      showToast({ text: t('myDay.stopped', { time: hoursMinutes(entry.seconds ?? 0), code }), undo: true });
      onClose();
    } catch (error) {
      showError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={t('myDay.stopDialog.title')}
      onClose={onClose}
      width={440}
      initialFocus={field}
      keepOnOutsidePress
      testId="stop-timer"
      footer={
        <>
          <label className={styles['check']}>
            <input type="checkbox" checked={billable ?? running.billable} onChange={(event) => setBillable(event.target.checked)} />
            {t('myDay.form.billable')}
          </label>
          <span className={styles['space']} />
          <Button kind="primary" keys="mod+Enter" busy={busy} onClick={() => void stop()}>
            {t('myDay.stopDialog.submit')}
          </Button>
        </>
      }
    >
      <DialogBody>
        <p data-testid="stop-lead">{t('myDay.stopDialog.lead', { time: clock((now - Date.parse(running.start)) / 1000), code: `${code} ${running.ticket?.title ?? ''}` })}</p>
        <TextArea
          ref={field}
          label={t('myDay.stopDialog.note')}
          placeholder={t('myDay.stopDialog.notePlaceholder')}
          value={note ?? running.note}
          onChange={(event) => setNote(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              stop().catch(showError);
            }
          }}
        />
      </DialogBody>
    </Dialog>
  );
};
