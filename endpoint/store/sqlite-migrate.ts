import type Database from 'better-sqlite3';
import { AppError } from '#shared/errors.ts';
import { migrations } from './migrations/index.ts';

/** The steps from the database's own version to `version`, each in a transaction. Throws AppError `database_newer` { found, known } and has then touched nothing. */
export const bringSqliteTo = (db: Database.Database, version: number): void => {
  const found = db.pragma('user_version', { simple: true }) as number;
  if (found > version) throw new AppError('database_newer', { found, known: version });
  for (const [index, { sqlite }] of migrations.slice(0, version).entries()) {
    if (index < found) continue;
    db.transaction(() => {
      // Another process may have been first.
      if ((db.pragma('user_version', { simple: true }) as number) > index) return;
      db.exec(sqlite);
      db.pragma(`user_version = ${index + 1}`);
    }).immediate();
  }
};

/** Sets up a connection that writes, and brings the schema up. Throws AppError `database_newer` { found, known }. */
export const migrateSqlite = (db: Database.Database): void => {
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
  bringSqliteTo(db, known);
  // Every question has its index, and without statistics SQLite takes it. Those of a database that was nearly empty when
  // they were made (a first user, and the endpoint closed) let it read all rows for one, for as long as the endpoint runs.
  db.exec('DROP TABLE IF EXISTS sqlite_stat1; DROP TABLE IF EXISTS sqlite_stat4;');
};
