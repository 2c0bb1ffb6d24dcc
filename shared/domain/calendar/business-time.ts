import { AppError } from '../../errors.ts';
import type { Calendar } from './calendar.ts';
import { beganBy, openUntil, openYear } from './open-spans.ts';

const dayMs = 86_400_000;
/** A target that is not reached in as many years is never reached. */
const yearsAhead = 30;

const yearOf = (ms: number): number => new Date(ms).getUTCFullYear();
/** The wall clock may be in another year than UTC's. */
const firstYear = (ms: number): number => yearOf(ms - dayMs);
const lastYear = (ms: number): number => yearOf(ms + dayMs);

/** Whether an instant (ms since the epoch) lies in a window of its local date, after exceptions. Source: DOMAIN, `isOpen`. */
export const isOpen = (calendar: Calendar, t: number): boolean => {
  for (let year = firstYear(t); year <= lastYear(t); year += 1) {
    const of = openYear(calendar, year);
    const index = beganBy(of, t) - 1;
    if (index >= 0 && t < (of.ends[index] ?? t)) return true;
  }
  return false;
};

/** Open milliseconds from `a` to `b`; 0 where `b` is not after `a`. Additive: what lies between counts once. */
export const businessMs = (calendar: Calendar, a: number, b: number): number => {
  if (b <= a) return 0;
  let sum = 0;
  for (let year = firstYear(a); year <= lastYear(b); year += 1) {
    const of = openYear(calendar, year);
    sum += openUntil(of, b) - openUntil(of, a);
  }
  return sum;
};

/**
 * The instant at which `ms` of open time have passed since `start`: a closing time itself, not the next opening. With
 * nothing to count it is the start. Throws AppError `calendar_never_open`.
 */
export const addBusinessMs = (calendar: Calendar, start: number, ms: number): number => {
  if (ms <= 0) return start;
  let left = ms;
  for (let year = firstYear(start); year <= yearOf(start) + yearsAhead; year += 1) {
    const of = openYear(calendar, year);
    const passed = openUntil(of, start);
    const there = (of.before.at(-1) ?? 0) - passed;
    if (there < left) {
      left -= there;
      continue;
    }
    const wanted = passed + left;
    let [low, high] = [0, of.starts.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((of.before[middle + 1] ?? 0) >= wanted) high = middle;
      else low = middle + 1;
    }
    return (of.starts[low] ?? start) + wanted - (of.before[low] ?? 0);
  }
  throw new AppError('calendar_never_open', {});
};

/** The same in minutes, as targets are kept. */
export const addBusinessTime = (calendar: Calendar, start: number, minutes: number): number => addBusinessMs(calendar, start, minutes * 60_000);

/** The open stretches between two instants, in order. */
export const openBetween = (calendar: Calendar, a: number, b: number): readonly (readonly [number, number])[] => {
  const found: (readonly [number, number])[] = [];
  for (let year = firstYear(a); year <= lastYear(b); year += 1) {
    const of = openYear(calendar, year);
    for (let index = Math.max(0, beganBy(of, a) - 1); index < of.starts.length; index += 1) {
      const [from, to] = [Math.max(of.starts[index] ?? b, a), Math.min(of.ends[index] ?? a, b)];
      if ((of.starts[index] ?? b) >= b) break;
      if (from < to) found.push([from, to]);
    }
  }
  return found;
};
