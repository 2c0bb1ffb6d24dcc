import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContractDetail } from '#shared/contract/contract-views.ts';
import { alwaysOpen, type PauseReason } from '#shared/domain/contract/check-terms.ts';
import type { StoredTargets } from '#shared/domain/contract/stored-targets.ts';
import { severities } from '#shared/domain/enums.ts';
import { Button } from '../../ui/button.tsx';
import { SeverityBadge } from '../../ui/severity.tsx';
import table from '../../ui/table.module.css';
import { hours } from './amounts.ts';
import { PolicyDialog } from './policy-dialog.tsx';
import styles from './clients.module.css';

/** What was agreed per severity: the version that new cycles begin with. */
export const SlaPanel = ({ detail, mayWrite }: { readonly detail: ContractDetail; readonly mayWrite: boolean }) => {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const { policy } = detail;
  const targets = (policy?.targets ?? {}) as unknown as StoredTargets;
  const term = (minutes: number | null) => (minutes === null ? <span className={styles['meta']}>{t('clients.sla.noTerm')}</span> : <b>{hours(minutes)}</b>);
  return (
    <section className={styles['section']} data-testid="sla-panel">
      <div className={styles['sectionHead']}>
        <h3>{t('clients.sla.title')}</h3>
        {policy === null ? null : <span className={styles['meta']}>{t('clients.sla.version', { n: policy.version })}</span>}
        <span className={styles['space']} />
        {mayWrite && detail.contract.modality !== 'hours_bank' ? (
          <Button size="small" onClick={() => setEditing(true)} data-testid="policy-edit">
            {t('clients.sla.change')}
          </Button>
        ) : null}
      </div>
      {policy === null ? (
        <p className={styles['note']}>{t('clients.sla.none')}</p>
      ) : (
        <>
          <div className={styles['scroll']} tabIndex={0} role="region" aria-label={t('clients.sla.title')}>
            <table className={table['table']}>
              <thead>
                <tr>
                  <th scope="col">{t('clients.sla.severity')}</th>
                  <th scope="col">{t('clients.sla.impact')}</th>
                  <th scope="col" className={table['right']}>
                    {t('clients.sla.response')}
                  </th>
                  <th scope="col" className={table['right']}>
                    {t('clients.sla.resolution')}
                  </th>
                  <th scope="col">{t('clients.sla.calendar')}</th>
                </tr>
              </thead>
              <tbody>
                {severities.map((severity) => (
                  <tr key={severity}>
                    <td>
                      <SeverityBadge lane={severity} pill />
                    </td>
                    <td>{t(`labels.severity.${severity}`)}</td>
                    <td className={table['right']}>{term(targets[severity].response_min)}</td>
                    <td className={table['right']}>{term(targets[severity].resolution_min)}</td>
                    <td>{targets[severity].calendar === alwaysOpen ? t('clients.sla.always') : detail.calendarNames[targets[severity].calendar]}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p className={styles['meta']}>
            {t('clients.sla.pause')}: {policy.pause_reasons.length === 0 ? t('clients.sla.noPause') : policy.pause_reasons.map((reason) => t(`clients.sla.pauses.${reason as PauseReason}`)).join(', ')}. {t('clients.sla.warn', { pct: policy.warn_ratio_pct })}.
          </p>
        </>
      )}
      {editing ? <PolicyDialog detail={detail} onClose={() => setEditing(false)} /> : null}
    </section>
  );
};
