import { useTranslation } from 'react-i18next';
import { hoursMinutes } from '../../i18n/format.ts';
import type { DayTotals } from './day-plan.ts';
import styles from './my-day.module.css';

/** What the day adds up to. */
export const Totals = ({ totals }: { readonly totals: DayTotals }) => {
  const { t } = useTranslation();
  const share = (seconds: number): string => `${totals.tracked === 0 ? 0 : (seconds / totals.tracked) * 100}%`;
  return (
    <>
      <section>
        <h2 className={styles['sum']}>
          {t('myDay.tracked')}
          <b data-testid="day-total">{hoursMinutes(totals.tracked)}</b>
        </h2>
        <div className={styles['meter']} aria-hidden="true">
          <span style={{ width: share(totals.billable) }} data-part="billable" />
          <span style={{ width: share(totals.notBillable) }} />
        </div>
        <dl className={styles['pairs']}>
          <dt>{t('myDay.billable')}</dt>
          <dd>{hoursMinutes(totals.billable)}</dd>
          <dt>{t('myDay.notBillable')}</dt>
          <dd>{hoursMinutes(totals.notBillable)}</dd>
          <dt>{t('myDay.unrecorded')}</dt>
          <dd data-warn={totals.gapCount > 0 || undefined}>{totals.gapCount === 0 ? t('myDay.noGaps') : t('myDay.gaps', { time: hoursMinutes(totals.gaps), count: totals.gapCount })}</dd>
        </dl>
      </section>
      {totals.byClient.length === 0 ? null : (
        <section>
          <h2 className={styles['sum']}>{t('myDay.byClient')}</h2>
          <ul className={styles['clients']}>
            {totals.byClient.map(({ client, seconds }) => (
              <li key={client ?? ''}>
                <span title={client ?? undefined}>{client ?? t('myDay.internal')}</span>
                <span className={styles['bar']} aria-hidden="true">
                  <i style={{ width: share(seconds) }} />
                </span>
                <b>{hoursMinutes(seconds)}</b>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
};
