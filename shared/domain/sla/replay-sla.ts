import type { Severity } from '../enums.ts';
import { bindAlso, bindInstead, newClock, run, stand, stop, type Clock, type Missed, type Obligation } from './clock.ts';
import { readClock, type ClockReading } from './clock-reading.ts';
import type { SlaPolicy, SlaTerms } from './policy.ts';
import { inOrder, type SlaEvent, type TimedFact } from './sla-event.ts';

/** A due time that was missed by what was known then. It stays, also where a reclassification has recomputed the clock (rule 3). */
export interface RecordedBreach {
  readonly clock: 'response' | 'resolution';
  /** Instants, ISO-8601 UTC. */
  readonly dueAt: string;
  /** Whose promise it was. */
  readonly severity: Severity;
}

export interface SlaCycle {
  readonly n: number;
  readonly startedAt: string;
  readonly severity: Severity;
  /** Version of the policy that it is pinned to; null where no clock applies. */
  readonly policy: number | null;
  readonly response: ClockReading;
  readonly resolution: ClockReading;
  readonly recorded: readonly RecordedBreach[];
}

/** A cycle with its clocks, as the facts leave it. */
export interface RunningCycle {
  readonly start: number;
  readonly severity: Severity;
  readonly policy: SlaPolicy | null;
  readonly response: Clock;
  readonly resolution: Clock;
  /** Waits for somebody, and the contract lets the clock stand meanwhile. */
  readonly paused: boolean;
  readonly over: 'closed' | 'cancelled' | null;
  readonly recorded: readonly RecordedBreach[];
  /** When it was last reclassified. */
  readonly reclassifiedAt: number | null;
}

const minuteMs = 60_000;
const iso = (ms: number): string => new Date(ms).toISOString();
const worse = (a: Severity, b: Severity): boolean => a < b;

type Kind = RecordedBreach['clock'];

const promise = (terms: SlaTerms, policy: SlaPolicy | null, severity: Severity, kind: Kind, from: number): Obligation | null => {
  const target = policy?.targets[severity];
  const minutes = kind === 'response' ? target?.responseMin : target?.resolutionMin;
  const calendar = target === undefined ? undefined : terms.calendars[target.calendar];
  return minutes === null || minutes === undefined || calendar === undefined ? null : { severity, calendar, from, totalMs: minutes * minuteMs };
};

const begin = (terms: SlaTerms, start: number, severity: Severity, policy: SlaPolicy | null): RunningCycle => {
  const clockOf = (kind: Kind): Clock => {
    const first = promise(terms, policy, severity, kind, start);
    return newClock(start, first === null ? [] : [first]);
  };
  return { start, severity, policy, response: clockOf('response'), resolution: clockOf('resolution'), paused: false, over: null, recorded: [], reclassifiedAt: null };
};

const missedOf = (state: RunningCycle): readonly RecordedBreach[] => {
  const of = (clock: Kind, missed: Missed | null): readonly RecordedBreach[] => (missed === null ? [] : [{ clock, dueAt: iso(missed.due), severity: missed.severity }]);
  return [...of('response', state.response.missed), ...of('resolution', state.resolution.missed)];
};

const impactChanged = (terms: SlaTerms, state: RunningCycle, to: Severity, at: number): RunningCycle => {
  if (to === state.severity) return state;
  const rebound = (kind: Kind, clock: Clock): Clock => {
    if (clock.stoppedAt !== null) return clock;
    return worse(to, state.severity)
      ? bindAlso(clock, at, promise(terms, state.policy, to, kind, at))
      : // Its target less what has been used: counted from the start.
        bindInstead(clock, at, promise(terms, state.policy, to, kind, state.start));
  };
  return { ...state, severity: to, response: rebound('response', state.response), resolution: rebound('resolution', state.resolution) };
};

const step = (terms: SlaTerms, state: RunningCycle, fact: TimedFact): RunningCycle => {
  const at = fact.ms;
  switch (fact.type) {
    case 'responded':
      return fact.automatic === true || state.response.stoppedAt !== null ? state : { ...state, response: stop(state.response, at) };
    case 'paused': {
      const counts = state.policy?.pauseReasons.includes(fact.reason) === true && state.resolution.stoppedAt === null;
      return counts ? { ...state, paused: true, resolution: stand(state.resolution, at) } : state;
    }
    case 'resumed':
      return state.paused ? { ...state, paused: false, resolution: run(state.resolution, at) } : state;
    case 'severity_changed':
      return impactChanged(terms, state, fact.to, at);
    case 'delivered':
      return { ...state, paused: false, resolution: stop(state.resolution, at) };
    case 'validation_rejected':
      return state.resolution.stoppedAt === null ? state : { ...state, resolution: run(state.resolution, at) };
    case 'closed':
    case 'cancelled':
      return { ...state, paused: false, over: fact.type, response: stop(state.response, at), resolution: stop(state.resolution, at) };
    case 'started':
    case 'reopened':
      return state;
  }
};

