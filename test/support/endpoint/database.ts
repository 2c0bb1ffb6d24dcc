import { createHash, randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { askPostgres } from './ask-postgres.ts';
import { databaseOn } from './postgres-server.ts';

/** Where a test run's PostgreSQL listens. */
export const postgresVariable = 'CARRIL_TEST_POSTGRES';

/** Whether the tests of this project keep the endpoint's data in PostgreSQL. */
export const onPostgres = process.env['CARRIL_TEST_STORE'] === 'postgres';

const server = (): string => {
  const url = process.env[postgresVariable];
  if (url === undefined) throw new Error(`${postgresVariable} is not set`);
  return url;
};

/** The database of the endpoint that has its folder there. */
const nameOf = (dir: string): string => `carril_${createHash('sha256').update(realpathSync(dir)).digest('hex').slice(0, 20)}`;
const urlOf = (dir: string): string => databaseOn(server(), nameOf(dir));
const sqliteFile = (dir: string): string => path.join(dir, 'endpoint.sqlite');

const isThere = (name: string): boolean => askPostgres(server(), 'SELECT 1 FROM pg_database WHERE datname = $1', [name]).length > 0;

/** What an endpoint on this folder is to be given as `databaseUrl`: its database is made if it is not there. */
export const databaseFor = (dir: string): string | undefined => {
  if (!onPostgres) return undefined;
  mkdirSync(dir, { recursive: true });
  if (!isThere(nameOf(dir))) askPostgres(server(), `CREATE DATABASE "${nameOf(dir)}"`);
  return urlOf(dir);
};

/** An empty database that belongs to no folder. */
export const newDatabase = (): string => {
  const name = `carril_${randomUUID()}`;
  askPostgres(server(), `CREATE DATABASE "${name}"`);
  return databaseOn(server(), name);
};

/** Of a folder that is about to be removed, or is so already. */
export const dropDatabase = (dir: string): void => {
  if (onPostgres && existsSync(dir)) askPostgres(server(), `DROP DATABASE IF EXISTS "${nameOf(dir)}" WITH (FORCE)`);
};

const inPostgres = (text: string): string => {
  let n = 0;
  return text.replaceAll(/(\w+) ->> '\$\.(\w+)'/g, "($1::jsonb ->> '$2')").replaceAll('?', () => `$${(n += 1)}`);
};

/** Looks into an endpoint's data beside it. JSON fields as `fields ->> '$.title'`, parameters as `?`. */
export const askStored = <T>(dir: string, text: string, ...values: readonly unknown[]): readonly T[] => {
  if (onPostgres) return askPostgres(urlOf(dir), inPostgres(text), values) as readonly T[];
  const db = new Sqlite(sqliteFile(dir), { readonly: true });
  try {
    return db.prepare(text).all(...values) as T[];
  } finally {
    db.close();
  }
};

/** Writes into an endpoint's data behind its back: what an earlier build may have left there. */
export const changeStored = (dir: string, text: string, ...values: readonly unknown[]): void => {
  if (onPostgres) {
    askPostgres(urlOf(dir), inPostgres(text), values);
    return;
  }
  const db = new Sqlite(sqliteFile(dir));
  try {
    db.prepare(text).run(...values);
  } finally {
    db.close();
  }
};

const copyPostgres = (from: string, to: string): void => {
  askPostgres(server(), `DROP DATABASE IF EXISTS "${to}" WITH (FORCE)`);
  askPostgres(server(), `CREATE DATABASE "${to}" TEMPLATE "${from}"`);
};

/** The data of a stopped endpoint, for one in another folder to which its files were copied already. */
export const copyDatabase = (from: string, to: string): void => {
  if (onPostgres) copyPostgres(nameOf(from), nameOf(to));
};

/** Keeps a stopped endpoint's data aside; answers with how to put it back, as from last night's backup, under a new epoch or silently. */
export const keepBackupOf = (dir: string): ((how: 'new_epoch' | 'silent') => void) => {
  const newEpoch = "DELETE FROM meta WHERE name = 'epoch'";
  if (onPostgres) {
    const [name, backup] = [nameOf(dir), `${nameOf(dir)}_backup`];
    copyPostgres(name, backup);
    return (how) => {
      copyPostgres(backup, name);
      if (how === 'new_epoch') askPostgres(urlOf(dir), newEpoch);
    };
  }
  const file = sqliteFile(dir);
  copyFileSync(file, `${file}.backup`);
  return (how) => {
    for (const tail of ['-wal', '-shm']) if (existsSync(file + tail)) rmSync(file + tail);
    copyFileSync(`${file}.backup`, file);
    if (how === 'silent') return;
    const db = new Sqlite(file);
    db.prepare(newEpoch).run();
    db.close();
  };
};
