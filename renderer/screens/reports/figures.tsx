import type { ServiceReport } from '#shared/contract/report-views.ts';
import { figuresOf } from './report-words.ts';
import styles from './reports.module.css';

export const Figures = ({ report }: { readonly report: ServiceReport }) => (
  <dl className={styles['figures']}>
    {figuresOf(report).map(({ name, value, note }) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>
          <b>{value}</b> <span>{note}</span>
        </dd>
      </div>
    ))}
  </dl>
);
