import type { ConflictSide, ConflictView } from '#shared/contract/conflict-views.ts';
import { isCombinable, watchedField } from '#shared/domain/conflict.ts';
import { isEntityName } from '#shared/domain/entities/index.ts';
import type { Json } from '#shared/domain/primitives.ts';
import type { RowFields } from '#shared/sync/merge.ts';
import { statement, type ReadDb } from '../db/handles.ts';
import { codeOf } from '../tickets/ticket-code.ts';

interface ConflictRow {
  readonly id: string;
  readonly ticket: string;
  readonly entity: string;
  readonly key: string;
  readonly register: string;
  readonly lost_side: 'arriving' | 'standing';
  readonly kept: string;
  readonly lost: string;
  readonly base: string | null;
  readonly by: string | null;
  readonly at: string;
  readonly number: number | null;
  readonly provisional_code: string;
  readonly title: string;
  readonly decision: ConflictView['decision'];
  readonly looked_by: string | null;
  readonly looked_at: string | null;
}

/** The first look counts; later ones of desks that had not heard of it say nothing new. */
const select = `
SELECT c.id, c.ticket, c.entity, c.key, c.register, c.lost_side, c.kept, c.lost, c.base, c.by, c.at, t.number, t.provisional_code, t.title,
       r.decision, r.by AS looked_by, r.at AS looked_at
FROM merge_conflict c JOIN ticket t ON t.id = c.ticket
LEFT JOIN conflict_resolution r ON r.id = (SELECT min(id) FROM conflict_resolution WHERE conflict = c.id)`;

const eventTypes: Readonly<Record<string, readonly [type: string, field: string]>> = {
  progress: ['state_changed', 'state'],
  lane: ['severity_changed', 'severity'],
  assignment: ['assigned', 'consultant'],
};

/** Whose the value that stood is: the ticket's log tells who set it last to that. */
const standingAuthor = (db: ReadDb, row: ConflictRow, value: RowFields): string | null => {
  if (row.entity === 'time_entry') return (statement(db, 'SELECT user FROM time_entry WHERE id = ?').get(row.key) as { user: string } | undefined)?.user ?? null;
  const known = eventTypes[row.register];
  const found =
    known === undefined
      ? statement(db, "SELECT actor FROM ticket_event WHERE ticket = ? AND type = 'field_changed' AND payload ->> '$.field' = ? AND actor IS NOT ? ORDER BY id DESC LIMIT 1").get(row.ticket, row.register, row.by)
      : statement(db, "SELECT actor FROM ticket_event WHERE ticket = ? AND type = ? AND payload ->> '$.to' IS ? AND actor IS NOT ? ORDER BY id DESC LIMIT 1").get(row.ticket, known[0], value[known[1]] ?? null, row.by);
  return (found as { actor: string | null } | undefined)?.actor ?? null;
};

const nameOf = (db: ReadDb, user: string | null): string | null =>
  user === null ? null : ((statement(db, 'SELECT name FROM user WHERE id = ?').get(user) as { name: string } | undefined)?.name ?? null);

/** What counts in a register; where nobody has to look, its first field. */
const valueOf = (db: ReadDb, row: ConflictRow, fields: RowFields): string | null => {
  const watched = isEntityName(row.entity) ? watchedField(row.entity, row.register) : null;
  const value: Json = (watched === null ? Object.values(fields)[0] : fields[watched]) ?? null;
  if (watched === 'consultant' && typeof value === 'string') return nameOf(db, value) ?? value;
  return value === null ? null : typeof value === 'string' ? value : JSON.stringify(value);
};

const side = (db: ReadDb, row: ConflictRow, me: string, fields: RowFields, author: string | null): ConflictSide => ({
  value: valueOf(db, row, fields),
  by: nameOf(db, author),
  mine: author === me,
});

const view = (db: ReadDb, me: string, row: ConflictRow): ConflictView => {
  const [kept, lost] = [JSON.parse(row.kept) as RowFields, JSON.parse(row.lost) as RowFields];
  const standing = row.lost_side === 'arriving' ? kept : lost;
  const author = standingAuthor(db, row, standing);
  return {
    id: row.id,
    ticket: { id: row.ticket, code: codeOf(row), title: row.title },
    register: row.register,
    at: row.at,
    kept: side(db, row, me, kept, row.lost_side === 'arriving' ? author : row.by),
    lost: side(db, row, me, lost, row.lost_side === 'arriving' ? row.by : author),
    base: row.base === null ? null : { value: valueOf(db, row, JSON.parse(row.base) as RowFields) },
    combinable: isCombinable(row.register),
    decision: row.decision,
    lookedBy: nameOf(db, row.looked_by),
    lookedAt: row.looked_at,
  };
};

/** Conflicts at which a person should look, oldest first. */
export const openConflicts = (db: ReadDb, me: string): readonly ConflictView[] =>
  (statement(db, `${select} WHERE c.look = 1 AND r.id IS NULL ORDER BY c.at, c.register NOT IN ('progress', 'lane', 'assignment'), c.id LIMIT 200`).all() as ConflictRow[]).map((row) => view(db, me, row));

/** What was decided without a person, or has been looked at, newest first. */
export const conflictLog = (db: ReadDb, me: string): readonly ConflictView[] =>
  (statement(db, `${select} WHERE c.look = 0 OR r.id IS NOT NULL ORDER BY c.at DESC, c.id LIMIT 50`).all() as ConflictRow[]).map((row) => view(db, me, row));