/** The cycle as if the right severity had been known from its first minute; what was missed by the wrong one stays on record. */
const reclassified = (terms: SlaTerms, state: RunningCycle, before: readonly TimedFact[], to: Severity, at: number): RunningCycle => {
  const recorded = [...state.recorded, ...missedOf(bindNothing(state, at))];
  const again = before.filter((fact) => fact.type !== 'severity_changed').reduce((running, fact) => step(terms, running, fact), begin(terms, state.start, to, state.policy));
  return { ...again, recorded, reclassifiedAt: at };
};

/** Notes what has been missed by now, and changes nothing else. */
const bindNothing = (state: RunningCycle, at: number): RunningCycle => ({ ...state, response: bindAlso(state.response, at, null), resolution: bindAlso(state.resolution, at, null) });

const replayCycle = (terms: SlaTerms, first: RunningCycle, facts: readonly TimedFact[]): RunningCycle => {
  let state = first;
  for (const [index, fact] of facts.entries()) {
    // A closed cycle is never changed (rule 5).
    if (state.over !== null) break;
    const rewrites = fact.type === 'severity_changed' && fact.mode === 'reclassified';
    state = rewrites ? reclassified(terms, state, facts.slice(0, index), fact.to, fact.ms) : step(terms, state, fact);
  }
  return state;
};

const policyFor = (terms: SlaTerms, version: number | undefined): SlaPolicy | null => {
  if (terms.modality === 'hours_bank') return null;
  const named = version === undefined ? undefined : terms.policies.find((policy) => policy.version === version);
  return named ?? terms.policies.toSorted((a, b) => b.version - a.version)[0] ?? null;
};

const told = (n: number, state: RunningCycle, now: number): SlaCycle => {
  const { start, severity, policy, over, reclassifiedAt } = state;
  const read = (clock: Clock, paused: boolean): ClockReading => readClock(clock, { now, paused, cancelled: over === 'cancelled', warnRatio: policy?.warnRatio ?? 1, reclassifiedAt });
  const recorded = [...state.recorded, ...missedOf(bindNothing(state, now))];
  return { n, startedAt: iso(start), severity, policy: policy?.version ?? null, response: read(state.response, false), resolution: read(state.resolution, state.paused), recorded };
};

/** The cycles of a ticket with their clocks, from which every due time is read. As `replaySla`. */
export const replayCycles = (terms: SlaTerms, events: readonly SlaEvent[], now: number): readonly RunningCycle[] => {
  const facts = inOrder(events).filter(({ ms }) => ms <= now);
  const cycles: RunningCycle[] = [];
  let severity: Severity | null = null;
  let from = 0;
  while (from < facts.length) {
    const opening = facts[from];
    if (opening === undefined) break;
    const opens = severity === null ? opening.type === 'started' : opening.type === 'reopened';
    if (!opens || (opening.type !== 'started' && opening.type !== 'reopened')) {
      from += 1;
      continue;
    }
    const next = facts.findIndex((fact, index) => index > from && fact.type === 'reopened');
    const end = next === -1 ? facts.length : next;
    severity = opening.severity ?? severity;
    if (severity === null) break;
    const state = replayCycle(terms, begin(terms, opening.ms, severity, policyFor(terms, opening.policy)), facts.slice(from + 1, end));
    cycles.push(state);
    severity = state.severity;
    from = end;
  }
  return cycles;
};

/**
 * The clocks of a ticket at `now` (milliseconds since the epoch), cycle by cycle; none where it has not started. A pure fold
 * over its events sorted by (at, seq); what is later than `now` does not count yet. Throws AppError `calendar_never_open`.
 * Source: DOMAIN, rules 1 to 5 and `replaySla`.
 */
export const replaySla = (terms: SlaTerms, events: readonly SlaEvent[], now: number): readonly SlaCycle[] =>
  replayCycles(terms, events, now).map((cycle, index) => told(index + 1, cycle, now));
