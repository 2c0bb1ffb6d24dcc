import type { RefusedChange, WaitingChange } from '#shared/contract/views.ts';
import type { Json } from '#shared/domain/primitives.ts';
import { statement, type ReadDb } from '../db/handles.ts';
import { behindRefused } from './behind.ts';
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

interface RefusedRow extends TicketPart {
  readonly op: string;
  readonly grp: string;
  readonly command: string;
  readonly at: string;
  readonly code: string;
  readonly details: string;
  readonly entity: string;
  readonly fields: string;
}

/** Fields that a person wrote or set by hand, in the order in which they are shown. */
const written = ['title', 'body', 'note', 'impact', 'description', 'objective', 'workaround', 'module', 'comment', 'what', 'risk', 'rollback', 'start', 'end'] as const;

const textsOf = (row: Pick<RefusedRow, 'op' | 'entity' | 'fields'>): RefusedChange['texts'] => {
  const fields = JSON.parse(row.fields) as Record<string, Json>;
  // The log repeats what the command says elsewhere.
  if (row.entity === 'ticket_event') return [];
  return written.flatMap((field) => {
    const value = fields[field];
    return typeof value === 'string' ? [{ op: row.op, field, value }] : [];
  });
};

const behindView = (db: ReadDb, group: string): RefusedChange['behind'][number] | null => {
  const row = statement(
    db,
    `SELECT o.grp, o.command, o.at, o.state, o.ticket, t.number, t.provisional_code, t.title, c.name AS client
     FROM outbox o LEFT JOIN ticket t ON t.id = o.ticket LEFT JOIN client c ON c.id = t.client WHERE o.grp = ? ORDER BY o.seq LIMIT 1`,
  ).get(group) as (TicketPart & { grp: string; command: string; at: string; state: 'waiting' | 'refused' }) | undefined;
  if (row === undefined) return null;
  const ops = statement(db, 'SELECT op, entity, fields FROM outbox WHERE grp = ? ORDER BY seq').all(group) as Pick<RefusedRow, 'op' | 'entity' | 'fields'>[];
  return { group: row.grp, command: row.command, at: row.at, state: row.state, ticket: ticketOf(row), texts: ops.flatMap(textsOf) };
};

/**
 * What the endpoint refused, with its reason and the text that the person wrote. The op that was at fault stands for its
 * command, and commands that build upon a refused one stand under it.
 */
export const refusedChanges = (db: ReadDb): readonly RefusedChange[] => {
  const rows = statement(
    db,
    `SELECT o.op, o.grp, o.command, o.at, o.code, o.details, o.entity, o.fields, o.ticket, t.number, t.provisional_code, t.title, c.name AS client
     FROM outbox o LEFT JOIN ticket t ON t.id = o.ticket LEFT JOIN client c ON c.id = t.client
     WHERE o.state = 'refused' ORDER BY o.grp, (o.code = 'group_refused'), o.seq`,
  ).all() as RefusedRow[];
  const groups = Map.groupBy(rows, (row) => row.grp);
  return [...behindRefused(db)].flatMap(([group, behind]) => {
    const ops = groups.get(group);
    const first = ops?.[0];
    if (ops === undefined || first === undefined) return [];
    return [
      {
        op: first.op,
        group,
        command: first.command,
        at: first.at,
        code: first.code,
        details: JSON.parse(first.details) as Record<string, Json>,
        entity: first.entity,
        fields: JSON.parse(first.fields) as Record<string, Json>,
        texts: ops.flatMap(textsOf),
        ticket: ticketOf(first),
        behind: behind.flatMap((each) => behindView(db, each) ?? []),
      },
    ];
  });
};
