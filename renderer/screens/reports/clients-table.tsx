import { useTranslation } from 'react-i18next';
import type { ServiceCounts, ServiceReport } from '#shared/contract/report-views.ts';
import { count, hoursMinutes, percent } from '../../i18n/format.ts';
import { chooseReport } from '../../stores/reports.ts';
import { classes } from '../../ui/classes.ts';
import { SeverityBadge } from '../../ui/severity.tsx';
import table from '../../ui/table.module.css';
import { modalityName } from './report-words.ts';
import { reportLanes } from './sums.ts';
import styles from './reports.module.css';

/** Hours used against what the contracts hold. */
const Hours = ({ trackedSec, contractedMin }: { readonly trackedSec: number; readonly contractedMin: number | null }) => {
  const { t } = useTranslation();
  if (contractedMin === null) return <>{hoursMinutes(trackedSec)}</>;
  const share = contractedMin === 0 ? 100 : Math.min(100, (trackedSec / 60 / contractedMin) * 100);
  return (
    <span className={styles['hours']}>
      <span className={styles['meter']} aria-hidden="true">
        <i data-high={share >= 80 || undefined} style={{ width: `${share}%` }} />
      </span>
      {hoursMinutes(trackedSec)} <span className={styles['note']}>{t('reports.ofContracted', { time: hoursMinutes(contractedMin * 60) })}</span>
    </span>
  );
};

const Counts = ({ counts }: { readonly counts: ServiceCounts }) => (
  <>
    <td className={table['right']}>
      <b>{count(counts.demand)}</b>
    </td>
    {reportLanes.map((lane) => (
      <td key={lane} className={classes(table['right'], lane === 'untriaged' && styles['seldom'])}>
        {count(counts.bySeverity[lane])}
      </td>
    ))}
    <td className={table['right']}>{percent(counts.sla.response.met, counts.sla.response.of)}</td>
    <td className={table['right']}>{percent(counts.sla.resolution.met, counts.sla.resolution.of)}</td>
    <td className={table['right']}>{count(counts.closed)}</td>
    <td className={table['right']}>{percent(counts.reopened, counts.closed)}</td>
    <td className={table['right']}>{percent(counts.withEvidence, counts.closed)}</td>
    <td className={classes(table['right'], styles['seldom'])}>{counts.billedMin === null ? '—' : hoursMinutes(counts.billedMin * 60)}</td>
    <td className={table['right']}>
      <Hours trackedSec={counts.trackedSec} contractedMin={counts.contractedMin} />
    </td>
  </>
);

/** A line for each client; its name shows the report of that client alone. */
export const ClientsTable = ({ report }: { readonly report: ServiceReport }) => {
  const { t } = useTranslation();
  const head = (text: string) => (
    <th scope="col" className={table['right']}>
      {text}
    </th>
  );
  return (
    <table className={table['table']} data-testid="report-clients" aria-label={t('reports.byClient')}>
      <thead>
        <tr>
          <th scope="col">{t('board.client')}</th>
          <th scope="col" className={styles['modality']}>{t('reports.modality')}</th>
          {head(t('reports.demand'))}
          {reportLanes.map((lane) => (
            <th key={lane} scope="col" className={classes(table['right'], lane === 'untriaged' && styles['seldom'])}>
              <SeverityBadge lane={lane} />
            </th>
          ))}
          {head(t('labels.slaClock.response'))}
          {head(t('labels.slaClock.resolution'))}
          {head(t('reports.closed'))}
          {head(t('reports.reopened'))}
          {head(t('reports.evidence'))}
          <th scope="col" className={classes(table['right'], styles['seldom'])}>
            {t('reports.billed')}
          </th>
          {head(t('reports.hours'))}
        </tr>
      </thead>
      <tbody>
        {report.clients.map((row) => (
          <tr key={row.client.id}>
            <td>
              <button type="button" className={styles['client']} onClick={() => chooseReport({ client: row.client.id })}>
                {row.client.name}
              </button>
            </td>
            <td className={classes(styles['soft'], styles['modality'])}>{modalityName(row.modality)}</td>
            <Counts counts={row} />
          </tr>
        ))}
      </tbody>
      {report.clients.length < 2 ? null : (
        <tfoot>
          <tr>
            <th scope="row">{t('reports.total')}</th>
            <td className={styles['modality']}>{t('reports.clientCount', { count: report.clients.length })}</td>
            <Counts counts={report.total} />
          </tr>
        </tfoot>
      )}
    </table>
  );
};
