import { CircleAlert, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { dismissToast, showError, useToasts } from '../stores/toasts.ts';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';
import { useErrorText } from './states.tsx';
import styles from './toaster.module.css';

/** The one line at the bottom, and the live region that reads it. `onUndo` is the undo command. */
export const Toaster = ({ onUndo }: { readonly onUndo: () => void }) => {
  const { t } = useTranslation();
  const toast = useToasts((state) => state.toast);
  const spoken = useToasts((state) => state.spoken);
  const errorText = useErrorText();
  const failure = toast?.error == null ? null : errorText(toast.error);
  return (
    <>
      <div role="status" aria-live="polite" className={styles['hidden']}>
        <span key={spoken.turn}>{spoken.text}</span>
      </div>
      {toast === null ? null : (
        <div className={styles['toast']} key={toast.id} data-testid="toast" role={failure === null ? 'status' : 'alert'} aria-live={failure === null ? 'off' : 'assertive'} data-error={toast.error?.code}>
          {failure === null ? null : <CircleAlert size={16} aria-hidden="true" className={styles['danger']} />}
          <p className={styles['text']}>
            {failure === null ? toast.text : <b>{failure.what}</b>}
            {failure === null ? (toast.detail === null ? null : <span className={styles['detail']}>{toast.detail}</span>) : <span className={styles['detail']}>{failure.todo} {failure.id}</span>}
          </p>
          {toast.undo ? (
            <Button size="small" kind="ghost" keys="mod+z" onClick={onUndo}>
              {t('common.undo')}
            </Button>
          ) : null}
          {toast.action === null ? null : (
            <Button size="small" kind="ghost" keys={toast.action.keys} onClick={() => void toast.action?.run().catch(showError)}>
              {toast.action.label}
            </Button>
          )}
          <IconButton size="small" label={t('common.close')} onClick={dismissToast}>
            <X size={14} aria-hidden="true" />
          </IconButton>
        </div>
      )}
    </>
  );
};
