import type { ServiceReport } from '#shared/contract/report-views.ts';
import { csvOf, type CsvCell } from '#shared/csv.ts';
import { t } from '../../i18n/index.ts';
import { laneName, modalityName } from './report-words.ts';
import { reportLanes } from './sums.ts';

const hours = (seconds: number): number => Math.round(seconds / 36) / 100;

/** The clients' lines as they stand on the screen; hours as decimal numbers, for a spreadsheet to add up. */
export const clientsCsv = (report: ServiceReport): string => {
  const head: readonly CsvCell[] = [
    t('board.client'), t('reports.modality'), t('reports.demand'), ...reportLanes.map(laneName), t('reports.csv.response'), t('reports.csv.responseOf'), t('reports.csv.resolution'), t('reports.csv.resolutionOf'), t('reports.closed'), t('reports.reopened'), t('reports.withEvidence'),
    t('reports.csv.tracked'), t('reports.csv.billed'), t('reports.csv.contracted'),
  ];
  const rows = report.clients.map((row): readonly CsvCell[] => [
    row.client.name,
    modalityName(row.modality),
    row.demand,
    ...reportLanes.map((lane) => row.bySeverity[lane]),
    row.sla.response.met,
    row.sla.response.of,
    row.sla.resolution.met,
    row.sla.resolution.of,
    row.closed,
    row.reopened,
    row.withEvidence,
    hours(row.trackedSec),
    row.billedMin === null ? null : hours(row.billedMin * 60),
    row.contractedMin === null ? null : hours(row.contractedMin * 60),
  ]);
  return csvOf([head, ...rows]);
};
