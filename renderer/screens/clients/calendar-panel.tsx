import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ContractDetail } from '#shared/contract/contract-views.ts';
import { wallMs, type Window } from '#shared/domain/calendar/calendar.ts';
import type { Row } from '#shared/domain/entities/index.ts';
import { Button } from '../../ui/button.tsx';
import table from '../../ui/table.module.css';
import { localWeekday } from './amounts.ts';
import { CalendarDialog } from './calendar-dialog.tsx';
import { todayHere } from './dates.ts';
import { writeWindows } from './windows.ts';
import { weekdayName } from './weekdays.ts';
import styles from './clients.module.css';

const dayMs = 86_400_000;

const Week = ({ calendar }: { readonly calendar: Row<'calendar'> }) => {
  const { t } = useTranslation();
  if (calendar.weekly === '24x7') return <p className={styles['note']}>{t('clients.calendar.always')}</p>;
  const weekly = calendar.weekly as unknown as Readonly<Record<string, readonly Window[]>>;
  return (
    <div className={styles['week']}>
      {['1', '2', '3', '4', '5', '6', '7'].flatMap((day) => {
        const windows = weekly[day] ?? [];
        return [
          <span key={day} className={styles['weekDay']}>
            {weekdayName(Number(day))}
          </span>,
          windows.length === 0 ? (
            <span key={`${day} windows`} className={styles['weekText']}>
              {t('clients.calendar.closed')}
            </span>
          ) : (
            <span key={`${day} windows`} className={styles['weekBar']} role="img" aria-label={writeWindows(windows)} title={writeWindows(windows)}>
              {windows.map(([from, to]) => (
                <i key={from} style={{ left: `${(wallMs(from) / dayMs) * 100}%`, width: `${((wallMs(to) - wallMs(from)) / dayMs) * 100}%` }} />
              ))}
            </span>
          ),
        ];
      })}
    </div>
  );
};

/** The hours of attention by day, and what is different in the days ahead. */
export const CalendarPanel = ({ detail, mayWrite }: { readonly detail: ContractDetail; readonly mayWrite: boolean }) => {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const { calendar } = detail;
  const ahead = calendar === null ? [] : Object.keys(calendar.exceptions).filter((date) => date >= todayHere()).toSorted().slice(0, 6);
  return (
    <section className={styles['section']} data-testid="calendar-panel">
      <div className={styles['sectionHead']}>
        <h3>{t('clients.calendar.title')}</h3>
        {calendar === null ? null : <span className={styles['meta']}>{`${t('clients.calendar.version', { name: calendar.name, n: calendar.version })} · ${calendar.tz}`}</span>}
        <span className={styles['space']} />
        {mayWrite && calendar !== null ? (
          <Button size="small" onClick={() => setEditing(true)} data-testid="calendar-edit">
            {t('clients.calendar.change')}
          </Button>
        ) : null}
      </div>
      {calendar === null ? (
        <p className={styles['note']}>{t('clients.calendar.none')}</p>
      ) : (
        <div className={styles['twoColumns']}>
          <Week calendar={calendar} />
          <div>
            <h4 className={styles['meta']}>{t('clients.calendar.exceptions')}</h4>
            {ahead.length === 0 ? (
              <p className={styles['note']}>{t('clients.calendar.exceptionsNone')}</p>
            ) : (
              <table className={table['table']}>
                <tbody>
                  {ahead.map((date) => {
                    const windows = calendar.exceptions[date] as unknown as readonly Window[];
                    return (
                      <tr key={date}>
                        <th scope="row">{localWeekday(date)}</th>
                        <td>{String(calendar.names?.[date] ?? '')}</td>
                        <td className={table['right']}>{windows.length === 0 ? t('clients.calendar.holiday') : writeWindows(windows)}</td>
                      </tr>
                    );
                  })}
                </tbody>
              </table>
            )}
          </div>
        </div>
      )}
      {editing && calendar !== null ? <CalendarDialog calendar={calendar} onClose={() => setEditing(false)} /> : null}
    </section>
  );
};
