import { Temporal } from 'temporal-polyfill';
import { allocate, type Lot } from './allocate.ts';

/** When hours end if they go on being used as they were. */
export interface Forecast {
  /** The local date on which nothing is left; null: not before the lots expire. */
  readonly endsOn: string | null;
  /** Minutes used per day of the calendar, in thousandths: what the date was told from. */
  readonly perDayMilli: number;
  /** Minutes that expire unused by then. */
  readonly expiringMin: number;
}

/** How far back the use is looked at, days. */
const lookBack = 56;
/** How far ahead it is told, days. */
const lookAhead = 730;

export interface Used {
  readonly date: string;
  readonly minutes: number;
}

/**
 * *Se agota el 14/10 al ritmo actual*: uses the lots day by day, in the order in which they are used up, at the mean of the
 * last eight weeks (or of the time since the first use, where that is shorter). Null where nothing is left or nothing was used.
 */
export const forecast = (lots: readonly Lot[], used: readonly Used[], today: string): Forecast | null => {
  const now = Temporal.PlainDate.from(today);
  const from = now.subtract({ days: lookBack }).toString();
  const recent = used.filter(({ date, minutes }) => date > from && date <= today && minutes > 0);
  const sum = recent.reduce((total, { minutes }) => total + minutes, 0);
  const first = recent.map(({ date }) => date).toSorted()[0];
  if (sum === 0 || first === undefined) return null;
  const days = Math.max(7, Temporal.PlainDate.from(first).until(now).days + 1);
  const perDayMilli = Math.round((sum * 1000) / Math.min(days, lookBack));
  let left = lots.filter((lot) => lot.expiresOn >= today && lot.remainingMin > 0);
  if (left.length === 0) return null;
  let owed = 0;
  let expiringMin = 0;
  for (let day = 1; day <= lookAhead; day += 1) {
    const date = now.add({ days: day }).toString();
    const expired = left.reduce((total, lot) => (lot.expiresOn < date ? total + lot.remainingMin : total), 0);
    expiringMin += expired;
    left = left.filter((lot) => lot.expiresOn >= date && lot.remainingMin > 0);
    // What ran out by the calendar alone was not used up.
    if (left.length === 0) return { endsOn: expired > 0 ? null : now.add({ days: day - 1 }).toString(), perDayMilli, expiringMin };
    owed += perDayMilli;
    const minutes = Math.floor(owed / 1000);
    owed -= minutes * 1000;
    const { remaining, overdraftMin } = allocate(left, [{ date, minutes }], 'allow');
    left = left.map((lot) => ({ ...lot, remainingMin: remaining[lot.id] ?? 0 }));
    // What a lot of another day still holds does not help on this one.
    if (overdraftMin > 0) return { endsOn: date, perDayMilli, expiringMin };
  }
  return { endsOn: null, perDayMilli, expiringMin };
};
