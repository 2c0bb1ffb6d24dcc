import { copyFileSync, existsSync, mkdirSync, statfsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { databaseName } from '#shared/desk-files.ts';
import { AppError } from '#shared/errors.ts';
import { readDb, type ReadDb } from './connection.ts';
import { migrations } from './migrations/index.ts';

export interface OpenOptions {
  /** The desk's folder; the database is `carril.db` in it. */
  readonly dir: string;
  /** Path of a native build of better-sqlite3 to load instead of the package's own. */
  readonly sqliteBinding: string | null;
}

export const databaseFile = (dir: string): string => join(dir, databaseName);

const sqliteCode = (error: unknown): string => (error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '');

/** Also over the person's quota, or over the size that the system lets a file have. */
const fullCodes: ReadonlySet<string> = new Set(['SQLITE_FULL', 'ENOSPC', 'EDQUOT', 'EFBIG']);

/** SQLite names a full disk as such only where it writes pages; where it maps its index of the log, it is an I/O error. */
const lacksRoom = (code: string, file: string): boolean => {
  if (!code.startsWith('SQLITE_IOERR')) return false;
  try {
    const { bavail, bsize } = statfsSync(dirname(file));
    return bavail * bsize < 64 * 1024;
  } catch {
    // The disk does not even say how full it is: then that is not known to be why.
    return false;
  }
};

/** What an SQLite failure means to the person; anything else stays what it was. */
export const asAppError = (error: unknown, file: string): unknown => {
  const code = sqliteCode(error);
  if (fullCodes.has(code) || lacksRoom(code, file)) return new AppError('disk_full', { file }, { cause: error });
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return new AppError('database_corrupt', { file }, { cause: error });
  if (code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_READONLY') || code === 'SQLITE_PERM' || code === 'EACCES') {
    return new AppError('database_unopenable', { file }, { cause: error });
  }
  return error;
};

const userVersion = (raw: Sqlite.Database): number => Number(raw.pragma('user_version', { simple: true }));

const migrate = (raw: Sqlite.Database, file: string): void => {
  const found = userVersion(raw);
  if (found > migrations.length) throw new AppError('database_newer', { file, found, known: migrations.length });
  if (found === migrations.length) return;
  if (found > 0) {
    // A copy from before the change, so that a failed update can be walked back by hand.
    raw.pragma('wal_checkpoint(TRUNCATE)');
    copyFileSync(file, `${file}.before-${migrations.length}`);
  }
  for (const [index, text] of migrations.entries()) {
    const version = index + 1;
    if (version <= found) continue;
    raw.transaction(() => {
      raw.exec(text);
      raw.pragma(`user_version = ${version}`);
    }).immediate();
  }
};

/**
 * Opens (or makes) the desk's database. A newer schema is refused before anything is written; a damaged file is named.
 * Errors: database_newer, database_corrupt, database_unopenable, disk_full.
 */
export const openDatabase = ({ dir, sqliteBinding }: OpenOptions): ReadDb => {
  const file = databaseFile(dir);
  let raw: Sqlite.Database | null = null;
  try {
    mkdirSync(dir, { recursive: true });
    const existed = existsSync(file);
    raw = new Sqlite(file, { timeout: 5000, ...(sqliteBinding === null ? {} : { nativeBinding: sqliteBinding }) });
    if (existed && userVersion(raw) > migrations.length) throw new AppError('database_newer', { file, found: userVersion(raw), known: migrations.length });
    raw.pragma('journal_mode = WAL');
    raw.pragma('synchronous = FULL');
    raw.pragma('foreign_keys = ON');
    raw.pragma('temp_store = MEMORY');
    raw.pragma('cache_size = -32000');
    // SQLite compares the header's page count with the file on the first read: a file cut in the middle shows here.
    const tables = raw.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE type = 'table'").get() as { n: number };
    if (userVersion(raw) > 0 && tables.n === 0) throw new AppError('database_corrupt', { file });
    migrate(raw, file);
    return readDb(raw);
  } catch (error) {
    raw?.close();
    throw asAppError(error, file);
  }
};

/** Lets SQLite keep its statistics fresh, folds the log in and closes. */
export const closeDatabase = (db: ReadDb): void => {
  if (!db.raw.open) return;
  db.raw.pragma('optimize');
  db.raw.close();
};
