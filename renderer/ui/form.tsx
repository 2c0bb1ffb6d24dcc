import type { ReactNode } from 'react';
import type { AppError } from '#shared/errors.ts';
import { ErrorBanner } from './states.tsx';
import styles from './form.module.css';

interface FormProps {
  /** What the button that sends it names in `form`, where it stands outside: in a dialog's foot. */
  readonly id?: string;
  /** What went wrong as a whole; what is wrong with one field stands at the field. */
  readonly error: AppError | null;
  readonly onSubmit: () => Promise<void>;
  readonly children: ReactNode;
}

/** Fields in a column that Enter sends. `onSubmit` says itself what is missing, and never rejects. */
export const Form = ({ id, error, onSubmit, children }: FormProps) => (
  <form
    id={id}
    className={styles['form']}
    noValidate
    onSubmit={(event) => {
      event.preventDefault();
      void onSubmit();
    }}
  >
    {error === null ? null : <ErrorBanner error={error} />}
    {children}
  </form>
);
