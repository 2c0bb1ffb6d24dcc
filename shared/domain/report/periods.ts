import { Temporal } from 'temporal-polyfill';

export type PeriodUnit = 'day' | 'week' | 'month';

/** A day, a week from Monday or a month of a report; the first and the last are cut to its range. */
export interface Period {
  /** Local date on which it begins. */
  readonly start: string;
  /** Milliseconds since the epoch, half-open. */
  readonly from: number;
  readonly to: number;
}

const longestInDays = 14;
const longestInWeeks = 26 * 7;

const nextStart = (date: Temporal.PlainDate, unit: PeriodUnit): Temporal.PlainDate => {
  if (unit === 'day') return date.add({ days: 1 });
  if (unit === 'week') return date.add({ days: 8 - date.dayOfWeek });
  return date.with({ day: 1 }).add({ months: 1 });
};

/**
 * Cuts the local dates `from` to `to` (both inclusive) of a zone into as many parts as a chart can show: days up to two
 * weeks, weeks up to half a year, else months. None where `to` is before `from`.
 */
export const periodsOf = (tz: string, from: string, to: string): { readonly unit: PeriodUnit; readonly periods: readonly Period[] } => {
  const [first, last] = [Temporal.PlainDate.from(from), Temporal.PlainDate.from(to)];
  const days = first.until(last).days + 1;
  const unit: PeriodUnit = days <= longestInDays ? 'day' : days <= longestInWeeks ? 'week' : 'month';
  const end = last.add({ days: 1 });
  const startMs = (date: Temporal.PlainDate): number => date.toZonedDateTime(tz).epochMilliseconds;
  const periods: Period[] = [];
  for (let date = first; Temporal.PlainDate.compare(date, end) < 0; ) {
    const next = nextStart(date, unit);
    const until = Temporal.PlainDate.compare(next, end) < 0 ? next : end;
    periods.push({ start: date.toString(), from: startMs(date), to: startMs(until) });
    date = until;
  }
  return { unit, periods };
};

/** Which of the periods an instant falls into; -1 where none. */
export const periodAt = (periods: readonly Period[], ms: number): number => {
  let [low, high] = [0, periods.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const period = periods[middle];
    if (period === undefined) break;
    if (ms < period.from) high = middle - 1;
    else if (ms >= period.to) low = middle + 1;
    else return middle;
  }
  return -1;
};
