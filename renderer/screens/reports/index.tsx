import { ChartNoAxesColumn, Download, FileText } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ServiceReport } from '#shared/contract/report-views.ts';
import { kinds } from '#shared/domain/enums.ts';
import { CommandButton } from '../../commands/command-button.tsx';
import { useCommands } from '../../commands/registry.ts';
import { core } from '../../engine/core.ts';
import { shell } from '../../engine/shell.ts';
import { useQuery } from '../../engine/use-query.ts';
import { count, percent, shortDay } from '../../i18n/format.ts';
import { usePreferences } from '../../stores/preferences.ts';
import { useReports } from '../../stores/reports.ts';
import { showToast } from '../../stores/toasts.ts';
import { Screen } from '../../ui/screen.tsx';
import { EmptyState, ErrorState } from '../../ui/states.tsx';
import table from '../../ui/table.module.css';
import { startOf } from '../my-day/day.ts';
import { ClientsTable } from './clients-table.tsx';
import { DemandChart } from './demand-chart.tsx';
import { Figures } from './figures.tsx';
import { ReportFilters } from './filters.tsx';
import { LoadPanel } from './load-panel.tsx';
import { Legend, Panel } from './panel.tsx';
import { rangeOf, type DateRange } from './range.ts';
import { clientsCsv } from './report-csv.ts';
import { reportDocument } from './report-document.ts';
import styles from './reports.module.css';
import { SeverityBars } from './severity-bars.tsx';
import { SeverityTable } from './severity-table.tsx';
import { SlaPanel } from './sla-panel.tsx';

const DemandPanel = ({ report }: { readonly report: ServiceReport }) => {
  const { t } = useTranslation();
  const names = useMemo(() => report.periods.map(({ start }) => shortDay(startOf(start).toISOString())), [report.periods]);
  const title = t(`reports.demandBy.${report.unit}`);
  return (
    <Panel
      title={title}
      testId="report-demand"
      legend={<Legend />}
      chart={<DemandChart label={t('reports.demandLabel', { title, count: report.total.demand })} periods={report.periods} names={names} />}
      table={<SeverityTable head={t('reports.since')} rows={report.periods.map(({ bySeverity }, index) => ({ name: names[index] ?? '', counts: bySeverity }))} />}
    />
  );
};

const KindPanel = ({ report }: { readonly report: ServiceReport }) => {
  const { t } = useTranslation();
  const rows = [...kinds, 'unset' as const].map((kind) => ({ name: kind === 'unset' ? t('reports.noKind') : t(`labels.kind.${kind}`), n: report.byKind[kind] }));
  const most = Math.max(1, ...rows.map(({ n }) => n));
  return (
    <Panel
      title={t('reports.byKind')}
      testId="report-kind"
      chart={
        <ul className={styles['bars']} aria-label={t('reports.byKind')}>
          {rows.map(({ name, n }) => (
            <li key={name}>
              <span className={styles['barName']}>{name}</span>
              <span className={styles['bar']} aria-hidden="true">
                <i data-lane="kind" style={{ width: `${(n / most) * 100}%` }} />
              </span>
              <b>{count(n)}</b>
            </li>
          ))}
        </ul>
      }
      table={
        <table className={table['table']}>
          <thead>
            <tr>
              <th scope="col">{t('reports.kind')}</th>
              <th scope="col" className={table['right']}>
                {t('reports.demand')}
              </th>
              <th scope="col" className={table['right']}>
                {t('reports.share')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, n }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className={table['right']}>{count(n)}</td>
                <td className={table['right']}>{percent(n, report.total.demand)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      }
    />
  );
};

const AgeingPanel = ({ report }: { readonly report: ServiceReport }) => {
  const { t } = useTranslation();
  const rows = report.ageing.map(({ bucket, bySeverity }) => ({ name: t(`reports.age.${bucket}`), counts: bySeverity }));
  return (
    <Panel
      title={t('reports.ageing')}
      note={t('reports.ageingNote')}
      testId="report-ageing"
      chart={<SeverityBars label={t('reports.ageing')} rows={rows} />}
      table={<SeverityTable head={t('reports.ageHead')} rows={rows} />}
    />
  );
};

const thisZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The range in dates of now; a preset moves on at midnight. */
const useRange = (): DateRange => {
  const chosen = useReports((state) => state.range);
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 60_000);
    return () => clearInterval(timer);
  }, []);
  const day = now.toDateString();
  return useMemo(() => (typeof chosen === 'string' ? rangeOf(chosen, new Date(day)) : chosen), [chosen, day]);
};

/** The control of the service over a range of dates, from the desk's own copy. */
export const ReportsScreen = () => {
  const { t } = useTranslation();
  const range = useRange();
  const client = useReports((state) => state.client);
  const { data: clients } = useQuery('client.list', {}, ['clients', 'board']);
  const chosenClient = clients?.find(({ id }) => id === client);
  const question = { ...range, tz: thisZone(), ...(client === null ? {} : { client }) };
  const { data: report, error, refetch } = useQuery('report.service', question, ['board', 'time', 'timer', 'clients', 'evidence', 'people'], { keep: true });
  const fileName = (kind: string): string => `${[t('reports.csv.file'), ...(chosenClient === undefined ? [] : [chosenClient.name]), range.from, range.to].join(' ').replaceAll(/[/\\:*?"<>|]/gu, '-').slice(0, 100)}.${kind}`;
  const done = ({ path }: { readonly path: string | null }): void => {
    if (path !== null) showToast({ text: t('reports.csv.saved', { path }) });
  };
  const whenAny = (): boolean => report !== undefined && report.clients.length > 0;
  useCommands({
    'reports.pdf': {
      run: async () => {
        if (report === undefined) return;
        const details = chosenClient === undefined ? null : { name: chosenClient.name, details: await core.call('report.details', question) };
        const document = reportDocument({ report, range, tz: question.tz, lang: usePreferences.getState().locale, client: details, now: new Date() });
        done(await shell.call('file.savePdf', { name: fileName('pdf'), document }));
      },
      when: whenAny,
    },
    'reports.csv': {
      run: async () => {
        if (report === undefined) return;
        done(await shell.call('file.save', { name: fileName('csv'), text: clientsCsv(report) }));
      },
      when: whenAny,
    },
  });
  const nothing = report !== undefined && report.clients.length === 0;
  return (
    <Screen
      title={t('reports.title')}
      testId="reports"
      lead={<ReportFilters range={range} />}
      actions={
        <>
          <CommandButton command="reports.csv" kind="ghost" size="small" icon={<Download size={14} aria-hidden="true" />} disabled={report === undefined || nothing}>
            {t('reports.csv.button')}
          </CommandButton>
          <CommandButton command="reports.pdf" size="small" icon={<FileText size={14} aria-hidden="true" />} disabled={report === undefined || nothing}>
            {t('reports.pdf.button')}
          </CommandButton>
        </>
      }
    >
      {error === null ? null : <ErrorState error={error} onRetry={refetch} />}
      {report === undefined ? null : nothing ? (
        <EmptyState icon={<ChartNoAxesColumn size={20} aria-hidden="true" />} title={t('reports.empty')} text={t('reports.emptyText')} />
      ) : (
        <div className={styles['scroll']} tabIndex={0} role="region" aria-label={t('reports.title')}>
          <Figures report={report} />
          <div className={styles['grid']}>
            <DemandPanel report={report} />
            <SlaPanel report={report} />
            <KindPanel report={report} />
            <AgeingPanel report={report} />
            <LoadPanel report={report} />
          </div>
          <ClientsTable report={report} />
        </div>
      )}
    </Screen>
  );
};
