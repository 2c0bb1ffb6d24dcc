import { bindingOf, usedMs, type Clock } from './clock.ts';

/** Source: DOMAIN, sla state. */
export type SlaState = 'not_applicable' | 'running' | 'at_risk' | 'paused' | 'breached' | 'met' | 'met_late';

/** A clock as the screen tells it. Instants are ISO-8601 UTC, seconds are whole seconds of the calendar that binds. */
export interface ClockReading {
  readonly state: SlaState;
  readonly dueAt: string | null;
  /** Of the promise that binds; null where it stands for good or the due time has passed. */
  readonly remainingSec: number | null;
  readonly stoppedAt: string | null;
  /** What has been used since the start, as far as it ran. */
  readonly elapsedSec: number | null;
  /** It was missed only in the light of a later reclassification. */
  readonly retroactive: boolean;
}

interface ReadingAt {
  readonly now: number;
  readonly paused: boolean;
  readonly cancelled: boolean;
  readonly warnRatio: number;
  readonly reclassifiedAt: number | null;
}

const nothing: ClockReading = { state: 'not_applicable', dueAt: null, remainingSec: null, stoppedAt: null, elapsedSec: null, retroactive: false };
const iso = (ms: number): string => new Date(ms).toISOString();
const seconds = (ms: number): number => Math.floor(ms / 1000);

/** What a clock says at `now`. The threshold of risk is inclusive, lateness strict. */
export const readClock = (clock: Clock, { now, paused, cancelled, warnRatio, reclassifiedAt }: ReadingAt): ClockReading => {
  const binding = bindingOf(clock, now);
  if (binding === null && clock.missed === null) return nothing;
  const until = clock.stoppedAt ?? now;
  const due = clock.missed?.due ?? binding?.due ?? until;
  const late = due < until;
  const { obligation } = binding ?? {};
  const used = obligation === undefined ? 0 : usedMs(clock, obligation.calendar, obligation.from, until);
  const from = clock.ran[0]?.[0] ?? clock.runningSince ?? until;
  const elapsedSec = obligation === undefined ? null : seconds(usedMs(clock, obligation.calendar, from, until));
  const dueAt = iso(due);
  const retroactive = reclassifiedAt !== null && late && due < reclassifiedAt;
  if (clock.stoppedAt !== null) {
    if (cancelled && !late) return nothing;
    const state = cancelled ? 'breached' : late ? 'met_late' : 'met';
    return { state, dueAt, remainingSec: null, stoppedAt: iso(clock.stoppedAt), elapsedSec, retroactive };
  }
  if (late) return { state: 'breached', dueAt, remainingSec: null, stoppedAt: null, elapsedSec, retroactive };
  const left = obligation === undefined ? 0 : obligation.totalMs - used;
  const state: SlaState = paused ? 'paused' : obligation !== undefined && used >= obligation.totalMs * warnRatio ? 'at_risk' : 'running';
  return { state, dueAt, remainingSec: seconds(left), stoppedAt: null, elapsedSec, retroactive };
};
