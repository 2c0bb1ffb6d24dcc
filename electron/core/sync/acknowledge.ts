import { setImmediate as turn } from 'node:timers/promises';
import { specOf, type EntityName } from '#shared/domain/entities/index.ts';
import { pullPageRows } from '#shared/sync/protocol.ts';
import { statement, write, type ReadDb, type WriteDb } from '../db/handles.ts';
import { everydayPortions } from '../spine.ts';
import { keepSent } from './sent-log.ts';
import { fold, isPending, readBase, rebase, type PendingOp } from './rebase.ts';

type AckedOp = PendingOp & { readonly entity: EntityName; readonly key: string };

export interface Acknowledgement {
  readonly inc: number;
  readonly ackN: number;
  /** What the page brought last of each row, by `rowName`. One that is not among them has changed again since, or not at all. */
  readonly delivered: ReadonlyMap<string, Delivered>;
  /** Whether the feed has been read to its end: nothing newer is still to come. */
  readonly whole: boolean;
  readonly nowMs: number;
  /** Ops per transaction. */
  readonly portion: number;
}

/** `gone`: deleted, or handed to a client whom this person may not see. */
export type Delivered = 'row' | 'gone';

export const rowName = (entity: string, key: string): string => `${entity} ${key}`;

/**
 * Beneath an acknowledged op lies the endpoint's row as it came last, with the op's effect in it, or with a newer form still
 * to come. The op is never laid over it once more: another may have changed the row since, or the endpoint have used an
 * earlier stamp for it, and nothing would correct that.
 */
const settle = (tx: WriteDb, entity: EntityName, key: string, delivered: Delivered | undefined, whole: boolean, ops: readonly AckedOp[]): void => {
  const base = readBase(tx, entity, key);
  // A row of this desk's own making was still shown when its end was laid beneath the op that made it. And one that the feed
  // has not brought up to its end has ended before what this desk has read last (a snapshot): nobody will speak of it again.
  const gone = delivered === 'gone' || (delivered === undefined && whole);
  if (base !== null || gone) return rebase(tx, entity, key, base);
  // Laid already as the endpoint has it, with nothing of this desk on top.
  if (!isPending(tx, entity, key)) return;
  switch (delivered) {
    // It was laid with a copy beneath what waits: in an earlier transaction of the page beneath the very op that is
    // acknowledged now, in this one beneath what is not. To lay what waits over nothing would take the row from the person.
    case 'row':
      throw new Error(`a change of ${entity} ${key} waits, and nothing lies beneath it`);
    // A row of this desk's own making: as the endpoint has it is still to come.
    default:
      return rebase(tx, entity, key, fold(entity, ops));
  }
};

const acknowledgeUpTo = (tx: WriteDb, { inc, delivered, whole, nowMs }: Acknowledgement, n: number): number => {
  const acked = statement(tx, "SELECT op, kind, hlc, fields, base, entity, key FROM outbox WHERE inc = ? AND n <= ? AND state = 'waiting' ORDER BY n").all(inc, n) as AckedOp[];
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
  keepSent(tx, inc, n, nowMs);
  statement(tx, "DELETE FROM outbox WHERE inc = ? AND n <= ? AND state = 'waiting'").run(inc, n);
  for (const [name, ops] of byRow) {
    const first = ops[0];
    if (first !== undefined) settle(tx, first.entity, first.key, delivered.get(name), whole, ops);
  }
  return acked.length;
};

const opBehind = (db: ReadDb, { inc, ackN, portion }: Acknowledgement): number | null =>
  (statement(db, "SELECT n FROM outbox WHERE inc = ? AND n <= ? AND state = 'waiting' ORDER BY n LIMIT 1 OFFSET ?").get(inc, ackN, portion) as { n: number } | undefined)?.n ?? null;

/** Whether the ops are few enough to go with the rows, in their transaction. */
export const isShort = (db: ReadDb, acknowledgement: Acknowledgement): boolean => opBehind(db, acknowledgement) === null;

/** Rows of a page that is to be laid together with the acknowledgement of the ops that made them. */
const shortPageRows = everydayPortions.ops;

/**
 * How many rows to ask for at once. While many ops are on their way the pages are short, so that each is one transaction
 * with its acknowledgement: laid before it, a row would have to be kept beneath the ops and laid a second time.
 */
export const pageRows = (db: ReadDb): number =>
  statement(db, "SELECT 1 FROM outbox INDEXED BY outbox_n WHERE n IS NOT NULL AND state = 'waiting' LIMIT 1 OFFSET ?").get(shortPageRows) === undefined ? pullPageRows : shortPageRows;

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
