import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { core } from '../engine/core.ts';
import { resolveChoice } from '../screens/my-day/use-ticket-options.ts';
import { TicketPicker } from '../screens/my-day/ticket-picker.tsx';
import type { DialogRequest } from '../stores/dialogs.ts';
import { showError, showToast } from '../stores/toasts.ts';
import { Button } from '../ui/button.tsx';
import type { ComboChoice } from '../ui/combobox.tsx';
import { Dialog, DialogBody } from '../ui/dialog.tsx';
import styles from './dialogs.module.css';

type Request = Extract<DialogRequest, { kind: 'duplicate' }>;

/** Of which ticket this one is the duplicate; merged, what the client wrote goes along. */
export const DuplicateDialog = ({ request, onClose }: { readonly request: Request; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const { merge } = request;
  const [other, setOther] = useState<ComboChoice | null>(null);
  const [checked, setChecked] = useState(false);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const submit = async (): Promise<void> => {
    setChecked(true);
    if (busy || other === null) return;
    setBusy(true);
    try {
      const choice = await resolveChoice(other);
      if (choice?.is !== 'known') return;
      await core.call('ticket.duplicate', { id: request.ticket, of: choice.id, merge });
      onClose();
      showToast({ text: t(merge ? 'inbox.mergedToast' : 'inbox.duplicateToast', { code: request.code, other: choice.name.split(' ')[0] ?? '' }), undo: true });
    } catch (error) {
      showError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={t(merge ? 'inbox.mergeTitle' : 'inbox.duplicateTitle', { code: request.code })}
      onClose={onClose}
      width={460}
      initialFocus={field}
      testId="duplicate"
      footer={
        <Button kind="primary" keys="mod+Enter" busy={busy} onClick={() => void submit()}>
          {t(merge ? 'inbox.merge' : 'inbox.duplicate')}
        </Button>
      }
    >
      <DialogBody>
        <div
          role="presentation"
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            void submit();
          }}
        >
          <TicketPicker value={other} onChange={setOther} label={t('inbox.of')} inputRef={field} error={checked && other === null ? t('common.required') : undefined} />
        </div>
        <p className={styles['hint']}>{t(merge ? 'inbox.mergeHint' : 'inbox.duplicateHint')}</p>
      </DialogBody>
    </Dialog>
  );
};
