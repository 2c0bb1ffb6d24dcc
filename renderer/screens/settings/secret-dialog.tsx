import { useTranslation } from 'react-i18next';
import { shell } from '../../engine/shell.ts';
import { showError, showToast } from '../../stores/toasts.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog, DialogBody } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import styles from './people.module.css';

interface SecretDialogProps {
  readonly title: string;
  readonly text: string;
  readonly secret: string;
  /** What it is. */
  readonly label: string;
  readonly onClose: () => void;
}

/** Something that is shown once: a link, a password. */
export const SecretDialog = ({ title, text, secret, label, onClose }: SecretDialogProps) => {
  const { t } = useTranslation();
  const copy = (): void => void shell.call('clipboard.write', { text: secret }).then(() => showToast({ text: t('people.copied') }), showError);
  return (
    <Dialog
      title={title}
      onClose={onClose}
      width={480}
      keepOnOutsidePress
      testId="secret"
      footer={
        <>
          <Button onClick={copy} data-testid="secret-copy">
            {t('people.copy')}
          </Button>
          <Button kind="primary" onClick={onClose} data-testid="secret-done">
            {t('people.done')}
          </Button>
        </>
      }
    >
      <DialogBody>
        <p className={styles['note']}>{text}</p>
        <TextField readOnly label={label} value={secret} data-testid="secret-text" onFocus={(event) => event.target.select()} />
      </DialogBody>
    </Dialog>
  );
};
