import { useTranslation } from 'react-i18next';
import type { ServiceReport, SlaShare } from '#shared/contract/report-views.ts';
import { severities } from '#shared/domain/enums.ts';
import { count, percent } from '../../i18n/format.ts';
import { SeverityBadge } from '../../ui/severity.tsx';
import table from '../../ui/table.module.css';
import { Panel } from './panel.tsx';
import styles from './reports.module.css';

const clocks = ['response', 'resolution'] as const;

/** Promises kept, by severity and clock; the numbers also tell what was on record before a reclassification. */
export const SlaPanel = ({ report }: { readonly report: ServiceReport }) => {
  const { t } = useTranslation();
  const rows = severities.flatMap((severity) => clocks.map((clock) => ({ severity, clock, share: report.slaBySeverity[severity][clock] }))).filter(({ share }) => share.of > 0);
  const ofRow = ({ met, of }: SlaShare): string => t('reports.ofClosed', { part: count(met), whole: count(of) });
  return (
    <Panel
      title={t('reports.sla')}
      testId="report-sla"
      chart={
        rows.length === 0 ? (
          <p className={styles['none']}>{t('reports.slaNone')}</p>
        ) : (
          <ul className={styles['bars']} aria-label={t('reports.sla')} data-wide="">
            {rows.map(({ severity, clock, share }) => (
              <li key={`${severity} ${clock}`}>
                <span className={styles['barName']}>
                  <SeverityBadge lane={severity} /> {t(`labels.slaClock.${clock}`)}
                </span>
                <span className={styles['bar']} aria-hidden="true" data-track="">
                  <i data-lane={severity} style={{ width: `${(share.met / share.of) * 100}%` }} />
                </span>
                <span className={styles['share']}>
                  <b>{percent(share.met, share.of)}</b> {ofRow(share)}
                </span>
              </li>
            ))}
          </ul>
        )
      }
      table={
        <table className={table['table']}>
          <thead>
            <tr>
              <th scope="col">{t('reports.promise')}</th>
              <th scope="col" className={table['right']}>
                {t('reports.kept')}
              </th>
              <th scope="col" className={table['right']}>
                {t('reports.share')}
              </th>
              <th scope="col" className={table['right']}>
                {t('reports.onRecord')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ severity, clock, share }) => (
              <tr key={`${severity} ${clock}`}>
                <th scope="row">
                  {severity} · {t(`labels.slaClock.${clock}`)}
                </th>
                <td className={table['right']}>{ofRow(share)}</td>
                <td className={table['right']}>{percent(share.met, share.of)}</td>
                <td className={table['right']}>{percent(share.metOnRecord, share.of)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      }
    />
  );
};
