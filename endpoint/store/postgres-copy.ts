import Database from 'better-sqlite3';
import pg, { type Client } from 'pg';
import { AppError } from '#shared/errors.ts';
import { migrations } from './migrations/index.ts';
import { isAway } from './postgres-faults.ts';
import { bringPostgresUp, postgresVersion } from './postgres-migrate.ts';
import { numbersAsNumbers } from './postgres-numbers.ts';
import { quoted } from './put.ts';
import { bringSqliteTo } from './sqlite-migrate.ts';

/*
 * A copy of a team's data is always a SQLite file, wherever the data lives: one kind of backup to check, and a way from one
 * database to the other. The tables have the same names and columns in both; the file says which there are.
 */

/** Rows per journey. */
const pageRows = 2000;

const arrayTypes: Readonly<Record<string, string>> = { TEXT: 'text[]', INTEGER: 'bigint[]', BLOB: 'bytea[]' };

interface Table {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

const tablesOf = (db: Database.Database): readonly Table[] => {
  const names = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name").pluck().all() as string[];
  return names.map((name) => ({ name, columns: db.prepare('SELECT name, type FROM pragma_table_info(?)').all(name) as Table['columns'] }));
};

const columnList = ({ columns }: Table): string => columns.map(({ name }) => quoted(name)).join(', ');

const withConnection = async <T>(url: string, work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client({ connectionString: url, application_name: 'carril-copy', connectionTimeoutMillis: 5_000, types: numbersAsNumbers });
  // Whoever uses it hears of it by his own query's failure.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } catch (error) {
    throw isAway(error) ? new AppError('database_unopenable', {}, { cause: error }) : error;
  } finally {
    await client.end();
  }
};

const transaction = async (client: Client, begin: string, work: () => Promise<void>): Promise<void> => {
  await client.query(begin);
  await work();
  await client.query('COMMIT');
};

const takeRows = async (client: Client, db: Database.Database, table: Table): Promise<void> => {
  const insert = db.prepare(`INSERT INTO ${quoted(table.name)} (${columnList(table)}) VALUES (${table.columns.map(() => '?').join(', ')})`);
  await client.query(`DECLARE copied NO SCROLL CURSOR FOR SELECT ${columnList(table)} FROM ${quoted(table.name)}`);
  for (;;) {
    const { rows } = await client.query<unknown[]>({ text: `FETCH ${pageRows} FROM copied`, rowMode: 'array' });
    if (rows.length === 0) break;
    for (const row of rows) insert.run(...row);
  }
  await client.query('CLOSE copied');
};

/**
 * Copies the data as it stands at one moment, while others read and write it, into the new file `target`. Throws AppError
 * `not_found` where the database holds no team's data, `database_newer` or `database_unopenable`.
 */
export const copyPostgres = (url: string, target: string, binding?: string): Promise<void> =>
  withConnection(url, (client) =>
    transaction(client, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', async () => {
      const version = await postgresVersion(client);
      if (version === null) throw new AppError('not_found', { table: 'schema_version' });
      const db = new Database(target, binding === undefined ? {} : { nativeBinding: binding });
      try {
        bringSqliteTo(db, version);
        db.exec('BEGIN');
        for (const table of tablesOf(db)) {
          // What a migration puts in (the counters) stands there already.
          db.exec(`DELETE FROM ${quoted(table.name)}`);
          await takeRows(client, db, table);
        }
        db.exec('COMMIT');
      } finally {
        db.close();
      }
    }),
  );

const giveRows = async (client: Client, db: Database.Database, table: Table): Promise<void> => {
  await client.query(`DELETE FROM ${quoted(table.name)}`);
  const arrays = table.columns.map(({ type }, index) => `$${index + 1}::${arrayTypes[type] ?? type}`);
  const text = `INSERT INTO ${quoted(table.name)} (${columnList(table)}) SELECT * FROM unnest(${arrays.join(', ')})`;
  const give = (rows: readonly unknown[][]): Promise<unknown> => client.query(text, table.columns.map((_column, index) => rows.map((row) => row[index])));
  let page: unknown[][] = [];
  for (const row of db.prepare(`SELECT ${columnList(table)} FROM ${quoted(table.name)}`).raw().iterate()) {
    page.push(row as unknown[]);
    if (page.length < pageRows) continue;
    await give(page);
    page = [];
  }
  if (page.length > 0) await give(page);
};

/**
 * Fills a database that no endpoint has used yet from the copy `file`, which is brought to the newest schema first; all or
 * nothing. `last` runs when all is there and before it counts. Throws AppError `database_not_empty`, `database_newer` or `database_unopenable`.
 */
export const fillPostgres = (url: string, file: string, last: () => Promise<void>, binding?: string): Promise<void> =>
  withConnection(url, (client) =>
    transaction(client, 'BEGIN', async () => {
      await bringPostgresUp(client);
      if ((await client.query('SELECT 1 FROM meta UNION ALL SELECT 1 FROM entity_row LIMIT 1')).rows.length > 0) throw new AppError('database_not_empty', {});
      const db = new Database(file, { fileMustExist: true, ...(binding === undefined ? {} : { nativeBinding: binding }) });
      try {
        bringSqliteTo(db, migrations.length);
        for (const table of tablesOf(db)) await giveRows(client, db, table);
      } finally {
        db.close();
      }
      await last();
    }),
  );
