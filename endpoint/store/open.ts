import path from 'node:path';
import Database from 'better-sqlite3';
import { AppError } from '#shared/errors.ts';
import { migrations } from './migrations.ts';

export type Sqlite = Database.Database;

const corruptCodes = new Set(['SQLITE_NOTADB', 'SQLITE_CORRUPT']);

const migrate = (db: Sqlite): void => {
  const found = db.pragma('user_version', { simple: true }) as number;
  const known = migrations.length;
  // Asked before anything else is set: a newer database is never touched.
  if (found > known) throw new AppError('database_newer', { found, known });
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  // 64 MiB of pages, and a checkpoint only every 32 MiB of log: an import touches many indexes at once.
  db.pragma('cache_size = -65536');
  db.pragma('wal_autocheckpoint = 8192');
  for (const [index, sql] of migrations.entries()) {
    if (index < found) continue;
    db.transaction(() => {
      db.exec(sql);
      db.pragma(`user_version = ${index + 1}`);
    }).immediate();
  }
};

/**
 * Opens the endpoint's database, bringing an older schema up to this program's.
 * Throws AppError `database_newer` { found, known } or `database_corrupt` { file }.
 */
export const openDatabase = (file: string, binding: string | undefined): Sqlite => {
  const db = new Database(file, binding === undefined ? {} : { nativeBinding: binding });
  try {
    db.pragma('busy_timeout = 5000');
    migrate(db);
    return db;
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError && corruptCodes.has(error.code)) {
      throw new AppError('database_corrupt', { file: path.basename(file) }, { cause: error });
    }
    throw error;
  }
};
