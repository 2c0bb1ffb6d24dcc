import { useTranslation } from 'react-i18next';
import { alwaysOpen, pauseReasons } from '#shared/domain/contract/check-terms.ts';
import { severities, type Severity } from '#shared/domain/enums.ts';
import { TextField } from '../../ui/field.tsx';
import { Select } from '../../ui/select.tsx';
import { SeverityBadge } from '../../ui/severity.tsx';
import { readTerm, type PolicyDraft, type TargetDraft } from './policy-draft.ts';
import styles from './clients.module.css';

interface PolicyFieldsProps {
  readonly draft: PolicyDraft;
  readonly onChange: (draft: PolicyDraft) => void;
  /** Calendars beside the contract's own that targets name. */
  readonly others?: Readonly<Record<string, string>>;
}

/** The matrix of a policy: two terms and a calendar for each severity, when it is at risk, and what pauses it. */
export const PolicyFields = ({ draft, onChange, others = {} }: PolicyFieldsProps) => {
  const { t } = useTranslation();
  const set = (severity: Severity, change: Partial<TargetDraft>): void => onChange({ ...draft, targets: { ...draft.targets, [severity]: { ...draft.targets[severity], ...change } } });
  const calendars = [{ value: 'own', label: t('clients.sla.ownCalendar') }, { value: alwaysOpen as string, label: t('clients.sla.always') }, ...Object.entries(others).map(([value, label]) => ({ value, label }))];
  return (
    <>
      <div className={styles['matrix']}>
        <span className={styles['matrixHead']} />
        <span className={styles['matrixHead']}>{t('clients.sla.response')}</span>
        <span className={styles['matrixHead']}>{t('clients.sla.resolution')}</span>
        <span className={styles['matrixHead']}>{t('clients.sla.calendar')}</span>
        {severities.map((severity) => {
          const { response, resolution, calendar } = draft.targets[severity];
          return [
            <span key={severity}>
              <SeverityBadge lane={severity} />
            </span>,
            <TextField key={`${severity} response`} quiet label={t('clients.sla.responseOf', { severity })} value={response} onChange={(event) => set(severity, { response: event.target.value })} error={readTerm(response) === undefined ? t('clients.sla.bad') : null} />,
            <TextField key={`${severity} resolution`} quiet label={t('clients.sla.resolutionOf', { severity })} value={resolution} onChange={(event) => set(severity, { resolution: event.target.value })} error={readTerm(resolution) === undefined ? t('clients.sla.bad') : null} />,
            <Select key={`${severity} calendar`} quiet label={t('clients.sla.calendarOf', { severity })} value={calendar} options={calendars} onChange={(value) => set(severity, { calendar: value })} />,
          ];
        })}
      </div>
      <p className={styles['meta']}>{t('clients.sla.hint')}</p>
      <div className={styles['two']}>
        <TextField label={t('clients.sla.warnField')} inputMode="numeric" value={draft.warn} onChange={(event) => onChange({ ...draft, warn: event.target.value })} />
        <fieldset className={styles['group']}>
          <legend>{t('clients.sla.pause')}</legend>
          {pauseReasons.map((reason) => (
            <label key={reason} className={styles['check']}>
              <input type="checkbox" checked={draft.pauses.includes(reason)} onChange={(event) => onChange({ ...draft, pauses: pauseReasons.filter((each) => (each === reason ? event.target.checked : draft.pauses.includes(each))) })} />
              {t(`clients.sla.pauses.${reason}`)}
            </label>
          ))}
        </fieldset>
      </div>
    </>
  );
};
