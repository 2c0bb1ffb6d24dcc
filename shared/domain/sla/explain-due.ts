import { openBetween } from '../calendar/business-time.ts';
import type { Calendar } from '../calendar/calendar.ts';
import { localDateOf } from '../calendar/zone.ts';

/** A stretch behind a due time. Milliseconds since the epoch, half-open. */
export interface DueStretch {
  readonly from: number;
  readonly to: number;
  /** Counted, or why it was not: closed by the week's hours, by an exception of that day, or the clock stood. */
  readonly is: 'counted' | 'closed' | 'exception' | 'stood';
}

const dayMs = 86_400_000;

/** A closed stretch by local days, each told by why it is closed; days that are alike are one. */
const closed = (calendar: Calendar, from: number, to: number): readonly DueStretch[] => {
  const found: DueStretch[] = [];
  let start = from;
  while (start < to) {
    const date = localDateOf(calendar.tz, start);
    let end = Math.min(start + dayMs, to);
    // To the end of that local date, whatever length the day has.
    if (localDateOf(calendar.tz, end - 1) !== date) {
      let [low, high] = [start, end];
      while (high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        if (localDateOf(calendar.tz, middle) === date) low = middle;
        else high = middle;
      }
      end = high;
    }
    const is = calendar.exceptions?.[date] === undefined ? 'closed' : 'exception';
    const last = found.at(-1);
    if (last?.is === is) found[found.length - 1] = { ...last, to: end };
    else found.push({ from: start, to: end, is });
    start = end;
  }
  return found;
};

/**
 * *¿Por qué vence a esta hora?*: what was counted and what was skipped from the promise to its due time, without a gap. The
 * counted stretches add up to the target. `ran` are the stretches in which the clock ran.
 */
export const explainDue = (calendar: Calendar, ran: readonly (readonly [from: number, to: number])[], from: number, due: number): readonly DueStretch[] => {
  const told: DueStretch[] = [];
  let at = from;
  const stood = (until: number): void => {
    if (at < until) told.push({ from: at, to: until, is: 'stood' });
    at = Math.max(at, until);
  };
  for (const [begin, end] of ran) {
    const [a, b] = [Math.max(begin, from), Math.min(end, due)];
    if (a >= b) continue;
    stood(a);
    for (const [open, shut] of openBetween(calendar, a, b)) {
      told.push(...closed(calendar, at, open), { from: open, to: shut, is: 'counted' });
      at = shut;
    }
    told.push(...closed(calendar, at, b));
    at = b;
  }
  stood(due);
  return told;
};
