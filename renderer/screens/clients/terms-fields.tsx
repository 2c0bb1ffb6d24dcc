import { useTranslation } from 'react-i18next';
import { roundSeconds } from '#shared/domain/hours/round.ts';
import { TextField } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { clock } from '../../i18n/format.ts';
import { hours, readMinutes } from './amounts.ts';
import { readAlerts, readRounding, type TermsDraft } from './contract-draft.ts';
import styles from './clients.module.css';

/** What the live example rounds: seconds of a short call, of half an hour and a bit, of a morning. */
const worked = [305, 2100, 9960] as const;

interface TermsFieldsProps {
  readonly draft: TermsDraft;
  readonly onChange: (draft: TermsDraft) => void;
}

/** From when to when. */
export const DateFields = ({ draft, onChange }: TermsFieldsProps) => {
  const { t } = useTranslation();
  return (
    <div className={styles['two']}>
      <TextField type="date" label={t('clients.wizard.from')} value={draft.from} onChange={(event) => onChange({ ...draft, from: event.target.value })} error={draft.from === '' ? t('common.required') : null} />
      <TextField type="date" label={t('clients.wizard.to')} hint={t('clients.wizard.toHint')} value={draft.to} onChange={(event) => onChange({ ...draft, to: event.target.value })} error={draft.to !== '' && draft.to < draft.from ? t('clients.wizard.reversed') : null} />
    </div>
  );
};

/** How time is rounded, with what that makes of three examples; overdraft, alerts and what is carried over. */
export const TermsFields = ({ draft, onChange }: TermsFieldsProps) => {
  const { t } = useTranslation();
  const rounding = readRounding(draft);
  const policy = rounding === null ? null : { unitMin: rounding.unit_min, mode: rounding.mode, minimumMin: rounding.minimum_min, graceSec: rounding.grace_sec };
  const set = (change: Partial<TermsDraft>): void => onChange({ ...draft, ...change });
  return (
    <>
      <fieldset className={styles['group']}>
        <legend>{t('clients.wizard.rounding')}</legend>
        <div className={styles['three']}>
          <TextField inputMode="numeric" label={t('clients.wizard.unit')} value={draft.unit} onChange={(event) => set({ unit: event.target.value })} />
          <Select label={t('clients.wizard.mode')} value={draft.mode} options={(['up', 'nearest'] as const).map((value) => ({ value, label: t(`clients.wizard.modes.${value}`) }))} onChange={(mode) => set({ mode })} />
          <Select label={t('clients.wizard.scope')} value={draft.scope} options={(['ticket_day', 'entry'] as const).map((value) => ({ value, label: t(`clients.wizard.scopes.${value}`) }))} onChange={(scope) => set({ scope })} />
          <TextField inputMode="numeric" label={t('clients.wizard.minimum')} value={draft.minimum} onChange={(event) => set({ minimum: event.target.value })} />
          <TextField inputMode="numeric" label={t('clients.wizard.grace')} value={draft.grace} onChange={(event) => set({ grace: event.target.value })} />
        </div>
        <div aria-live="polite" data-testid="rounding-example">
          {policy === null ? (
            <p className={styles['warn']}>{t('clients.wizard.bad')}</p>
          ) : (
            worked.map((seconds) => (
              <p key={seconds} className={styles['meta']}>
                {t('clients.wizard.example', { worked: clock(seconds), billed: hours(roundSeconds(policy, seconds)) })}
              </p>
            ))
          )}
        </div>
      </fieldset>
      <div className={styles['two']}>
        <Select label={t('clients.wizard.overdraft')} value={draft.overdraft} options={(['block', 'warn', 'allow'] as const).map((value) => ({ value, label: t(`clients.wizard.overdrafts.${value}`) }))} onChange={(overdraft) => set({ overdraft })} />
        <TextField label={t('clients.wizard.alerts')} hint={t('clients.wizard.alertsHint')} value={draft.alerts} onChange={(event) => set({ alerts: event.target.value })} error={readAlerts(draft.alerts) === null ? t('clients.wizard.bad') : null} />
      </div>
      <div className={styles['three']}>
        <Select label={t('clients.wizard.carry')} value={draft.carry} options={(['none', 'capped', 'all'] as const).map((value) => ({ value, label: t(`clients.wizard.carries.${value}`) }))} onChange={(carry) => set({ carry })} />
        {draft.carry === 'capped' ? <TextField label={t('clients.wizard.cap')} value={draft.cap} onChange={(event) => set({ cap: event.target.value })} error={readMinutes(draft.cap) === null ? t('clients.sla.bad') : null} /> : null}
        {draft.carry === 'none' ? null : <TextField inputMode="numeric" label={t('clients.wizard.months')} value={draft.months} onChange={(event) => set({ months: event.target.value })} />}
      </div>
    </>
  );
};
