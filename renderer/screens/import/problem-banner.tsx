import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { AppError } from '#shared/errors.ts';
import { useProblemText } from './problem-text.ts';
import styles from './import.module.css';

/** What went wrong, where it went wrong, and what to do. */
export const ProblemBanner = ({ error, action }: { readonly error: AppError; readonly action?: ReactNode }) => {
  const { what, why, todo, id } = useProblemText()(error);
  return (
    <div role="alert" className={styles['problem']} data-error={error.code}>
      <CircleAlert size={16} aria-hidden="true" />
      <p>
        <b>{/[.!?]$/u.test(what) ? what : `${what}.`}</b> {why} {todo} {id === null ? null : <span data-selectable="">{id}</span>}
      </p>
      {action}
    </div>
  );
};
