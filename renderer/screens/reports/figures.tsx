import { useTranslation } from 'react-i18next';
import type { ServiceReport } from '#shared/contract/report-views.ts';
import { count, hoursMinutes, percent } from '../../i18n/format.ts';
import { sumOf } from './sums.ts';
import styles from './reports.module.css';

/** The six numbers that tell how the service goes. */
export const Figures = ({ report }: { readonly report: ServiceReport }) => {
  const { t } = useTranslation();
  const { total, open } = report;
  const figures = [
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
  return (
    <dl className={styles['figures']}>
      {figures.map(({ name, value, note }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <b>{value}</b> <span>{note}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
};
