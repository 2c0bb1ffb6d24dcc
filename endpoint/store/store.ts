import type { OperationNodeSource } from 'kysely';
import type { Counters } from './head.ts';
import type { Meta } from './meta.ts';
import type { Others } from './news.ts';
import type { Put, PutTable } from './put.ts';
import type { Schema } from './schema.ts';

/*
 * The endpoint's storage: a SQLite file, or PostgreSQL for any number of endpoint processes. Queries are written for both.
 *
 *   const token = await get(store.now, build.selectFrom('device_token').selectAll().where('token_sha256', '=', hash));
 *   const page = await store.read(async (tx) => …);                              // one consistent moment
 *   await store.write(async (tx) => void (await run(tx, build.deleteFrom(…))));  // all or nothing
 *   await inOrder(store, async (tx, counters) => …);                             // what gives out a seq (head.ts)
 *
 * - Queries are built with `build` (query.ts) and asked with `all`, `get` and `run`; `among` takes any number of values.
 *   Many rows at once go in with `tx.put` (put.ts). SQL must mean the same in both dialects: JSON stays text, what is
 *   looked for is a column.
 * - `work` awaits only its own queries: on SQLite everybody else waits for it meanwhile. A `read` or `write` inside
 *   another throws, for it would wait for itself.
 * - A transaction that throws leaves nothing behind. When `write` has answered, the change is on disk.
 */

export type Dialect = 'sqlite' | 'postgres';

export interface Answer {
  readonly rows: readonly unknown[];
  /** How many rows a changing statement has touched. */
  readonly changes: number;
}

declare const readable: unique symbol;
declare const writable: unique symbol;

/** Reads. Every function that only asks takes one. */
export interface ReadTx {
  readonly [readable]: true;
  readonly dialect: Dialect;
  /** Compiles and runs one query; use `all`, `get` and `run` of query.ts. */
  readonly ask: (query: OperationNodeSource) => Promise<Answer>;
}

/** Writes too. Only `write` yields one, so nothing can change rows outside a transaction. */
export interface WriteTx extends ReadTx {
  readonly [writable]: true;
  /** Puts many rows into a table in one go. */
  readonly put: <T extends PutTable>(put: Put<T>, rows: readonly Schema[T][]) => Promise<void>;
}

export interface Store {
  readonly meta: Meta;
  /** Each query by itself, over what is committed when it is asked. For a single question; never kept over a `read`. */
  readonly now: ReadTx;
  /** Several questions about the same moment. */
  readonly read: <T>(work: (tx: ReadTx) => Promise<T>) => Promise<T>;
  /** One transaction, on disk when this answers. */
  readonly write: <T>(work: (tx: WriteTx) => Promise<T>) => Promise<T>;
  /**
   * Takes the counters for the rest of the transaction: whoever wants them next waits for its end. This is what makes the
   * order of commits the order of seq; use `inOrder` of head.ts.
   */
  readonly takeCounters: (tx: WriteTx) => Promise<Counters>;
  /** The other processes on the same data. */
  readonly others: Others;
  readonly close: () => Promise<void>;
}
