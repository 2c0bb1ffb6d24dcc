import { setImmediate as turn } from 'node:timers/promises';
import { specOf, type EntityName } from '#shared/domain/entities/index.ts';
import { registerOf, type RowFields } from '#shared/sync/merge.ts';
import type { OpResult } from '#shared/sync/protocol.ts';
import { statement, write, type ReadDb, type WriteDb } from '../db/handles.ts';
import { keepSent } from './sent-log.ts';
import { dropBase, fold, isPending, readBase, rebase, show, type PendingOp } from './rebase.ts';

type AckedOp = PendingOp & { readonly entity: EntityName; readonly key: string };

export interface Acknowledgement {
  readonly inc: number;
  readonly ackN: number;
  /** The rows that the page brought, by `rowName`. One that is not among them has changed again since, or not at all. */
  readonly delivered: ReadonlySet<string>;
  readonly results: readonly OpResult[];
  readonly nowMs: number;
}

export const rowName = (entity: string, key: string): string => `${entity} ${key}`;

/** Ops per transaction: some 20 ms, as with rows. */
const chunkOps = 500;

/** What the endpoint took of an op: not the registers in which another had won. */
const asTaken = (op: AckedOp, results: ReadonlyMap<string, OpResult>): AckedOp => {
  const lost = results.get(op.op)?.details?.['lost'];
  if (!Array.isArray(lost)) return op;
  const fields = Object.entries(JSON.parse(op.fields) as RowFields).filter(([field]) => !lost.includes(registerOf(specOf(op.entity), field)));
  return { ...op, fields: JSON.stringify(Object.fromEntries(fields)) };
};

const settle = (tx: WriteDb, entity: EntityName, key: string, delivered: boolean, ops: readonly AckedOp[]): void => {
  const base = readBase(tx, entity, key);
  // Laid already as the endpoint has it, with nothing of this desk on top.
  if (delivered && base === null && !isPending(tx, entity, key)) return;
  if (delivered) return rebase(tx, entity, key, base);
  const standing = fold(entity, base, ops);
  if (isPending(tx, entity, key)) return rebase(tx, entity, key, standing);
  // A row of this desk's own making, or one that had been shown already: its newest form is still to come.
  if (base !== null) show(tx, entity, key, standing);
  dropBase(tx, entity, key);
};

const acknowledgeUpTo = (tx: WriteDb, { inc, delivered, results, nowMs }: Acknowledgement, n: number): number => {
  const acked = statement(tx, "SELECT op, kind, hlc, fields, base, entity, key FROM outbox WHERE inc = ? AND n <= ? AND state = 'waiting' ORDER BY n").all(inc, n) as AckedOp[];
  if (acked.length === 0) return 0;
  const told = new Map(results.map((result) => [result.id, result]));
  const byRow = new Map<string, AckedOp[]>();
  for (const op of acked) {
    // A fact is what it was when it was made: nothing lies beneath or above it.
    if (specOf(op.entity).kind === 'fact') continue;
    const name = rowName(op.entity, op.key);
    const ops = byRow.get(name);
    if (ops) ops.push(asTaken(op, told));
    else byRow.set(name, [asTaken(op, told)]);
  }
  keepSent(tx, inc, n, nowMs);
  statement(tx, "DELETE FROM outbox WHERE inc = ? AND n <= ? AND state = 'waiting'").run(inc, n);
  for (const [name, ops] of byRow) {
    const first = ops[0];
    if (first !== undefined) settle(tx, first.entity, first.key, delivered.has(name), ops);
  }
  return acked.length;
};

const opBehind = (db: ReadDb, { inc, ackN }: Acknowledgement): number | null =>
  (statement(db, "SELECT n FROM outbox WHERE inc = ? AND n <= ? AND state = 'waiting' ORDER BY n LIMIT 1 OFFSET ?").get(inc, ackN, chunkOps) as { n: number } | undefined)?.n ?? null;

/** Whether the ops are few enough to go with the rows, in their transaction. */
export const isShort = (db: ReadDb, acknowledgement: Acknowledgement): boolean => opBehind(db, acknowledgement) === null;

/** Acknowledges all but the last few ops, a short transaction at a time. Should the desk stop between, the page comes again. */
export const acknowledgeAhead = async (db: ReadDb, acknowledgement: Acknowledgement): Promise<number> => {
  let count = 0;
  for (;;) {
    const behind = opBehind(db, acknowledgement);
    if (behind === null) return count;
    count += write(db, (tx) => acknowledgeUpTo(tx, acknowledgement, behind - 1));
    await turn();
  }
};

/**
 * The feed says that all ops up to `ackN` are done: they leave the outbox, and what they had changed is shown as the
 * endpoint has it.
 */
export const acknowledge = (tx: WriteDb, acknowledgement: Acknowledgement): number => acknowledgeUpTo(tx, acknowledgement, acknowledgement.ackN);
