import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { hoursMinutes, time } from '../../i18n/format.ts';
import { SeverityBadge } from '../../ui/severity.tsx';
import type { DayItem } from './day-plan.ts';
import styles from './timeline.module.css';

const HOUR_PX = 48;
const HOUR_MS = 3_600_000;

/** How far above an hour's line, or below it, the words of the present lie over the hour's. */
const hidesHour = (below: number): boolean => below > -4 && below < 28;

interface TimelineProps {
  readonly items: readonly DayItem[];
  readonly from: number;
  readonly to: number;
  readonly nowMs: number;
  readonly focused: string | null;
  readonly onPick: (key: string) => void;
  readonly onOpen: (item: DayItem) => void;
}

/** `Buenos Aires, UTC−3`. */
const zoneName = (): string => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const minutes = -new Date().getTimezoneOffset();
  const sign = minutes < 0 ? '−' : '+';
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  const offset = minutes === 0 ? 'UTC' : `UTC${sign}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
  const city = (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
  return city === 'UTC' ? 'UTC' : `${city}, ${offset}`;
};

/** The day drawn to scale, 48 px an hour; the table beside it says the same in words. */
export const Timeline = ({ items, from, to, nowMs, focused, onPick, onOpen }: TimelineProps) => {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const y = (at: number): number => ((at - from) / HOUR_MS) * HOUR_PX;
  const hours = Math.round((to - from) / HOUR_MS);
  const today = nowMs >= from && nowMs < to;
  const first = items[0]?.start;
  const empty = first === undefined;
  const anchor = useRef(0);
  const wanted = y(first ?? (today ? nowMs - 2 * HOUR_MS : from + 8 * HOUR_MS));
  useEffect(() => {
    anchor.current = wanted;
  }, [wanted]);
  // Once a day, and when its first entry comes: what comes in later must not move what one looks at.
  const reason = `${from} ${empty}`;
  useEffect(() => {
    const element = scroller.current;
    if (element === null || reason === '') return undefined;
    const show = (): void => {
      element.scrollTop = Math.max(0, anchor.current - HOUR_PX);
    };
    show();
    // Hidden in a narrow window, it has no height to scroll in until it is shown.
    let shown = element.clientHeight > 0;
    const observer = new ResizeObserver(() => {
      if (!shown && element.clientHeight > 0) show();
      shown = element.clientHeight > 0;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [reason]);
  return (
    <section className={styles['column']} aria-label={t('myDay.timeline')}>
      <header className={styles['head']}>
        <h2>{t('myDay.timeline')}</h2>
        <span>{zoneName()}</span>
      </header>
      <div ref={scroller} className={styles['scroll']} tabIndex={-1}>
        <div className={styles['day']} style={{ height: hours * HOUR_PX }}>
          {Array.from({ length: hours }, (_, hour) => (
            <div key={hour} className={styles['hour']} style={{ top: hour * HOUR_PX }} aria-hidden="true">
              {today && hidesHour(y(nowMs) - hour * HOUR_PX) ? null : <span>{time(new Date(from + hour * HOUR_MS).toISOString())}</span>}
            </div>
          ))}
          {items.map((item) => {
            // A short entry is still wide enough for the mouse; a short hole must not lie over what follows it.
            const height = Math.max(item.is === 'gap' ? 5 : 14, y(item.end) - y(item.start) - 2);
            const place = { top: y(item.start) + 1, height };
            if (item.is === 'gap') {
              const length = t('myDay.gap', { time: hoursMinutes((item.end - item.start) / 1000) });
              // Too low for its words it still has them, for who hears the screen.
              const low = height < 16;
              return (
                <button
                  key={item.key}
                  type="button"
                  tabIndex={-1}
                  className={styles['gap']}
                  style={place}
                  aria-label={low ? length : undefined}
                  data-focused={item.key === focused || undefined}
                  onClick={() => onOpen(item)}
                >
                  {low ? null : <span>{length}</span>}
                  {height < 20 ? null : <span className={styles['fill']}>{t('myDay.gapFill')}</span>}
                </button>
              );
            }
            const { entry } = item;
            const share = 1 / item.columns;
            const what = entry.ticket === null ? (entry.task ?? '') : entry.ticket.title;
            return (
              <button
                key={item.key}
                type="button"
                tabIndex={-1}
                className={styles['entry']}
                style={{ ...place, left: `calc(60px + (100% - 76px) * ${item.column * share})`, width: `calc((100% - 76px) * ${share} - ${item.columns > 1 ? 2 : 0}px)` }}
                data-lane={entry.ticket?.lane ?? 'none'}
                data-running={entry.end === null || undefined}
                data-overlaps={entry.overlaps || undefined}
                data-focused={item.key === focused || undefined}
                onClick={() => onPick(item.key)}
                onDoubleClick={() => onOpen(item)}
                title={`${time(entry.start)}–${entry.end === null ? t('myDay.now') : time(entry.end)} ${what}`}
              >
                {height < 16 ? null : (
                  <span className={styles['line']}>
                    {entry.ticket === null ? <span className={styles['code']}>{t('myDay.internal')}</span> : <SeverityBadge lane={entry.ticket.lane} />}
                    {entry.ticket === null || item.columns > 1 ? null : <span className={styles['code']}>{entry.ticket.code}</span>}
                    <b>{what}</b>
                    <span className={styles['length']}>{hoursMinutes((item.end - item.start) / 1000)}</span>
                  </span>
                )}
                {height < 36 ? null : <span className={styles['sub']}>{entry.ticket?.client ?? ''}</span>}
              </button>
            );
          })}
          {today ? (
            <div className={styles['now']} style={{ top: y(nowMs) }} aria-hidden="true">
              <span>{time(new Date(nowMs).toISOString())}</span>
            </div>
          ) : null}
        </div>
      </div>
    </section>
  );
};
