import type { EntityName, Row } from '#shared/domain/entities/index.ts';
import type { GroupedOp, Surroundings } from '#shared/domain/judge/case.ts';
import { readRow } from '../db/entity-rows.ts';
import { statement, type ReadDb } from '../db/handles.ts';
import type { Actor } from '../spine.ts';
import { gatherFacts } from '../tickets/facts.ts';

const exists = (db: ReadDb, text: string, ...values: readonly string[]): boolean => statement(db, `SELECT 1 FROM ${text} LIMIT 1`).get(...values) !== undefined;

/** What the judge looks up, answered from the desk's own tables. */
export const surroundingsOf = (db: ReadDb, actor: Actor, group: readonly GroupedOp[]): Surroundings => ({
  group,
  row: (entity: EntityName, key) => readRow(db, entity, key)?.fields ?? null,
  facts: (ticket, row) => gatherFacts(db, { id: ticket, ...row } as unknown as Row<'ticket'>, actor.role),
  agreements: (ticket) =>
    (statement(db, 'SELECT "from", "to" FROM severity_agreement WHERE ticket = ?').all(ticket) as { from: string | null; to: string }[]),
  movements: (lot) =>
    (statement(db, 'SELECT id, kind, minutes FROM hours_movement WHERE lot = ?').all(lot) as { id: string; kind: string; minutes: number }[]).map(({ id, kind, minutes }) => ({ id, fields: { kind, minutes } })),
  registeredBy: (ticket, user) => exists(db, "ticket_event WHERE ticket = ? AND type IN ('registered', 'imported') AND actor = ?", ticket, user),
  took: (ticket, user, from, to) => exists(db, "ticket_event WHERE ticket = ? AND type = 'state_changed' AND actor = ? AND payload ->> '$.from' = ? AND payload ->> '$.to' = ?", ticket, user, from, to),
});
