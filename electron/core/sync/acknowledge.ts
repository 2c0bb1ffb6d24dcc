import { setImmediate as turn } from 'node:timers/promises';
import { specOf, type EntityName } from '#shared/domain/entities/index.ts';
import { pullPageRows } from '#shared/sync/protocol.ts';
import { statement, writeLoosely, type ReadDb, type WriteDb } from '../db/handles.ts';
import { everydayPortions } from '../spine.ts';
import { settleOwn } from './own-page.ts';
import { keepSent } from './sent-log.ts';
import type { Page } from './pull.ts';
import { isPending, readBase, rebase } from './rebase.ts';

interface RowOfOp {
  readonly entity: EntityName;
  readonly key: string;
}

export interface Acknowledgement {
  readonly inc: number;
  /** As `ackedBy` has it. */
  readonly ackN: number;
  /** What the page brought last of each row, by `rowName`. */
  readonly delivered: ReadonlyMap<string, Delivered>;
  readonly nowMs: number;
  /** Ops per transaction. */
  readonly portion: number;
  /** The page is one of `own-page.ts`. */
  readonly own?: boolean;
}

/** `gone`: deleted, or handed to a client whom this person may not see. */
export type Delivered = 'row' | 'gone';

export const rowName = (entity: string, key: string): string => `${entity} ${key}`;

/** What a page brings last of each row. */
export const deliveredBy = (rows: Page['rows']): ReadonlyMap<string, Delivered> =>
  new Map(rows.flatMap((line) => (specOf(line.entity).kind === 'record' ? [[rowName(line.entity, line.key), 'row' in line ? 'row' : 'gone'] as const] : [])));

const commandAt = (db: ReadDb, inc: number, n: number): string | undefined =>
  (statement(db, "SELECT grp FROM outbox WHERE inc = ? AND n = ? AND state = 'waiting'").get(inc, n) as { grp: string } | undefined)?.grp;

/**
 * Up to `n` without the command that ends behind it. It leaves whole: an endpoint that is put back is sent again what has
 * left and what waits apart from each other, and might take one half of a command and refuse the other.
 */
const wholeUpTo = (db: ReadDb, inc: number, n: number): number => {
  const command = commandAt(db, inc, n);
  if (command === undefined || command !== commandAt(db, inc, n + 1)) return n;
  const before = statement(db, "SELECT n FROM outbox WHERE inc = ? AND n < ? AND grp <> ? AND state = 'waiting' ORDER BY n DESC LIMIT 1").get(inc, n, command) as { n: number } | undefined;
  return before?.n ?? 0;
};

/** The last op of the command that op `n` belongs to; all of it is acknowledged by `ackN`. */
const endOfCommand = (db: ReadDb, { inc, ackN }: Acknowledgement, n: number): number => {
  const next = statement(db, "SELECT n FROM outbox WHERE inc = ? AND n > ? AND n <= ? AND grp <> ? AND state = 'waiting' ORDER BY n LIMIT 1").get(inc, n, ackN, commandAt(db, inc, n) ?? '') as { n: number } | undefined;
  return next === undefined ? ackN : next.n - 1;
};

/**
 * How far a page acknowledges the ops of a count, by whole commands. One that reaches the feed's end: as far as it says.
 * Before that, a row of this desk's own making of which the feed has not spoken yet has changed again, and comes with a
 * later page, or has ended before what this desk read last (a snapshot), and nobody will speak of it. Which of the two shows
 * at the end; until then its ops wait, and those behind them.
 */
export const ackedBy = (db: ReadDb, inc: number, { ackN, more, own }: Page['end'], delivered: Acknowledgement['delivered']): number => {
  // It ends with a command, or it would not be one.
  if (own === true) return ackN;
  if (!more) return wholeUpTo(db, inc, ackN);
  const unheard = statement(
    db,
    `SELECT n, entity, key FROM outbox WHERE inc = ? AND n <= ? AND state = 'waiting'
     AND NOT EXISTS (SELECT 1 FROM sync_base AS base WHERE base.entity = outbox.entity AND base.key = outbox.key) ORDER BY n`,
  ).all(inc, ackN) as (RowOfOp & { readonly n: number })[];
  const first = unheard.find(({ entity, key }) => specOf(entity).kind === 'record' && !delivered.has(rowName(entity, key)));
  return wholeUpTo(db, inc, first === undefined ? ackN : first.n - 1);
};

/**
 * Beneath an acknowledged op lies the endpoint's row as it came last, with the op's effect in it, or with a newer form still
 * to come. The op is never laid over it once more: another may have changed the row since, or the endpoint have used an
 * earlier stamp for it, and nothing would correct that.
 */
const settle = (tx: WriteDb, { entity, key }: RowOfOp, delivered: Delivered | undefined): void => {
  const base = readBase(tx, entity, key);
  // Nothing beneath: a row of this desk's own making, still shown, has ended.
  if (base !== null || delivered !== 'row') return rebase(tx, entity, key, base);
  // Laid already as the endpoint has it, with nothing of this desk on top.
  if (!isPending(tx, entity, key)) return;
  // It was laid with a copy beneath what waits: in an earlier transaction of the page beneath the very op that is
  // acknowledged now, in this one beneath what is not. To lay what waits over nothing would take the row from the person.
  throw new Error(`a change of ${entity} ${key} waits, and nothing lies beneath it`);
};

const acknowledgeUpTo = (tx: WriteDb, { inc, delivered, nowMs, own = false }: Acknowledgement, n: number): number => {
  const acked = statement(tx, "SELECT entity, key FROM outbox WHERE inc = ? AND n <= ? AND state = 'waiting' ORDER BY n").all(inc, n) as RowOfOp[];
  if (acked.length === 0) return 0;
  // A fact is what it was when it was made: nothing lies beneath or above it.
  const records = new Map((own ? [] : acked).flatMap((op) => (specOf(op.entity).kind === 'fact' ? [] : [[rowName(op.entity, op.key), op] as const])));
  if (own) settleOwn(tx, inc, n);
  keepSent(tx, inc, n, nowMs);
  statement(tx, "DELETE FROM outbox WHERE inc = ? AND n <= ? AND state = 'waiting'").run(inc, n);
  for (const [name, row] of records) settle(tx, row, delivered.get(name));
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

/** Acknowledges all but the last few commands, a short transaction at a time; the page's last one makes them durable. Should the desk stop between, the page comes again. */
export const acknowledgeAhead = async (db: ReadDb, acknowledgement: Acknowledgement): Promise<number> => {
  let count = 0;
  for (;;) {
    const behind = opBehind(db, acknowledgement);
    if (behind === null) return count;
    count += writeLoosely(db, (tx) => acknowledgeUpTo(tx, acknowledgement, endOfCommand(tx, acknowledgement, behind - 1)));
    await turn();
  }
};

/**
 * The feed says that all ops up to `ackN` are done: they leave the outbox, and what they had changed is shown as the
 * endpoint has it.
 */
export const acknowledge = (tx: WriteDb, acknowledgement: Acknowledgement): number => acknowledgeUpTo(tx, acknowledgement, acknowledgement.ackN);
