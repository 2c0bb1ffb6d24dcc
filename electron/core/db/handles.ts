import type Sqlite from 'better-sqlite3';
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, type CompiledQuery, type Compilable } from 'kysely';
import type { Schema } from './schema.ts';

/** Kysely only compiles; better-sqlite3 runs, synchronously. */
export const sql = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

declare const readable: unique symbol;
declare const writable: unique symbol;

/** Reads. Every function that only asks takes one. */
export interface ReadDb {
  readonly [readable]: true;
  readonly raw: Sqlite.Database;
  readonly statements: Map<string, Sqlite.Statement>;
}

/** Writes too. Only `write` yields one, so nothing can change rows outside a transaction. */
export interface WriteDb extends ReadDb {
  readonly [writable]: true;
}

export const readDb = (raw: Sqlite.Database): ReadDb => ({ raw, statements: new Map() }) as unknown as ReadDb;

/** Prepared once per text and kept: the desk asks a small, closed set of questions. */
export const statement = (db: ReadDb, text: string): Sqlite.Statement => {
  const known = db.statements.get(text);
  if (known) return known;
  const made = db.raw.prepare(text);
  db.statements.set(text, made);
  return made;
};

type Query<O> = Compilable<O> | CompiledQuery<O>;
const compiled = <O>(query: Query<O>): CompiledQuery<O> => ('compile' in query ? query.compile() : query);

export const all = <O>(db: ReadDb, query: Query<O>): O[] => {
  const { sql: text, parameters } = compiled(query);
  return statement(db, text).all(...parameters) as O[];
};

export const get = <O>(db: ReadDb, query: Query<O>): O | undefined => {
  const { sql: text, parameters } = compiled(query);
  return statement(db, text).get(...parameters) as O | undefined;
};

/** Runs a statement that changes rows; answers with how many. */
export const run = (db: WriteDb, query: Query<unknown>): number => {
  const { sql: text, parameters } = compiled(query);
  return statement(db, text).run(...parameters).changes;
};

/** One immediate transaction. It is on disk when this returns (WAL, synchronous FULL); a throw leaves nothing behind. */
export const write = <T>(db: ReadDb, work: (tx: WriteDb) => T): T => db.raw.transaction(() => work(db as WriteDb)).immediate();
