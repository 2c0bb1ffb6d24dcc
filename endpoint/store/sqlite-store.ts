import path from 'node:path';
import Database from 'better-sqlite3';
import { createQueryId, SqliteQueryCompiler, type OperationNodeSource, type RootOperationNode } from 'kysely';
import { AppError } from '#shared/errors.ts';
import { readCounters } from './head.ts';
import { readMeta } from './meta.ts';
import { nobodyElse } from './news.ts';
import { notNested, oneAtATime } from './one-at-a-time.ts';
import { planOf, quoted, type Put, type PutTable } from './put.ts';
import { migrateSqlite } from './sqlite-migrate.ts';
import type { Answer, ReadTx, Store, WriteTx } from './store.ts';

export interface SqliteStoreOptions {
  readonly file: string;
  readonly newId: () => string;
  /** File of better-sqlite3's native part, where the packaged one does not fit the runtime. */
  readonly binding?: string | undefined;
}

const corruptCodes = new Set(['SQLITE_NOTADB', 'SQLITE_CORRUPT']);

const openWriter = ({ file, binding }: SqliteStoreOptions): Database.Database => {
  const db = new Database(file, binding === undefined ? {} : { nativeBinding: binding });
  try {
    db.pragma('busy_timeout = 5000');
    migrateSqlite(db);
    return db;
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError && corruptCodes.has(error.code)) {
      throw new AppError('database_corrupt', { file: path.basename(file) }, { cause: error });
    }
    throw error;
  }
};

const openReader = ({ file, binding }: SqliteStoreOptions): Database.Database => {
  const db = new Database(file, { readonly: true, ...(binding === undefined ? {} : { nativeBinding: binding }) });
  db.pragma('busy_timeout = 5000');
  db.pragma('cache_size = -65536');
  return db;
};

const compiler = new SqliteQueryCompiler();
const queryId = createQueryId();

/** A connection with its statements, each prepared once: the endpoint asks a small, closed set of questions. */
const connect = (db: Database.Database) => {
  const statements = new Map<string, Database.Statement>();
  const prepared = (text: string): Database.Statement => {
    const known = statements.get(text);
    if (known) return known;
    const made = db.prepare(text);
    statements.set(text, made);
    return made;
  };
  const ask = (query: OperationNodeSource): Answer => {
    const { sql, parameters } = compiler.compileQuery(query.toOperationNode() as RootOperationNode, queryId);
    const statement = prepared(sql);
    if (statement.reader) return { rows: statement.all(...parameters), changes: 0 };
    return { rows: [], changes: statement.run(...parameters).changes };
  };
  const put = (what: Put<PutTable>, rows: readonly object[]): void => {
    const { table, columns, conflict } = planOf(what);
    const statement = prepared(`INSERT INTO ${table} (${columns.map(quoted).join(', ')}) VALUES (${columns.map((column) => `@${column}`).join(', ')}) ${conflict}`);
    for (const row of rows) statement.run(row);
  };
  const transaction = async <T>(begin: 'BEGIN' | 'BEGIN IMMEDIATE', work: () => Promise<T>): Promise<T> => {
    prepared(begin).run();
    try {
      const result = await work();
      prepared('COMMIT').run();
      return result;
    } catch (error) {
      // A full disk has rolled back already.
      if (db.inTransaction) prepared('ROLLBACK').run();
      throw error;
    }
  };
  return { ask, put, transaction } as const;
};

/**
 * The store over a SQLite file: one connection that writes, behind a queue, and one that reads, so that nobody sees what
 * is not committed. Throws AppError `database_newer` { found, known } or `database_corrupt` { file }.
 */
export const openSqliteStore = async (options: SqliteStoreOptions): Promise<Store> => {
  const writerDb = openWriter(options);
  const readerDb = openReader(options);
  const writer = connect(writerDb);
  const reader = connect(readerDb);
  const [writing, reading] = [oneAtATime(), oneAtATime()];

  const now = { dialect: 'sqlite', ask: (query: OperationNodeSource) => notNested(() => reading(async () => reader.ask(query))) } as unknown as ReadTx;
  const readTx = { dialect: 'sqlite', ask: async (query: OperationNodeSource) => reader.ask(query) } as unknown as ReadTx;
  const writeTx = {
    dialect: 'sqlite',
    ask: async (query: OperationNodeSource) => writer.ask(query),
    put: async (what: Put<PutTable>, rows: readonly object[]) => writer.put(what, rows),
  } as unknown as WriteTx;

  const read: Store['read'] = (work) => notNested(() => reading(() => reader.transaction('BEGIN', () => work(readTx))));
  const write: Store['write'] = (work) => notNested(() => writing(() => writer.transaction('BEGIN IMMEDIATE', () => work(writeTx))));

  return {
    meta: await write((tx) => readMeta(tx, options.newId)),
    now,
    read,
    write,
    // BEGIN IMMEDIATE has made sure already that nobody else writes.
    takeCounters: readCounters,
    others: nobodyElse,
    close: async () => {
      await Promise.all([writing(async () => undefined), reading(async () => undefined)]);
      readerDb.close();
      writerDb.close();
    },
  };
};
