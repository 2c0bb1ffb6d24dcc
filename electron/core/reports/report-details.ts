import type { ReportDetails, ReportEntry, ReportTicket } from '#shared/contract/report-views.ts';
import type { Kind, Severity, TicketState } from '#shared/domain/enums.ts';
import { laneOf } from '#shared/domain/lane.ts';
import { statement, type ReadDb } from '../db/handles.ts';
import { codeOf } from '../tickets/ticket-code.ts';
import { isoOf, scopeCondition, type ReportScope } from './range-tickets.ts';
import { rangeTime, secondsOf } from './range-time.ts';

interface TicketRow {
  readonly id: string;
  readonly number: number | null;
  readonly provisional_code: string;
  readonly title: string;
  readonly severity: Severity | null;
  readonly kind: Kind | null;
  readonly state: TicketState;
  readonly received_at: string;
  readonly closed_at: string | null;
}

const text = (where: string): string => `
  SELECT t.id, t.number, t.provisional_code, t.title, t.severity, t.kind, t.state, t.received_at, t.closed_at
  FROM ticket t
  WHERE t.hidden = 0${where} AND (
    t.received_at >= @from AND t.received_at < @to OR t.closed_at >= @from AND t.closed_at < @to
    OR EXISTS (SELECT 1 FROM time_entry e WHERE e.ticket = t.id AND e."start" < @to AND e."end" > @from AND e.status <> 'reversed')
  )
  ORDER BY t.received_at, t.id`;

/** The tickets and the time behind a report's numbers. */
export const reportDetails = (db: ReadDb, scope: ReportScope): ReportDetails => {
  const where = scopeCondition(scope);
  const rows = statement(db, text(where.text)).all({ from: isoOf(scope.from), to: isoOf(scope.to) }, ...where.values) as TicketRow[];
  const worked = rangeTime(db, scope);
  const workedOn = Map.groupBy(worked, ({ ticket }) => ticket);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const people = new Map((statement(db, 'SELECT id, name FROM user').all() as { id: string; name: string }[]).map(({ id, name }) => [id, name]));
  return {
    tickets: rows.map(
      (row): ReportTicket => ({
        id: row.id,
        code: codeOf(row),
        title: row.title,
        lane: laneOf(row.severity),
        kind: row.kind,
        state: row.state,
        receivedAt: row.received_at,
        closedAt: row.closed_at,
        trackedSec: secondsOf(workedOn.get(row.id) ?? []),
      }),
    ),
    entries: worked
      .map((entry): ReportEntry => {
        const ticket = entry.ticket === null ? undefined : byId.get(entry.ticket);
        return {
          start: isoOf(entry.start),
          code: ticket === undefined ? null : codeOf(ticket),
          what: ticket?.title ?? entry.task ?? '',
          person: people.get(entry.user) ?? '',
          seconds: secondsOf([entry]),
          billable: entry.billable,
        };
      })
      .toSorted((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0)),
  };
};
