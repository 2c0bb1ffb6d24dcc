import { localDateOf, splitByLocalDate } from '../calendar/zone.ts';
import type { Fragment } from './allocate.ts';
import { roundSeconds, type RoundingPolicy, type RoundingScope } from './round.ts';

export interface WorkedSpan {
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly end: number;
  readonly billable: boolean;
  /** What is rounded together has the same one, e.g. ticket and consultant. */
  readonly group: string;
}

/** The minutes of one rounding by date: each date has its whole minutes, the last one also what is left of the rounded sum. */
const spread = (byDate: ReadonlyMap<string, number>, rounded: number): readonly Fragment[] => {
  const dates = [...byDate.keys()].toSorted();
  let left = rounded;
  return dates.flatMap((date, index) => {
    const minutes = index === dates.length - 1 ? left : Math.min(left, Math.floor((byDate.get(date) ?? 0) / 60));
    left -= minutes;
    return minutes > 0 ? [{ date, minutes }] : [];
  });
};

/**
 * What billable work takes from a contract's hours, by local date. What crosses midnight is split and shares one rounding.
 * Source: DOMAIN, `roundSeconds`.
 */
export const consumption = (tz: string, policy: RoundingPolicy, scope: RoundingScope, worked: readonly WorkedSpan[]): readonly Fragment[] => {
  const roundings = new Map<string, Map<string, number>>();
  for (const [index, { start, end, billable, group }] of worked.entries()) {
    if (!billable) continue;
    const key = scope === 'entry' ? String(index) : `${localDateOf(tz, start)} ${group}`;
    const byDate = roundings.get(key) ?? new Map<string, number>();
    roundings.set(key, byDate);
    for (const { date, seconds } of splitByLocalDate(tz, start, end)) byDate.set(date, (byDate.get(date) ?? 0) + seconds);
  }
  return [...roundings.values()].flatMap((byDate) => {
    const seconds = [...byDate.values()].reduce((sum, each) => sum + each, 0);
    return spread(byDate, roundSeconds(policy, seconds));
  });
};
