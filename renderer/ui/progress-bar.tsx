import styles from './small.module.css';

interface ProgressBarProps {
  readonly label: string;
  readonly done: number;
  /** null: nobody knows yet. */
  readonly total: number | null;
}

export const ProgressBar = ({ label, done, total }: ProgressBarProps) => {
  const known = total !== null && total > 0;
  const share = known ? Math.min(100, Math.round((done / total) * 1000) / 10) : 0;
  return (
    <div role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} {...(known ? { 'aria-valuenow': Math.round(share) } : {})} className={styles['progress']}>
      {known ? <span className={styles['progressBar']} style={{ width: `${share}%` }} /> : <span className={styles['progressBar']} data-indeterminate="" />}
    </div>
  );
};
