import type { TicketSla, WhyDue } from '#shared/contract/sla-views.ts';
import { dueOf, type Clock } from '#shared/domain/sla/clock.ts';
import { explainDue } from '#shared/domain/sla/explain-due.ts';
import { replayCycles, replaySla, type RunningCycle } from '#shared/domain/sla/replay-sla.ts';
import { marksOf } from '#shared/domain/sla/sla-mark.ts';
import type { SlaEvent } from '#shared/domain/sla/sla-event.ts';
import { aroundTheClock } from '#shared/domain/sla/terms-of-rows.ts';
import { slaEventsOf } from '#shared/domain/sla/ticket-story.ts';
import { AppError } from '#shared/errors.ts';
import { readRow } from '../db/entity-rows.ts';
import { statement, type ReadDb } from '../db/connection.ts';
import { readStory } from './read-story.ts';
import { contractTerms } from './ticket-terms.ts';

const nothing = { marks: null, cycles: [], why: { response: null, resolution: null }, changes: 0, pauses: 0 } as const;
const iso = (ms: number): string => new Date(ms).toISOString();

const calendarNamed = (db: ReadDb, key: string, tz: string): WhyDue['calendar'] => {
  if (key === aroundTheClock) return { name: key, version: 1, tz };
  const fields = readRow(db, 'calendar', key)?.fields ?? {};
  return { name: String(fields['name'] ?? ''), version: Number(fields['version'] ?? 1), tz };
};

/** The promise that made the due time, and the stretches behind it. */
const whyOf = (db: ReadDb, cycle: RunningCycle, kind: 'response' | 'resolution', now: number): WhyDue | null => {
  const clock: Clock = cycle[kind];
  const dues = clock.obligations.map((obligation) => ({ obligation, due: dueOf(clock, obligation, now) })).toSorted((a, b) => a.due - b.due);
  // A due time that was missed stands for good; the promise that made it may have been replaced since.
  const found = clock.missed === null ? dues[0] : dues.find(({ due }) => due === clock.missed?.due);
  const target = found === undefined ? undefined : cycle.policy?.targets[found.obligation.severity];
  if (found === undefined || target === undefined) return null;
  const { obligation, due } = found;
  const standing = clock.runningSince === null && clock.stoppedAt === null;
  const until = clock.runningSince === null && clock.stoppedAt === null ? now : (clock.runningSince ?? clock.stoppedAt ?? now);
  const ran = due > until ? [...clock.ran, [until, due] as const] : clock.ran;
  return {
    severity: obligation.severity,
    targetMin: obligation.totalMs / 60_000,
    from: iso(obligation.from),
    dueAt: iso(due),
    standing,
    calendar: calendarNamed(db, target.calendar, obligation.calendar.tz),
    stretches: explainDue(obligation.calendar, ran, obligation.from, due).map(({ from, to, is }) => ({ from: iso(from), to: iso(to), is })),
  };
};

const heard = (events: readonly SlaEvent[], type: SlaEvent['type']): number => events.slice(events.findLastIndex((event) => event.type === 'started' || event.type === 'reopened') + 1).filter((event) => event.type === type).length;

/** The clocks of one ticket as they stand, and why they are due when they are. Error: not_found. */
export const ticketSla = (db: ReadDb, ticket: string, nowMs: number): TicketSla => {
  const row = statement(db, 'SELECT contract FROM ticket WHERE id = ?').get(ticket) as { contract: string | null } | undefined;
  const story = readStory(db, ticket);
  if (row === undefined || story === null) throw new AppError('not_found', { entity: 'ticket', key: ticket });
  const terms = row.contract === null ? null : contractTerms(db, row.contract);
  if (terms === null) return { modality: null, ...nothing };
  const events = slaEventsOf(story, terms);
  try {
    const cycles = replayCycles(terms, events, nowMs);
    const last = cycles.at(-1);
    if (last === undefined) return { modality: terms.modality, ...nothing };
    return {
      modality: terms.modality,
      marks: marksOf(cycles, nowMs),
      cycles: replaySla(terms, events, nowMs),
      why: { response: whyOf(db, last, 'response', nowMs), resolution: whyOf(db, last, 'resolution', nowMs) },
      changes: heard(events, 'severity_changed'),
      pauses: heard(events, 'paused'),
    };
  } catch (error) {
    if (error instanceof AppError && error.code === 'calendar_never_open') return { modality: terms.modality, ...nothing };
    throw error;
  }
};
