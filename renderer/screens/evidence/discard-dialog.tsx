import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogBody } from '../../ui/dialog.tsx';

interface DiscardDialogProps {
  readonly onKeep: () => void;
  readonly onDiscard: () => void;
}

/** Asks before a picture is thrown away: nothing brings it back. */
export const DiscardDialog = ({ onKeep, onDiscard }: DiscardDialogProps) => {
  const { t } = useTranslation();
  const keep = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      title={t('evidence.discardAsk')}
      onClose={onKeep}
      width={400}
      initialFocus={keep}
      testId="discard-dialog"
      footer={
        <>
          <Button ref={keep} onClick={onKeep}>
            {t('evidence.discardNo')}
          </Button>
          <Button kind="danger" onClick={onDiscard}>
            {t('evidence.discardYes')}
          </Button>
        </>
      }
    >
      <DialogBody>
        <p>{t('evidence.discardText')}</p>
      </DialogBody>
    </Dialog>
  );
};
