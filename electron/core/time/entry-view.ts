import type { TimeEntryView } from '#shared/contract/views.ts';
import type { Lane, Severity, TimeSource, TimeStatus } from '#shared/domain/enums.ts';
import { laneOf } from '#shared/domain/lane.ts';
import { isEditable, spanSeconds } from '#shared/domain/time-entry.ts';
import { statement, type ReadDb } from '../db/handles.ts';
import { codeOf } from '../tickets/ticket-code.ts';

interface EntryRow {
  readonly id: string;
  readonly user: string;
  readonly user_name: string | null;
  readonly ticket: string | null;
  readonly number: number | null;
  readonly provisional_code: string | null;
  readonly title: string | null;
  readonly severity: Severity | null;
  readonly client_name: string | null;
  readonly task: string | null;
  readonly start: string;
  readonly end: string | null;
  readonly tz: string;
  readonly activity: string | null;
  readonly billable: number;
  readonly note: string | null;
  readonly status: TimeStatus;
  readonly source: TimeSource;
  readonly overlaps: number;
}

/** Half-open, as `spansOverlap`; a running entry has no end yet and so reaches as far as time does. */
const columns = `
  SELECT e.id, e.user, u.name AS user_name, e.ticket, t.number, t.provisional_code, t.title, t.severity, c.name AS client_name,
    e.task, e."start", e."end", e.tz, e.activity, e.billable, e.note, e.status, e.source,
    EXISTS (
      SELECT 1 FROM time_entry o
      WHERE o.user = e.user AND o.id <> e.id AND o.status <> 'reversed' AND e.status <> 'reversed'
        AND o."start" < coalesce(e."end", '9999') AND coalesce(o."end", '9999') > e."start"
    ) AS overlaps
  FROM time_entry e
  LEFT JOIN user u ON u.id = e.user
  LEFT JOIN ticket t ON t.id = e.ticket
  LEFT JOIN client c ON c.id = t.client`;

const viewOf = (row: EntryRow): TimeEntryView => ({
  id: row.id,
  user: { id: row.user, name: row.user_name ?? '' },
  ticket:
    row.ticket === null || row.title === null
      ? null
      : {
          id: row.ticket,
          code: codeOf({ number: row.number, provisional_code: row.provisional_code ?? '' }),
          title: row.title,
          lane: laneOf(row.severity) satisfies Lane,
          client: row.client_name ?? '',
        },
  task: row.task,
  start: row.start,
  end: row.end,
  tz: row.tz,
  activity: row.activity,
  billable: row.billable === 1,
  note: row.note ?? '',
  status: row.status,
  source: row.source,
  seconds: row.end === null ? null : spanSeconds({ start: row.start, end: row.end }),
  editable: isEditable(row.status),
  overlaps: row.overlaps === 1,
});

const select = (db: ReadDb, where: string, ...values: readonly string[]): readonly TimeEntryView[] =>
  (statement(db, `${columns} WHERE ${where}`).all(...values) as EntryRow[]).map(viewOf);

export const entryView = (db: ReadDb, id: string): TimeEntryView | null => select(db, 'e.id = ?', id)[0] ?? null;

export const entriesOfTicket = (db: ReadDb, ticket: string): readonly TimeEntryView[] => select(db, 'e.ticket = ? ORDER BY e."start", e.id', ticket);

/** The person's running entry. Two desks may each have started one while apart: the latest is the one that counts, the others stay and overlap. */
export const runningEntry = (db: ReadDb, user: string): TimeEntryView | null =>
  select(db, 'e.user = ? AND e."end" IS NULL ORDER BY e."start" DESC, e.id DESC LIMIT 1', user)[0] ?? null;

/** Entries that touch [from, to), oldest first. `user` null: everybody's. */
export const entriesBetween = (db: ReadDb, from: string, to: string, user: string | null): readonly TimeEntryView[] => {
  const within = 'e."start" < ? AND (e."end" IS NULL OR e."end" > ?)';
  return user === null ? select(db, `${within} ORDER BY e."start", e.id`, to, from) : select(db, `e.user = ? AND ${within} ORDER BY e."start", e.id`, user, to, from);
};

/** Entries of one status, oldest first. `user` null: everybody's. */
export const entriesOfStatus = (db: ReadDb, status: TimeStatus, user: string | null, limit: number): readonly TimeEntryView[] => {
  // The status stands in the text: only so does SQLite see that the small index holds it.
  const where = `e.status = '${status}' AND e."end" IS NOT NULL`;
  const order = `ORDER BY e."start", e.id LIMIT ${String(limit)}`;
  return user === null ? select(db, `${where} ${order}`) : select(db, `e.user = ? AND ${where} ${order}`, user);
};

/** Closed entries on the tickets of one contract. */
export const entriesOfContract = (db: ReadDb, contract: string): readonly TimeEntryView[] => select(db, 't.contract = ? AND e."end" IS NOT NULL', contract);
