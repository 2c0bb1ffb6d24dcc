import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cancelReasons, type CancelReason } from '#shared/domain/enums.ts';
import { core } from '../engine/core.ts';
import type { DialogRequest } from '../stores/dialogs.ts';
import { showError, showToast } from '../stores/toasts.ts';
import { Button } from '../ui/button.tsx';
import { Dialog, DialogBody } from '../ui/dialog.tsx';
import { TextArea } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';

type Request = Extract<DialogRequest, { kind: 'transition' }>;

/** What a step asks of the person: the question for the client, the reason, the comment. */
export const TransitionDialog = ({ request, onClose }: { readonly request: Request; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [reason, setReason] = useState<CancelReason>('withdrawn');
  const [checked, setChecked] = useState(false);
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const { to, from } = request;
  const cancels = to === 'cancelled';
  const reopens = from === 'closed';
  const label = cancels
    ? t('board.transition.comment')
    : reopens
      ? t('board.transition.reopen')
      : to === 'waiting_client'
        ? t('board.transition.question')
        : to === 'waiting_third_party'
          ? t('board.transition.thirdParty')
          : from === 'awaiting_validation'
            ? t('board.transition.rejection')
            : t('board.transition.comment');
  const submit = async (): Promise<void> => {
    setChecked(true);
    const said = text.trim();
    if (busy || (!cancels && said === '')) return;
    setBusy(true);
    try {
      await core.call('ticket.transition', {
        id: request.ticket,
        to,
        ...(cancels ? { reason: said === '' ? reason : said, cancel_reason: reason } : reopens ? { reason: said } : {}),
        ...(cancels || reopens ? {} : { comment: said }),
      });
      onClose();
      showToast({ text: t('board.stateChanged', { code: request.code, state: t(`labels.state.${to}`) }), undo: true });
    } catch (error) {
      showError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={t('board.transition.title', { code: request.code, state: t(`labels.state.${to}`) })}
      onClose={onClose}
      width={440}
      initialFocus={field}
      keepOnOutsidePress
      testId="transition"
      footer={
        <Button kind={cancels ? 'danger' : 'primary'} keys="mod+Enter" busy={busy} onClick={() => void submit()}>
          {cancels ? t('board.transition.cancelSubmit') : t('board.transition.submit')}
        </Button>
      }
    >
      <DialogBody>
        {cancels ? <Select label={t('board.transition.cancelReason')} value={reason} options={cancelReasons.map((value) => ({ value, label: t(`labels.cancelReason.${value}`) }))} onChange={setReason} /> : null}
        <TextArea
          ref={field}
          label={label}
          optional={cancels}
          spellCheck
          value={text}
          onChange={(event) => setText(event.target.value)}
          error={checked && !cancels && text.trim() === '' ? t('common.required') : null}
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
