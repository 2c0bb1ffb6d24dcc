import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, type CompiledQuery, type Compilable } from 'kysely';
import { statement, write, writeLoosely, type ReadDb, type WriteDb } from './connection.ts';
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

export { statement, write, writeLoosely, type ReadDb, type WriteDb };

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
