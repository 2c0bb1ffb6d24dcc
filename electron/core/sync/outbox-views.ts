import type { RefusedChange, WaitingChange } from '#shared/contract/views.ts';
import type { Json } from '#shared/domain/primitives.ts';
import { statement, type ReadDb } from '../db/handles.ts';
import { codeOf } from '../tickets/ticket-code.ts';

interface TicketPart {
  readonly ticket: string | null;
  readonly number: number | null;
  readonly provisional_code: string | null;
  readonly title: string | null;
  readonly client: string | null;
}

const ticketOf = (row: TicketPart): { id: string; code: string; title: string; client: string } | null =>
  row.ticket === null || row.provisional_code === null
    ? null
    : { id: row.ticket, code: codeOf({ number: row.number, provisional_code: row.provisional_code }), title: row.title ?? '', client: row.client ?? '' };

/** What waits to go out, one line a command, in its order. */
export const waitingChanges = (db: ReadDb, limit: number): readonly WaitingChange[] => {
  const rows = statement(
    db,
    `WITH next AS (
       SELECT grp, command, at, seq, op, ticket, entity, fields FROM outbox WHERE state = 'waiting' AND held IS NULL ORDER BY seq LIMIT ?
     )
     SELECT next.grp, next.command, min(next.at) AS at, count(*) AS ops, max(next.ticket) AS ticket,
            max(CASE WHEN next.entity = 'evidence' THEN json_extract(next.fields, '$.bytes') END) AS bytes,
            t.number, t.provisional_code, t.title, c.name AS client
     FROM next LEFT JOIN ticket t ON t.id = next.ticket LEFT JOIN client c ON c.id = t.client
     GROUP BY next.grp ORDER BY min(next.seq) LIMIT ?`,
  ).all(limit * 10, limit) as (TicketPart & { grp: string; command: string; at: string; ops: number; bytes: number | null })[];
  return rows.map((row) => ({ group: row.grp, command: row.command, at: row.at, ticket: ticketOf(row), ops: row.ops, bytes: row.bytes }));
};

/** What the endpoint refused, with its reason and the text that the person wrote. The op that was at fault stands for its group. */
export const refusedChanges = (db: ReadDb): readonly RefusedChange[] => {
  const rows = statement(
    db,
    `SELECT o.op, o.grp, o.command, o.at, o.code, o.details, o.entity, o.fields, o.ticket, t.number, t.provisional_code, t.title, c.name AS client
     FROM outbox o LEFT JOIN ticket t ON t.id = o.ticket LEFT JOIN client c ON c.id = t.client
     WHERE o.state = 'refused' ORDER BY o.grp, (o.code = 'group_refused'), o.seq`,
  ).all() as (TicketPart & { op: string; grp: string; command: string; at: string; code: string; details: string; entity: string; fields: string })[];
  const first = new Map<string, RefusedChange>();
  for (const row of rows) {
    if (first.has(row.grp)) continue;
    first.set(row.grp, {
      op: row.op,
      group: row.grp,
      command: row.command,
      at: row.at,
      code: row.code,
      details: JSON.parse(row.details) as Record<string, Json>,
      entity: row.entity,
      fields: JSON.parse(row.fields) as Record<string, Json>,
      ticket: ticketOf(row),
    });
  }
  return [...first.values()].sort((a, b) => (a.at < b.at ? -1 : 1));
};
