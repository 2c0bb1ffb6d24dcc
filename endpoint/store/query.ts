import { DummyDriver, Kysely, sql, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, type Compilable, type Expression, type OperationNodeSource, type RawBuilder } from 'kysely';
import type { Schema } from './schema.ts';
import type { ReadTx, WriteTx } from './store.ts';

/** Builds queries over the schema. It belongs to no database: each handle compiles what it is asked in its own dialect. */
export const build = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

type Query<O> = OperationNodeSource & (Compilable<O> | Expression<O>);

export const all = async <O>(tx: ReadTx, query: Query<O>): Promise<readonly O[]> => (await tx.ask(query)).rows as readonly O[];

export const get = async <O>(tx: ReadTx, query: Query<O>): Promise<O | undefined> => (await all(tx, query))[0];

/** Runs a statement that changes rows; answers with how many. */
export const run = async (tx: WriteTx, query: OperationNodeSource): Promise<number> => (await tx.ask(query)).changes;

/**
 * Asks several questions without waiting for each other's answers: a database elsewhere gets them on one journey. Fails as
 * the first that fails, but only when all are answered, so that none goes on beyond its transaction's end.
 */
export const atOnce = async <const T extends readonly unknown[]>(asked: T): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> => {
  try {
    return await Promise.all(asked);
  } catch (error) {
    await Promise.allSettled(asked);
    throw error;
  }
};

/** `column` is one of `values`, however many they are: one parameter, so that the statement's text is always the same. */
export const among = (tx: ReadTx, column: string, values: Iterable<string>): RawBuilder<boolean> => {
  const list = [...values];
  return tx.dialect === 'sqlite'
    ? sql<boolean>`${sql.ref(column)} IN (SELECT value FROM json_each(${JSON.stringify(list)}))`
    : sql<boolean>`${sql.ref(column)} = ANY(${list}::text[])`;
};

/** The same for two columns. */
export const amongPairs = (tx: ReadTx, [left, right]: readonly [string, string], pairs: readonly (readonly [string, string])[]): RawBuilder<boolean> => {
  const columns = sql`(${sql.ref(left)}, ${sql.ref(right)})`;
  return tx.dialect === 'sqlite'
    ? sql<boolean>`${columns} IN (SELECT value ->> 0, value ->> 1 FROM json_each(${JSON.stringify(pairs)}))`
    : sql<boolean>`${columns} IN (SELECT * FROM unnest(${pairs.map((pair) => pair[0])}::text[], ${pairs.map((pair) => pair[1])}::text[]))`;
};
