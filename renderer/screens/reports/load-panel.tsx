import { useTranslation } from 'react-i18next';
import type { ServiceReport } from '#shared/contract/report-views.ts';
import { count, hoursMinutes } from '../../i18n/format.ts';
import table from '../../ui/table.module.css';
import { Legend, Panel } from './panel.tsx';
import { SeverityBars } from './severity-bars.tsx';
import { sumOf } from './sums.ts';

/** What is open with each consultant, and what each closed and worked. */
export const LoadPanel = ({ report }: { readonly report: ServiceReport }) => {
  const { t } = useTranslation();
  const nameOf = (person: { readonly name: string } | null): string => person?.name ?? t('board.noConsultant');
  return (
    <Panel
      title={t('reports.load')}
      testId="report-load"
      legend={<Legend />}
      chart={<SeverityBars label={t('reports.load')} rows={report.consultants.filter(({ open }) => sumOf(open) > 0).map(({ person, open }) => ({ name: nameOf(person), counts: open }))} />}
      table={
        <table className={table['table']}>
          <thead>
            <tr>
              <th scope="col">{t('board.consultant')}</th>
              <th scope="col" className={table['right']}>
                {t('reports.open')}
              </th>
              <th scope="col" className={table['right']}>
                {t('reports.closed')}
              </th>
              <th scope="col" className={table['right']}>
                {t('reports.hours')}
              </th>
            </tr>
          </thead>
          <tbody>
            {report.consultants.map(({ person, open, closed, trackedSec }) => (
              <tr key={person?.id ?? ''}>
                <th scope="row">{nameOf(person)}</th>
                <td className={table['right']}>{count(sumOf(open))}</td>
                <td className={table['right']}>{count(closed)}</td>
                <td className={table['right']}>{hoursMinutes(trackedSec)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      }
    />
  );
};
