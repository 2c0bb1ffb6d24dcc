import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContractDetail, LotView } from '#shared/contract/contract-views.ts';
import { localDay } from '../../i18n/format.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { EmptyState } from '../../ui/states.tsx';
import table from '../../ui/table.module.css';
import { hours } from './amounts.ts';
import { AdjustDialog, LotDialog } from './lot-dialogs.tsx';
import styles from './clients.module.css';

const nameOf = (lot: LotView['lot']): string => lot.note ?? localDay(lot.valid_from);

const Lots = ({ lots, mayWrite, onAdjust }: { readonly lots: readonly LotView[]; readonly mayWrite: boolean; readonly onAdjust: (lot: LotView) => void }) => {
  const { t } = useTranslation();
  return (
    <div className={styles['scroll']} tabIndex={0} role="region" aria-label={t('clients.hours.lot')}>
      <table className={table['table']} data-testid="lots">
        <thead>
          <tr>
            <th scope="col">{t('clients.hours.lot')}</th>
            <th scope="col">{t('clients.hours.kind')}</th>
            {(['amount', 'consumed', 'rest'] as const).map((column) => (
              <th key={column} scope="col" className={table['right']}>
                {t(`clients.hours.${column}`)}
              </th>
            ))}
            <th scope="col">{t('clients.hours.expiry')}</th>
            {mayWrite ? (
              <th scope="col" className={table['right']}>
                {t('clients.hours.adjust')}
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {lots.map((view) => (
            <tr key={view.lot.id} className={view.holds ? undefined : styles['off']}>
              <td>{nameOf(view.lot)}</td>
              <td>{t(`clients.hours.kinds.${view.lot.kind}`)}</td>
              <td className={table['right']}>{hours(view.lot.minutes)}</td>
              <td className={table['right']}>{hours(view.usedMin)}</td>
              <td className={table['right']}>
                <b>{hours(view.leftMin)}</b>
              </td>
              <td>{localDay(view.lot.expires_on)}</td>
              {mayWrite ? (
                <td className={table['right']}>
                  <Button size="small" kind="ghost" aria-label={t('clients.hours.adjustOf', { name: nameOf(view.lot) })} onClick={() => onAdjust(view)}>
                    {t('clients.hours.adjust')}
                  </Button>
                </td>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};

const Movements = ({ detail }: { readonly detail: ContractDetail }) => {
  const { t } = useTranslation();
  const names = new Map(detail.lots.map(({ lot }) => [lot.id, nameOf(lot)]));
  if (detail.movements.length === 0) return <p className={styles['note']}>{t('clients.hours.movementsNone')}</p>;
  return (
    <table className={table['table']} data-testid="movements">
      <thead>
        <tr>
          <th scope="col">{t('clients.hours.date')}</th>
          <th scope="col">{t('clients.hours.kind')}</th>
          <th scope="col">{t('clients.hours.lot')}</th>
          <th scope="col">{t('clients.hours.reason')}</th>
          <th scope="col" className={table['right']}>
            {t('clients.hours.amount')}
          </th>
        </tr>
      </thead>
      <tbody>
        {detail.movements.slice(0, 40).map((movement) => (
          <tr key={movement.id}>
            <td>{localDay(movement.work_date)}</td>
            <td>{t(`clients.hours.movementKind.${movement.kind}`)}</td>
            <td>{names.get(movement.lot) ?? ''}</td>
            <td>{movement.note ?? ''}</td>
            <td className={table['right']}>{hours(movement.kind === 'reverse' || movement.kind === 'adjust' ? movement.minutes : -movement.minutes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const Pace = ({ detail }: { readonly detail: ContractDetail }) => {
  const { t } = useTranslation();
  const { forecast, hours: left } = detail;
  if (left.ofMin === 0) return null;
  if (forecast === null) return <span className={styles['meta']}>{left.leftMin > 0 ? t('clients.hours.noPace') : null}</span>;
  const text = forecast.endsOn !== null ? t('clients.hours.endsOn', { date: localDay(forecast.endsOn) }) : forecast.expiringMin > 0 ? t('clients.hours.expires', { hours: hours(forecast.expiringMin) }) : t('clients.hours.lasts');
  return (
    <span className={classes(styles['note'], forecast.endsOn !== null && styles['warn'])} data-testid="forecast">
      {text}
    </span>
  );
};

/** What is left of the bank of hours, lot by lot, when it ends at this pace, and every movement. */
export const HoursPanel = ({ detail, mayWrite }: { readonly detail: ContractDetail; readonly mayWrite: boolean }) => {
  const { t } = useTranslation();
  const [buying, setBuying] = useState(false);
  const [adjusted, setAdjusted] = useState<LotView | null>(null);
  const { leftMin, ofMin, alert } = detail.hours;
  return (
    <section className={styles['section']} data-testid="hours-panel">
      <div className={styles['sectionHead']}>
        <h3>{t('clients.hours.title')}</h3>
        <span className={styles['space']} />
        <Pace detail={detail} />
        {mayWrite ? (
          <Button size="small" onClick={() => setBuying(true)} data-testid="lot-buy">
            {t('clients.hours.buy')}
          </Button>
        ) : null}
      </div>
      {detail.lots.length === 0 ? (
        <EmptyState title={t('clients.hours.none')} text={t('clients.hours.noneText')} />
      ) : (
        <>
          <p className={styles['balance']}>
            <span className={styles['big']}>{hours(leftMin)}</span>
            <span className={styles['note']}>{t('clients.hours.left', { total: hours(ofMin) })}</span>
            {alert === null ? null : <span className={classes(styles['note'], styles['warn'])}>{t('clients.hours.alert', { pct: alert })}</span>}
          </p>
          <div className={styles['bar']} aria-hidden="true">
            <i data-part="used" style={{ width: `${ofMin === 0 ? 0 : ((ofMin - leftMin) / ofMin) * 100}%` }} />
            <i data-part="left" style={{ width: `${ofMin === 0 ? 0 : (leftMin / ofMin) * 100}%` }} />
          </div>
          <p className={styles['legend']}>
            <span>
              <i data-part="used" />
              {t('clients.hours.used', { hours: hours(ofMin - leftMin) })}
            </span>
            <span>
              <i data-part="left" />
              {t('clients.hours.remaining', { hours: hours(leftMin) })}
            </span>
            <span className={styles['space']} />
            {t('clients.rounded', { unit: detail.contract.rounding.unit_min, alerts: detail.contract.alert_pct.join(', ') })}
          </p>
          <Lots lots={detail.lots} mayWrite={mayWrite} onAdjust={setAdjusted} />
          <h4 className={styles['meta']}>{t('clients.hours.movements')}</h4>
          <Movements detail={detail} />
        </>
      )}
      {buying ? <LotDialog contract={detail.contract.id} onClose={() => setBuying(false)} /> : null}
      {adjusted === null ? null : <AdjustDialog view={adjusted} name={nameOf(adjusted.lot)} onClose={() => setAdjusted(null)} />}
    </section>
  );
};
