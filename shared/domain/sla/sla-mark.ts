import type { Severity } from '../enums.ts';
import { bindingOf, dueOf, usedMs, type Clock } from './clock.ts';
import type { SlaState } from './clock-reading.ts';
import type { RunningCycle } from './replay-sla.ts';

/**
 * A clock, told so that it can be read at any later instant without its calendar, as long as nothing happens. Instants are
 * ISO-8601 UTC.
 */
export type SlaMark =
  | { readonly is: 'running'; readonly warnAt: string; readonly dueAt: string }
  /** It stands; `leftSec`: whole seconds of the promise that bound as it was read. */
  | { readonly is: 'paused'; readonly leftSec: number }
  | { readonly is: 'stopped'; readonly state: 'met' | 'met_late' | 'breached'; readonly at: string; readonly dueAt: string };

/** Both clocks of a ticket's last cycle; a clock is null where nothing is promised. */
export interface SlaMarks {
  readonly cycle: number;
  readonly severity: Severity;
  readonly policy: number | null;
  readonly response: SlaMark | null;
  readonly resolution: SlaMark | null;
}

const iso = (ms: number): string => new Date(ms).toISOString();

const markOf = (clock: Clock, paused: boolean, cycle: RunningCycle, now: number): SlaMark | null => {
  const binding = bindingOf(clock, now);
  if (binding === null && clock.missed === null) return null;
  const due = clock.missed?.due ?? binding?.due ?? now;
  if (clock.stoppedAt !== null) {
    const late = due < clock.stoppedAt;
    if (cycle.over === 'cancelled' && !late) return null;
    return { is: 'stopped', state: cycle.over === 'cancelled' ? 'breached' : late ? 'met_late' : 'met', at: iso(clock.stoppedAt), dueAt: iso(due) };
  }
  // A promise that was used up before the clock stood stays missed.
  if (binding === null || clock.missed !== null || due < now) return { is: 'running', warnAt: iso(due), dueAt: iso(due) };
  const { obligation } = binding;
  if (paused) return { is: 'paused', leftSec: Math.floor((obligation.totalMs - usedMs(clock, obligation.calendar, obligation.from, now)) / 1000) };
  // The first instant at which as much as the ratio has been used.
  const warn = dueOf(clock, { ...obligation, totalMs: Math.ceil(obligation.totalMs * (cycle.policy?.warnRatio ?? 1)) }, now);
  return { is: 'running', warnAt: iso(Math.min(warn, due)), dueAt: iso(due) };
};

/** The marks of the last of a ticket's cycles; null: none has begun. `now`: milliseconds since the epoch. */
export const marksOf = (cycles: readonly RunningCycle[], now: number): SlaMarks | null => {
  const last = cycles.at(-1);
  if (last === undefined) return null;
  return {
    cycle: cycles.length,
    severity: last.severity,
    policy: last.policy?.version ?? null,
    response: markOf(last.response, false, last, now),
    resolution: markOf(last.resolution, last.paused, last, now),
  };
};

/** What a mark says at `now`, an ISO instant: the same that `replaySla` would. */
export const stateOfMark = (mark: SlaMark | null, now: string): SlaState => {
  if (mark === null) return 'not_applicable';
  if (mark.is === 'paused') return 'paused';
  if (mark.is === 'stopped') return mark.state;
  return now > mark.dueAt ? 'breached' : now >= mark.warnAt ? 'at_risk' : 'running';
};

/** The clock that a short line shows: the running one that is due first, else the one that stands, else how it ended. */
export const leadingClock = (marks: SlaMarks): 'response' | 'resolution' => {
  const { response, resolution } = marks;
  if (response === null) return 'resolution';
  if (resolution === null) return 'response';
  if (response.is === 'running') return resolution.is === 'running' && resolution.dueAt < response.dueAt ? 'resolution' : 'response';
  return 'resolution';
};
