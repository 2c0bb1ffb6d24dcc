import { createHash } from 'node:crypto';
import { needsLook, watchedField } from '#shared/domain/conflict.ts';
import { specOf, type Fields } from '#shared/domain/entities/index.ts';
import { fieldsOf, type Lost, type RowFields } from '#shared/sync/merge.ts';
import type { Op } from '#shared/sync/protocol.ts';
import { nextSeq } from '../store/head.ts';
import type { StoredRow } from '../store/schema.ts';
import type { WriteContext } from './write-context.ts';

/** One id for one loss of one op, in the form of a UUID of version 8. */
const keyOf = (op: string, register: string): string => {
  const hex = createHash('sha256').update(`${op} ${register}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

const pick = (row: RowFields, fields: readonly string[]): RowFields => Object.fromEntries(fields.flatMap((field) => (row[field] === undefined ? [] : [[field, row[field]]])));
const same = (a: RowFields, b: RowFields): boolean => Object.entries(b).every(([field, value]) => JSON.stringify(a[field] ?? null) === JSON.stringify(value));

/**
 * Puts what field-merge decided about a ticket, or what hangs from one, among the ticket's facts: it comes to every desk
 * that sees the ticket, goes where it goes, and is never changed. Where both wanted the same there is nothing to tell.
 * Other rows' losses stay in the endpoint's own record (`merge_loss`).
 */
export const recordConflict = (context: WriteContext, op: Op, row: StoredRow, merged: RowFields, loss: Lost): void => {
  const spec = specOf(op.entity);
  const fields = fieldsOf(spec, loss.register);
  const kept = pick(merged, fields);
  if (same(kept, loss.value)) return;
  const hangs = spec.parent !== null && spec.parent !== 'self' && spec.parent.entity === 'ticket';
  const ticket = op.entity === 'ticket' ? op.key : hangs ? row.parent : null;
  if (ticket === null) return;
  const seen = watchedField(op.entity, loss.register) === null || op.was === undefined ? null : pick(op.was, fields);
  const conflict: Fields<'merge_conflict'> = {
    ticket,
    entity: op.entity,
    key: op.key,
    register: loss.register,
    lost_side: loss.side,
    kept,
    lost: loss.value,
    base: seen,
    by: context.actor.user,
    at: new Date(context.nowMs).toISOString(),
    look: needsLook(op.entity, loss.register, kept, loss.value),
  };
  context.rows.put({
    entity: 'merge_conflict',
    key: keyOf(op.id, loss.register),
    scope: row.scope,
    parent: ticket,
    fields: JSON.stringify(conflict),
    stamps: '{}',
    seq: nextSeq(context.counters),
    deleted: 0,
    sha256: null,
    upload: null,
  });
};
