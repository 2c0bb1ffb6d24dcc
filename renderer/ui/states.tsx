import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppError } from '#shared/errors.ts';
import { Button } from './button.tsx';
import { classes } from './classes.ts';
import { Keys } from './kbd.tsx';
import styles from './states.module.css';

interface EmptyStateProps {
  readonly title: string;
  readonly text?: ReactNode;
  /** The one key that it teaches. */
  readonly keys?: string;
  readonly icon?: ReactNode;
  readonly action?: ReactNode;
}

/** Nothing here yet, and the key that changes that. */
export const EmptyState = ({ title, text, keys, icon, action }: EmptyStateProps) => (
  <div className={styles['empty']}>
    {icon}
    <p className={styles['emptyTitle']}>{title}</p>
    {text === undefined && keys === undefined ? null : (
      <p className={styles['emptyText']}>
        {text} {keys === undefined ? null : <Keys keys={keys} className={styles['inlineKeys'] ?? ''} />}
      </p>
    )}
    {action}
  </div>
);

/** The sentence of an error, what to do about it, and the identifier of an internal one. */
export const useErrorText = (): ((error: AppError) => { readonly what: string; readonly todo: string; readonly id: string | null }) => {
  const { t } = useTranslation();
  return (error) => ({
    what: t(`errors.${error.code}.what`),
    todo: t(`errors.${error.code}.todo`),
    id: typeof error.details['id'] === 'string' ? t('common.errorId', { id: error.details['id'] }) : null,
  });
};

interface ErrorStateProps {
  readonly error: AppError;
  readonly onRetry?: () => void;
}

/** Fills a screen or a pane that could not be loaded. */
export const ErrorState = ({ error, onRetry }: ErrorStateProps) => {
  const { t } = useTranslation();
  const { what, todo, id } = useErrorText()(error);
  return (
    <div role="alert" className={styles['empty']} data-error={error.code}>
      <CircleAlert size={20} aria-hidden="true" className={styles['danger']} />
      <p className={styles['emptyTitle']}>{what}</p>
      <p className={styles['emptyText']}>{todo}</p>
      {id === null ? null : (
        <p className={styles['id']} data-selectable="">
          {id}
        </p>
      )}
      {onRetry === undefined ? null : <Button onClick={onRetry}>{t('common.retry')}</Button>}
    </div>
  );
};

/** One line above a form or a list. */
export const ErrorBanner = ({ error, action, className }: { readonly error: AppError; readonly action?: ReactNode; readonly className?: string }) => {
  const { what, todo, id } = useErrorText()(error);
  return (
    <div role="alert" className={classes(styles['banner'], className)} data-error={error.code}>
      <CircleAlert size={16} aria-hidden="true" className={styles['danger']} />
      <p className={styles['bannerText']}>
        <b>{what}.</b> {todo} {id === null ? null : <span data-selectable="">{id}</span>}
      </p>
      {action}
    </div>
  );
};
