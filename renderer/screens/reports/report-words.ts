import type { ClientCounts, ServiceReport } from '#shared/contract/report-views.ts';
import type { Lane } from '#shared/domain/enums.ts';
import { count, hoursMinutes, percent } from '../../i18n/format.ts';
import { t } from '../../i18n/index.ts';
import { sumOf } from './sums.ts';

/** The short name of a lane in a report's columns. */
export const laneName = (lane: Lane): string => (lane === 'untriaged' ? t('labels.lane.untriaged') : lane);

export const modalityName = (modality: ClientCounts['modality']): string =>
  modality === null ? t('reports.noContract') : modality === 'mixed' ? t('reports.mixed') : t(`labels.modality.${modality}`);

/** The six numbers that tell how the service goes, as words. */
export const figuresOf = ({ total, open }: ServiceReport): { name: string; value: string; note: string }[] => [
  { name: t('reports.demand'), value: count(total.demand), note: t('reports.s1s2', { count: total.bySeverity.S1 + total.bySeverity.S2 }) },
  { name: t('reports.open'), value: count(sumOf(open)), note: t('reports.untriaged', { count: open.untriaged }) },
  { name: t('reports.closed'), value: count(total.closed), note: t('reports.inRange') },
  {
    name: t('reports.hours'),
    value: hoursMinutes(total.trackedSec),
    note: total.contractedMin === null ? t('reports.tracked') : t('reports.ofContracted', { time: hoursMinutes(total.contractedMin * 60) }),
  },
  { name: t('reports.reopened'), value: percent(total.reopened, total.closed), note: t('reports.ofClosed', { part: count(total.reopened), whole: count(total.closed) }) },
  { name: t('reports.withEvidence'), value: percent(total.withEvidence, total.closed), note: t('reports.ofClosed', { part: count(total.withEvidence), whole: count(total.closed) }) },
];
