import { dayOf, shiftDay } from '../my-day/day.ts';

export const presets = ['month', 'lastMonth', 'days30', 'days90', 'year'] as const;
export type Preset = (typeof presets)[number];

/** Local dates, both inclusive. */
export interface DateRange {
  readonly from: string;
  readonly to: string;
}

/** What a preset means on the day of `now`. A running month or year reaches to its last day: so the lots of it count whole. */
export const rangeOf = (preset: Preset, now: Date): DateRange => {
  const [year, month] = [now.getFullYear(), now.getMonth()];
  const today = dayOf(now);
  switch (preset) {
    case 'month':
      return { from: dayOf(new Date(year, month, 1)), to: dayOf(new Date(year, month + 1, 0)) };
    case 'lastMonth':
      return { from: dayOf(new Date(year, month - 1, 1)), to: dayOf(new Date(year, month, 0)) };
    case 'days30':
      return { from: shiftDay(today, -29), to: today };
    case 'days90':
      return { from: shiftDay(today, -89), to: today };
    case 'year':
      return { from: `${year}-01-01`, to: `${year}-12-31` };
  }
};
