import { wallMs, windowsOn, type Calendar } from './calendar.ts';
import { offsetsOf } from './zone.ts';

/** The open time of one local year: disjoint, sorted, touching ones joined. All in milliseconds since the epoch. */
export interface OpenYear {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Open milliseconds before each span, and of the whole year last. */
  readonly before: readonly number[];
}

const dayMs = 86_400_000;

const build = (calendar: Calendar, year: number): OpenYear => {
  const offsets = offsetsOf(calendar.tz, year);
  const spans: (readonly [number, number])[] = [];
  for (let midnight = Date.UTC(year, 0, 1); midnight < Date.UTC(year + 1, 0, 1); midnight += dayMs) {
    const day = new Date(midnight);
    for (const [from, to] of windowsOn(calendar, day.toISOString().slice(0, 10), day.getUTCDay() === 0 ? 7 : day.getUTCDay())) {
      const [wallFrom, wallTo] = [midnight + wallMs(from), midnight + wallMs(to)];
      // Open is when the wall clock shows a time in the window. Under each offset that is one stretch; so a repeated hour
      // comes twice, a skipped one never, and a boundary that is skipped falls on the change.
      for (const { start, end, offset } of offsets) {
        const [a, b] = [Math.max(wallFrom - offset, start), Math.min(wallTo - offset, end)];
        if (a < b) spans.push([a, b]);
      }
    }
  }
  const [starts, ends, before]: [number[], number[], number[]] = [[], [], [0]];
  let open = 0;
  for (const [a, b] of spans.toSorted((x, y) => x[0] - y[0])) {
    const last = ends.length - 1;
    const reached = ends[last] ?? Number.NEGATIVE_INFINITY;
    const from = Math.max(a, reached);
    if (from >= b) continue;
    open += b - from;
    if (from === reached) {
      ends[last] = b;
      before[last + 1] = open;
    } else {
      starts.push(from);
      ends.push(b);
      before.push(open);
    }
  }
  return { starts, ends, before };
};

const years = new WeakMap<Calendar, Map<number, OpenYear>>();

/** Built once per calendar object and year: a version of a calendar is never changed. */
export const openYear = (calendar: Calendar, year: number): OpenYear => {
  const kept = years.get(calendar) ?? new Map<number, OpenYear>();
  years.set(calendar, kept);
  const known = kept.get(year) ?? build(calendar, year);
  kept.set(year, known);
  return known;
};

/** How many spans begin at or before `t`. */
export const beganBy = ({ starts }: OpenYear, t: number): number => {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= t) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Open milliseconds of that year up to `t`. */
export const openUntil = (year: OpenYear, t: number): number => {
  const index = beganBy(year, t) - 1;
  if (index < 0) return 0;
  return (year.before[index] ?? 0) + Math.min(t, year.ends[index] ?? t) - (year.starts[index] ?? t);
};
