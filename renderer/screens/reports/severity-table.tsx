import { useTranslation } from 'react-i18next';
import type { BySeverity } from '#shared/contract/report-views.ts';
import { count } from '../../i18n/format.ts';
import { SeverityBadge } from '../../ui/severity.tsx';
import table from '../../ui/table.module.css';
import { reportLanes, sumOf } from './sums.ts';

interface SeverityTableProps {
  /** What the rows are. */
  readonly head: string;
  readonly rows: readonly { readonly name: string; readonly counts: BySeverity }[];
}

/** Counts by severity, one line each. */
export const SeverityTable = ({ head, rows }: SeverityTableProps) => {
  const { t } = useTranslation();
  return (
    <table className={table['table']}>
      <thead>
        <tr>
          <th scope="col">{head}</th>
          {reportLanes.map((lane) => (
            <th key={lane} scope="col" className={table['right']}>
              <SeverityBadge lane={lane} />
            </th>
          ))}
          <th scope="col" className={table['right']}>
            {t('reports.total')}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, counts }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            {reportLanes.map((lane) => (
              <td key={lane} className={table['right']}>
                {count(counts[lane])}
              </td>
            ))}
            <td className={table['right']}>{count(sumOf(counts))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};
