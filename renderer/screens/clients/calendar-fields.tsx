import { useTranslation } from 'react-i18next';
import { TextField } from '../../ui/field.tsx';
import { Segments } from '../../ui/segments.tsx';
import { readCalendar, weekDays, type CalendarDraft } from './calendar-draft.ts';
import { useIssueText } from './issue-text.ts';
import { weekdayName } from './weekdays.ts';
import styles from './clients.module.css';

/** Name, zone and the hours of each day of the week, as people write them. */
export const CalendarFields = ({ draft, onChange }: { readonly draft: CalendarDraft; readonly onChange: (draft: CalendarDraft) => void }) => {
  const { t } = useTranslation();
  const said = useIssueText();
  const { issues } = readCalendar(draft);
  const at = (path: string): string | null => {
    const issue = issues.find((each) => each.path === path);
    return issue === undefined ? null : said(issue);
  };
  return (
    <>
      <div className={styles['two']}>
        <TextField label={t('clients.calendar.name')} value={draft.name} maxLength={300} onChange={(event) => onChange({ ...draft, name: event.target.value })} error={draft.name.trim() === '' ? t('common.required') : null} />
        <TextField label={t('clients.calendar.zone')} value={draft.tz} onChange={(event) => onChange({ ...draft, tz: event.target.value })} error={at('tz')} />
      </div>
      <Segments label={t('clients.calendar.kind')} value={draft.always ? 'always' : 'weekly'} onChange={(value) => onChange({ ...draft, always: value === 'always' })} options={[{ value: 'weekly', label: t('clients.calendar.weekly') }, { value: 'always', label: t('clients.sla.always') }]} />
      {draft.always ? (
        <p className={styles['note']}>{t('clients.calendar.always')}</p>
      ) : (
        <fieldset className={styles['group']}>
          <legend>{t('clients.calendar.windows')}</legend>
          <div className={styles['days']}>
            {weekDays.map((day) => [
              <span key={day} aria-hidden="true" className={styles['meta']}>
                {weekdayName(Number(day))}
              </span>,
              <TextField key={`${day} windows`} quiet label={weekdayName(Number(day))} placeholder={t('clients.calendar.closed')} value={draft.days[day] ?? ''} onChange={(event) => onChange({ ...draft, days: { ...draft.days, [day]: event.target.value } })} error={at(`weekly.${day}`)} />,
            ])}
          </div>
          <p className={styles['meta']}>{at('weekly') ?? t('clients.calendar.windowsHint')}</p>
        </fieldset>
      )}
    </>
  );
};
