import { addBusinessMs, businessMs } from '../calendar/business-time.ts';
import type { Calendar } from '../calendar/calendar.ts';
import type { Severity } from '../enums.ts';

/** A promise that binds: so much of a calendar's open time, counted from an instant on while the clock runs. */
export interface Obligation {
  readonly severity: Severity;
  readonly calendar: Calendar;
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly totalMs: number;
}

/** A clock that has run in stretches. Times in milliseconds since the epoch. */
export interface Clock {
  readonly obligations: readonly Obligation[];
  /** Stretches that are over. */
  readonly ran: readonly (readonly [from: number, to: number])[];
  /** Since when it runs now; null: it stands. */
  readonly runningSince: number | null;
  /** When it was stopped for good, as far as is known. */
  readonly stoppedAt: number | null;
  /** The due time that was missed first; it stays, whatever is agreed later (rule 3). */
  readonly missed: Missed | null;
}

export interface Missed {
  readonly due: number;
  /** Whose promise it was. */
  readonly severity: Severity;
}

export const newClock = (from: number, obligations: readonly Obligation[]): Clock => ({ obligations, ran: [], runningSince: from, stoppedAt: null, missed: null });

const stretches = ({ ran, runningSince }: Clock, until: number): readonly (readonly [number, number])[] =>
  runningSince === null || until <= runningSince ? ran : [...ran, [runningSince, until]];

/** Open time of a calendar that has passed on the clock since `from`. */
export const usedMs = (clock: Clock, calendar: Calendar, from: number, until: number): number =>
  stretches(clock, until).reduce((sum, [a, b]) => sum + businessMs(calendar, Math.max(a, from), b), 0);

/** When an obligation is due, if the clock goes on as it does at `now`; a clock that stands is taken to go on at once. */
export const dueOf = (clock: Clock, { calendar, from, totalMs }: Obligation, now: number): number => {
  let left = totalMs;
  for (const [a, b] of clock.ran) {
    const begin = Math.max(a, from);
    const passed = businessMs(calendar, begin, b);
    if (b > begin && passed >= left) return addBusinessMs(calendar, begin, left);
    left -= passed;
  }
  const next = clock.runningSince ?? clock.stoppedAt ?? Math.max(now, clock.ran.at(-1)?.[1] ?? from);
  return addBusinessMs(calendar, Math.max(next, from), left);
};

export interface Binding {
  readonly obligation: Obligation;
  readonly due: number;
}

/** The obligation that is due first. */
export const bindingOf = (clock: Clock, now: number): Binding | null => {
  let first: Binding | null = null;
  for (const obligation of clock.obligations) {
    const due = dueOf(clock, obligation, now);
    if (first === null || due < first.due) first = { obligation, due };
  }
  return first;
};

/** What has been missed by `at` is noted before anything changes. On time is at the due instant too. */
const noted = (clock: Clock, at: number): Clock => {
  if (clock.missed !== null || clock.runningSince === null) return clock;
  const binding = bindingOf(clock, at);
  return binding !== null && binding.due < at ? { ...clock, missed: { due: binding.due, severity: binding.obligation.severity } } : clock;
};

/** Ends the stretch that runs. */
export const stand = (clock: Clock, at: number): Clock => {
  if (clock.runningSince === null) return clock;
  return { ...noted(clock, at), ran: [...clock.ran, [clock.runningSince, at]], runningSince: null };
};

export const run = (clock: Clock, at: number): Clock => (clock.runningSince === null ? { ...clock, runningSince: at, stoppedAt: null } : clock);

export const stop = (clock: Clock, at: number): Clock => ({ ...stand(clock, at), stoppedAt: clock.stoppedAt ?? at });

/** A promise more: those of before still bind. */
export const bindAlso = (clock: Clock, at: number, obligation: Obligation | null): Clock =>
  obligation === null ? noted(clock, at) : { ...noted(clock, at), obligations: [...clock.obligations, obligation] };

/** One promise instead of all of before. */
export const bindInstead = (clock: Clock, at: number, obligation: Obligation | null): Clock => ({ ...noted(clock, at), obligations: obligation === null ? [] : [obligation] });
