import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Calendar, Window } from '#shared/domain/calendar/calendar.ts';
import type { Row } from '#shared/domain/entities/index.ts';
import { core } from '../../engine/core.ts';
import { useQuery } from '../../engine/use-query.ts';
import { Button } from '../../ui/button.tsx';
import { classes } from '../../ui/classes.ts';
import { Dialog, DialogBody } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { Form } from '../../ui/form.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { localWeekday } from './amounts.ts';
import { draftOfCalendar, readCalendar, type CalendarDraft } from './calendar-draft.ts';
import { CalendarFields } from './calendar-fields.tsx';
import { todayHere } from './dates.ts';
import { useSaving } from './use-saving.ts';
import { readWindows, writeWindows } from './windows.ts';
import { YearView } from './year-view.tsx';
import styles from './clients.module.css';

const without = <T,>(of: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> => Object.fromEntries(Object.entries(of).filter(([each]) => each !== key));

const ExceptionFields = ({ date, draft, onChange }: { readonly date: string; readonly draft: CalendarDraft; readonly onChange: (draft: CalendarDraft) => void }) => {
  const { t } = useTranslation();
  const windows: readonly Window[] = draft.exceptions[date] ?? [];
  const [typed, setTyped] = useState(writeWindows(windows));
  const read = readWindows(typed);
  return (
    <fieldset className={styles['group']}>
      <legend>{t('clients.calendar.exceptionOf', { day: localWeekday(date) })}</legend>
      <div className={styles['three']}>
        <TextField label={t('clients.calendar.exceptionName')} value={draft.names[date] ?? ''} maxLength={120} onChange={(event) => onChange({ ...draft, names: { ...draft.names, [date]: event.target.value } })} />
        <TextField
          label={t('clients.calendar.exceptionWindows')}
          placeholder={t('clients.calendar.holiday')}
          value={typed}
          error={read === null ? t('clients.calendar.issue.window_invalid') : null}
          onChange={(event) => {
            setTyped(event.target.value);
            const next = readWindows(event.target.value);
            if (next !== null) onChange({ ...draft, exceptions: { ...draft.exceptions, [date]: next } });
          }}
        />
        <span>
          <Button size="small" kind="ghost" onClick={() => onChange({ ...draft, exceptions: without(draft.exceptions, date), names: without(draft.names, date) })}>
            {t('clients.calendar.remove')}
          </Button>
        </span>
      </div>
    </fieldset>
  );
};

/** A new version of a calendar: its week, and its year with what is different in it. */
export const CalendarDialog = ({ calendar, onClose }: { readonly calendar: Row<'calendar'>; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(() => draftOfCalendar(calendar));
  const [chosen, setChosen] = useState(todayHere());
  const [year, setYear] = useState(Number(todayHere().slice(0, 4)));
  const { data } = useQuery('calendar.get', { id: calendar.id }, ['clients']);
  const { busy, error, save } = useSaving(onClose);
  const { draft: sent, issues } = readCalendar(draft);
  const shown: Calendar = { tz: sent.tz, weekly: sent.weekly as Calendar['weekly'], exceptions: draft.exceptions };
  const toggle = (date: string): void =>
    setDraft((now) => (now.exceptions[date] === undefined ? { ...now, exceptions: { ...now.exceptions, [date]: [] } } : { ...now, exceptions: without(now.exceptions, date), names: without(now.names, date) }));
  const submit = async (): Promise<void> => {
    if (issues.length > 0 || sent.name === '') return;
    await save(async () => t('clients.calendar.saved', { n: (await core.call('calendar.save', { previous: calendar.id, ...sent })).version }));
  };
  return (
    <Dialog
      title={t('clients.calendar.changeTitle')}
      onClose={onClose}
      keepOnOutsidePress
      testId="calendar-dialog"
      width={880}
      footer={
        <Button kind="primary" busy={busy} disabled={issues.length > 0 || sent.name === ''} type="submit" form="calendar-form" data-testid="calendar-save">
          {t('common.save')}
        </Button>
      }
    >
      <DialogBody>
        <Form id="calendar-form" error={error} onSubmit={submit}>
          <p className={styles['note']}>{t('clients.calendar.changeText', { count: data?.contracts ?? 0 })}</p>
          <CalendarFields draft={draft} onChange={setDraft} />
          <div className={styles['sectionHead']}>
            <h3>{t('clients.calendar.year', { year })}</h3>
            <IconButton label={t('clients.calendar.previousYear')} size="small" onClick={() => setYear(year - 1)}>
              <ChevronLeft size={14} aria-hidden="true" />
            </IconButton>
            <IconButton label={t('clients.calendar.nextYear')} size="small" onClick={() => setYear(year + 1)}>
              <ChevronRight size={14} aria-hidden="true" />
            </IconButton>
            <span className={styles['meta']}>{t('clients.calendar.yearHint')}</span>
            <span className={styles['space']} />
            <span className={classes(styles['legend'], styles['dayLegend'])}>
              <span>
                <i data-kind="open" />
                {t('clients.calendar.legendOpen')}
              </span>
              <span>
                <i data-kind="closed" />
                {t('clients.calendar.legendClosed')}
              </span>
              <span>
                <i data-kind="exception" />
                {t('clients.calendar.legendHoliday')}
              </span>
            </span>
          </div>
          {draft.exceptions[chosen] === undefined ? null : <ExceptionFields key={chosen} date={chosen} draft={draft} onChange={setDraft} />}
          <YearView year={year} calendar={shown} names={draft.names} chosen={chosen} onChoose={setChosen} onToggle={toggle} />
        </Form>
      </DialogBody>
    </Dialog>
  );
};
