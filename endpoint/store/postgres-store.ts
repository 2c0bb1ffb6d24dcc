import { createQueryId, PostgresQueryCompiler, type OperationNodeSource, type RootOperationNode } from 'kysely';
import pg, { type Pool, type PoolClient } from 'pg';
import { AppError } from '#shared/errors.ts';
import type { Log } from '../log.ts';
import { Problem } from '../problem.ts';
import { counterRow, type Counters } from './head.ts';
import { readMeta } from './meta.ts';
import { notNested, oneAtATime } from './one-at-a-time.ts';
import { faultOf, isAway } from './postgres-faults.ts';
import { migratePostgres } from './postgres-migrate.ts';
import { openPostgresNews } from './postgres-news.ts';
import { numbersAsNumbers } from './postgres-numbers.ts';
import { planOf, quoted, type ColumnType, type Put, type PutTable } from './put.ts';
import { get } from './query.ts';
import type { Answer, ReadTx, Store, WriteTx } from './store.ts';

export interface PostgresStoreOptions {
  /** `postgres://user:password@host:port/database`; what libpq's URLs may say. */
  readonly url: string;
  readonly newId: () => string;
  readonly log: Log;
}

/** Of one process. Writers stand in a queue of their own, so all but one serve reads. */
const poolSize = 10;

const openPool = ({ url, log }: PostgresStoreOptions): Pool => {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    application_name: 'carril-endpoint',
    // Questions that are asked together travel together: what waits for the counters waits for fewer journeys.
    pipeline: true,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    // A process that hangs with the counters in its hands must not stop the whole team.
    idle_in_transaction_session_timeout: 15_000,
    lock_timeout: 10_000,
    statement_timeout: 60_000,
    query_timeout: 65_000,
    types: numbersAsNumbers,
  });
  // The connection is out of the pool by then; whoever uses it hears of it by his own query's failure.
  const lost = (error: Error): void => log.warn('database connection lost', { code: String(Reflect.get(error, 'code') ?? error.name) });
  pool.on('error', lost);
  pool.on('connect', (client) => void client.on('error', lost));
  return pool;
};

const compiler = new PostgresQueryCompiler();
const queryId = createQueryId();

/** The endpoint asks a small, closed set of questions: each text has a name, under which a connection prepares it once. */
const names = new Map<string, string>();
const nameOf = (text: string): string => {
  const known = names.get(text) ?? `carril_${names.size}`;
  names.set(text, known);
  return known;
};

type Asked = Pick<PoolClient, 'query'>;

const run = async (on: Asked, text: string, values: readonly unknown[]): Promise<Answer> => {
  const { rows, rowCount, command } = await on.query({ name: nameOf(text), text, values: [...values] });
  return { rows, changes: command === 'SELECT' ? 0 : (rowCount ?? 0) };
};

const askOn = (on: Asked, query: OperationNodeSource): Promise<Answer> => {
  const { sql: text, parameters } = compiler.compileQuery(query.toOperationNode() as RootOperationNode, queryId);
  return run(on, text, parameters);
};

const arrayTypes: Readonly<Record<ColumnType, string>> = { text: 'text[]', integer: 'bigint[]', bytes: 'bytea[]' };

/** One array per column: the statement's text is the same for any number of rows. */
const putOn = async (on: Asked, what: Put<PutTable>, rows: readonly object[]): Promise<void> => {
  if (rows.length === 0) return;
  const { table, columns, types, conflict } = planOf(what);
  const arrays = types.map((type, index) => `$${index + 1}::${arrayTypes[type]}`);
  const text = `INSERT INTO ${table} (${columns.map(quoted).join(', ')}) SELECT * FROM unnest(${arrays.join(', ')}) ${conflict}`;
  await run(on, text, columns.map((column) => rows.map((row) => Reflect.get(row, column) as unknown)));
};

const readTxOf = (on: Asked): ReadTx => ({ dialect: 'postgres', ask: (query: OperationNodeSource) => askOn(on, query) }) as unknown as ReadTx;

const writeTxOf = (on: Asked): WriteTx =>
  ({
    dialect: 'postgres',
    ask: (query: OperationNodeSource) => askOn(on, query),
    put: (what: Put<PutTable>, rows: readonly object[]) => putOn(on, what, rows),
  }) as unknown as WriteTx;

/** Until this transaction ends whoever else asks for the row waits: in this process, in another, on another machine. */
const takeCounters = async (tx: WriteTx): Promise<Counters> => {
  const row = await get(tx, counterRow.forUpdate());
  if (row === undefined) throw new Error('the counter row is missing');
  return { ...row };
};

/** Runs `work` on a connection, which is thrown away where it is no longer good for another. */
const withClient = async <T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  let spoilt = false;
  try {
    return await work(client);
  } catch (error) {
    spoilt = isAway(error);
    throw error;
  } finally {
    client.release(spoilt);
  }
};

const transactionOn = async <T>(client: PoolClient, begin: string, work: () => Promise<T>): Promise<T> => {
  await client.query(begin);
  try {
    const result = await work();
    // After a failure that somebody has hidden, COMMIT would end the transaction without an effect and without an error.
    if ((await client.query('COMMIT')).command !== 'COMMIT') throw new Error('a statement had failed: nothing was committed');
    return result;
  } catch (error) {
    if (!isAway(error)) await client.query('ROLLBACK');
    throw error;
  }
};

/**
 * The store over PostgreSQL, for any number of processes: what gives out a seq waits for the counter row. Where the
 * database goes away a request fails with Problem 503 `database_unavailable`, and the next one connects again. Throws
 * AppError `database_unopenable` or `database_newer` { found, known }.
 */
export const openPostgresStore = async (options: PostgresStoreOptions): Promise<Store> => {
  const pool = openPool(options);
  const writing = oneAtATime();
  const guarded = <T>(work: () => Promise<T>): Promise<T> =>
    notNested(work).catch((error: unknown) => {
      throw faultOf(error);
    });
  const transaction = <T>(begin: string, work: (client: PoolClient) => Promise<T>): Promise<T> =>
    withClient(pool, (client) => transactionOn(client, begin, () => work(client)));

  const now = { dialect: 'postgres', ask: (query: OperationNodeSource) => guarded(() => askOn(pool, query)) } as unknown as ReadTx;
  const read: Store['read'] = (work) => guarded(() => transaction('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', (client) => work(readTxOf(client))));
  // Read committed: what is read after the counters were taken is what their last holder has left.
  const write: Store['write'] = (work) => guarded(() => writing(() => transaction('BEGIN ISOLATION LEVEL READ COMMITTED', (client) => work(writeTxOf(client)))));

  try {
    await withClient(pool, migratePostgres);
    const meta = await write((tx) => readMeta(tx, options.newId));
    const news = await openPostgresNews({ url: options.url, id: options.newId(), log: options.log, ask: (text, values) => run(pool, text, values) });
    return {
      meta,
      now,
      read,
      write,
      takeCounters,
      others: news,
      close: async () => {
        await writing(async () => undefined);
        await news.close();
        await pool.end();
      },
    };
  } catch (error) {
    await pool.end();
    const away = isAway(error) || (error instanceof Problem && error.code === 'database_unavailable');
    throw away ? new AppError('database_unopenable', {}, { cause: error }) : error;
  }
};
