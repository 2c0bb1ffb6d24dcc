import type { BySeverity } from '#shared/contract/report-views.ts';
import { count } from '../../i18n/format.ts';
import { reportLanes, sumOf } from './sums.ts';
import styles from './reports.module.css';

interface SeverityBarsProps {
  readonly label: string;
  readonly rows: readonly { readonly name: string; readonly counts: BySeverity }[];
}

/** Lying bars, cut by severity; the numbers are in the panel's table. */
export const SeverityBars = ({ label, rows }: SeverityBarsProps) => {
  const most = Math.max(1, ...rows.map(({ counts }) => sumOf(counts)));
  return (
    <ul className={styles['bars']} aria-label={label}>
      {rows.map(({ name, counts }) => (
        <li key={name}>
          <span className={styles['barName']} title={name}>
            {name}
          </span>
          <span className={styles['bar']} aria-hidden="true">
            {reportLanes.map((lane) => (counts[lane] === 0 ? null : <i key={lane} data-lane={lane} style={{ width: `${(counts[lane] / most) * 100}%` }} />))}
          </span>
          <b>{count(sumOf(counts))}</b>
        </li>
      ))}
    </ul>
  );
};
