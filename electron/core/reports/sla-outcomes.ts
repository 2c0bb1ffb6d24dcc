import type { Severity } from '#shared/domain/enums.ts';
import type { SlaCycle } from '#shared/domain/sla/replay-sla.ts';
import type { SlaMark, SlaMarks } from '#shared/domain/sla/sla-mark.ts';
import { statement, type ReadDb } from '../db/handles.ts';
import { ticketSla } from '../sla/ticket-sla.ts';
import { scopeCondition, type ReportScope } from './range-tickets.ts';

type ClockName = 'response' | 'resolution';

/** How one promise of a ticket ended. */
export interface SlaOutcome {
  readonly client: string;
  readonly severity: Severity;
  readonly clock: ClockName;
  readonly met: boolean;
  /** As it was on record before anything was reclassified. */
  readonly metOnRecord: boolean;
}

interface Decided {
  readonly severity: Severity;
  readonly clock: ClockName;
  readonly at: number;
  readonly met: boolean;
  readonly metOnRecord: boolean;
}

/** A kept promise is decided when it is kept, a broken one when it was due: so a month's figure stays as it is. Null: still open. */
const decidedAt = (stoppedAt: string | null, dueAt: string, nowMs: number): { readonly at: number; readonly met: boolean } | null => {
  const due = Date.parse(dueAt);
  const stopped = stoppedAt === null ? null : Date.parse(stoppedAt);
  if (stopped !== null && stopped <= due) return { at: stopped, met: true };
  return due < (stopped ?? nowMs) ? { at: due, met: false } : null;
};

const ofMark = (mark: SlaMark | null, nowMs: number): { readonly at: number; readonly met: boolean } | null =>
  mark === null || mark.is === 'paused' ? null : decidedAt(mark.is === 'stopped' ? mark.at : null, mark.dueAt, nowMs);

const clocks: readonly ClockName[] = ['response', 'resolution'];

const ofMarks = (marks: SlaMarks, nowMs: number): readonly Decided[] =>
  clocks.flatMap((clock) => {
    const decided = ofMark(marks[clock], nowMs);
    return decided === null ? [] : [{ severity: marks.severity, clock, ...decided, metOnRecord: decided.met }];
  });

const ofCycle = (cycle: SlaCycle, nowMs: number): readonly Decided[] =>
  clocks.flatMap((clock) => {
    const { dueAt, stoppedAt, state, retroactive } = cycle[clock];
    const decided = dueAt === null || state === 'paused' ? null : decidedAt(stoppedAt, dueAt, nowMs);
    const breaches = cycle.recorded.filter((breach) => breach.clock === clock).length;
    // Missed only in hindsight: that breach is told too, but was on nobody's record then.
    return decided === null ? [] : [{ severity: cycle.severity, clock, ...decided, metOnRecord: breaches === (retroactive ? 1 : 0) }];
  });

interface Row {
  readonly ticket: string;
  readonly client: string;
  readonly marks: string | null;
  /** What is kept of it tells all of it: one cycle, never reclassified, counted since its last event. */
  readonly plain: number;
}

const text = (where: string): string => `
  SELECT s.ticket, t.client, s.marks,
    s.fresh = 1 AND t.cycle = 1 AND NOT EXISTS (SELECT 1 FROM severity_agreement a WHERE a.ticket = s.ticket AND a.mode = 'reclassified') AS plain
  FROM ticket_sla s JOIN ticket t ON t.id = s.ticket
  WHERE t.hidden = 0${where}`;

/** The promises that were kept or broken in the range, whenever their tickets came. Source: DOMAIN, rules 1 to 5. */
export const slaOutcomes = (db: ReadDb, scope: ReportScope, nowMs: number): readonly SlaOutcome[] => {
  const where = scopeCondition(scope);
  const rows = statement(db, text(where.text)).all(...where.values) as Row[];
  return rows.flatMap(({ ticket, client, marks, plain }) => {
    const told = plain === 1 ? (marks === null ? [] : ofMarks(JSON.parse(marks) as SlaMarks, nowMs)) : ticketSla(db, ticket, nowMs).cycles.flatMap((cycle) => ofCycle(cycle, nowMs));
    return told.filter(({ at }) => at >= scope.from && at < scope.to).map(({ severity, clock, met, metOnRecord }) => ({ client, severity, clock, met, metOnRecord }));
  });
};
