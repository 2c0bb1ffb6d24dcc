import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { windowsOn, type Calendar } from '#shared/domain/calendar/calendar.ts';
import { localWeekday } from './amounts.ts';
import { monthName } from './weekdays.ts';
import { writeWindows } from './windows.ts';
import styles from './clients.module.css';

const dayMs = 86_400_000;
const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
const weekdayOf = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay() || 7;

interface YearViewProps {
  readonly year: number;
  readonly calendar: Calendar;
  readonly names: Readonly<Record<string, string>>;
  readonly chosen: string;
  readonly onChoose: (date: string) => void;
  /** Enter, space or a second press on a day. */
  readonly onToggle: (date: string) => void;
}

/** Twelve months: where it is open, closed, or different. One tab stop; arrows move by day and week. */
export const YearView = ({ year, calendar, names, chosen, onChoose, onToggle }: YearViewProps) => {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const [focusable] = useState(() => `${year}-01-01`);
  const stop = chosen.startsWith(`${year}-`) ? chosen : focusable.startsWith(`${year}-`) ? focusable : `${year}-01-01`;
  const describe = (date: string): { readonly kind: 'open' | 'closed' | 'exception'; readonly text: string } => {
    const windows = windowsOn(calendar, date, weekdayOf(date));
    const day = localWeekday(date);
    if (calendar.exceptions?.[date] !== undefined) return { kind: 'exception', text: windows.length === 0 ? t('clients.calendar.dayHoliday', { day, name: names[date] ?? '' }) : t('clients.calendar.dayOpen', { day, windows: writeWindows(windows) }) };
    return windows.length === 0 ? { kind: 'closed', text: t('clients.calendar.dayClosed', { day }) } : { kind: 'open', text: t('clients.calendar.dayOpen', { day, windows: writeWindows(windows) }) };
  };
  const move = (date: string, days: number): void => {
    const next = iso(Date.parse(`${date}T00:00:00Z`) + days * dayMs);
    if (!next.startsWith(`${year}-`)) return;
    onChoose(next);
    box.current?.querySelector<HTMLElement>(`[data-date="${next}"]`)?.focus();
  };
  const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7, PageUp: -28, PageDown: 28 };
  return (
    <div className={styles['months']} ref={box} data-arrows="" data-testid="year-view">
      {Array.from({ length: 12 }, (_, month) => {
        const first = Date.UTC(year, month, 1);
        const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
        const lead = weekdayOf(iso(first)) - 1;
        const weeks = Math.ceil((lead + length) / 7);
        return (
          <table key={month} role="grid" className={styles['month']} aria-label={`${monthName(month)} ${year}`}>
            <caption>{monthName(month)}</caption>
            <tbody>
              {Array.from({ length: weeks }, (_week, week) => (
                <tr key={week}>
                  {Array.from({ length: 7 }, (_day, column) => {
                    const n = week * 7 + column - lead + 1;
                    if (n < 1 || n > length) return <td key={column} aria-hidden="true" />;
                    const date = iso(first + (n - 1) * dayMs);
                    const { kind, text } = describe(date);
                    return (
                      <td
                        key={column}
                        data-date={date}
                        data-kind={kind}
                        aria-label={text}
                        aria-selected={date === chosen}
                        tabIndex={date === stop ? 0 : -1}
                        title={text}
                        className={styles['dayCell']}
                        onClick={() => (date === chosen ? onToggle(date) : onChoose(date))}
                        onKeyDown={(event) => {
                          const step = steps[event.key];
                          if (step !== undefined) {
                            event.preventDefault();
                            move(date, step);
                          } else if (event.key === 'Enter' || event.key === ' ') {
                            event.preventDefault();
                            onChoose(date);
                            onToggle(date);
                          }
                        }}
                      >
                        {n}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        );
      })}
    </div>
  );
};
