import path from 'node:path';
import type { Log } from '../log.ts';
import { openSqliteStore } from './sqlite-store.ts';
import type { Store } from './store.ts';

export interface StoreOptions {
  readonly dir: string;
  /** `postgres://…`; without it a SQLite file in `dir`. */
  readonly databaseUrl: string | undefined;
  readonly newId: () => string;
  readonly log: Log;
  readonly sqliteBinding: string | undefined;
}

/** Opens the storage that was chosen. Throws AppError `database_newer`, `database_corrupt` or `database_unopenable`. */
export const openStore = async ({ dir, databaseUrl, newId, log, sqliteBinding }: StoreOptions): Promise<Store> => {
  if (databaseUrl === undefined || databaseUrl === '') return openSqliteStore({ file: path.join(dir, 'endpoint.sqlite'), newId, binding: sqliteBinding });
  // A small office never loads it.
  const { openPostgresStore } = await import('./postgres-store.ts');
  return openPostgresStore({ url: databaseUrl, newId, log });
};
