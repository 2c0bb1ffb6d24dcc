import { specOf, type EntityName } from '#shared/domain/entities/index.ts';
import { statement, type WriteDb } from '../db/handles.ts';
import { fold, isPending, readBase, rebase, type PendingOp } from './rebase.ts';

type AckedOp = PendingOp & { readonly entity: EntityName; readonly key: string };

export const rowName = (entity: string, key: string): string => `${entity} ${key}`;

/**
 * The feed says that all ops up to `ackN` are done: they leave the outbox, and what they had changed is shown as the
 * endpoint has it. `delivered` names the rows that this page brought: a row that is not among them was changed again
 * later, and its newest form is still to come.
 */
export const acknowledge = (tx: WriteDb, inc: number, ackN: number, delivered: ReadonlySet<string>): number => {
  const acked = statement(tx, "SELECT op, kind, hlc, fields, base, entity, key FROM outbox WHERE inc = ? AND n <= ? AND state = 'waiting' ORDER BY n").all(inc, ackN) as AckedOp[];
  if (acked.length === 0) return 0;
  const byRow = new Map<string, AckedOp[]>();
  for (const op of acked) {
    // A fact is what it was when it was made: nothing lies beneath or above it.
    if (specOf(op.entity).kind === 'fact') continue;
    const name = rowName(op.entity, op.key);
    const ops = byRow.get(name);
    if (ops) ops.push(op);
    else byRow.set(name, [op]);
  }
  const bases = new Map([...byRow].map(([name, ops]) => [name, ops[0] === undefined ? null : readBase(tx, ops[0].entity, ops[0].key)]));
  statement(tx, "DELETE FROM outbox WHERE inc = ? AND n <= ? AND state = 'waiting'").run(inc, ackN);
  for (const [name, ops] of byRow) {
    const first = ops[0];
    if (first === undefined) continue;
    const { entity, key } = first;
    const base = bases.get(name) ?? null;
    if (delivered.has(name)) rebase(tx, entity, key, base);
    else if (isPending(tx, entity, key)) rebase(tx, entity, key, fold(entity, base, ops));
    else statement(tx, 'DELETE FROM sync_base WHERE entity = ? AND key = ?').run(entity, key);
  }
  return acked.length;
};
