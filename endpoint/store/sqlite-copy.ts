import Database from 'better-sqlite3';
import { migrations } from './migrations/index.ts';

/** What a copy of the database says of itself. */
export interface CopyFacts {
  readonly epoch: string;
  readonly head: number;
  /** How many migrations it has had. */
  readonly version: number;
  /** Hashes of the evidence whose bytes the endpoint held. */
  readonly evidence: readonly string[];
  /** What is wrong with it; empty where nothing is. */
  readonly wrong: readonly string[];
}

const open = (file: string, binding: string | undefined, readonly: boolean): Database.Database =>
  new Database(file, { readonly, fileMustExist: true, ...(binding === undefined ? {} : { nativeBinding: binding }) });

/** Copies the database as it stands at one moment, while others read and write it. `target` must not be there. */
export const copySqlite = (file: string, target: string, binding?: string): void => {
  const source = open(file, binding, true);
  try {
    source.pragma('busy_timeout = 30000');
    source.prepare('VACUUM INTO ?').run(target);
  } finally {
    source.close();
  }
  // So that it can be read later without a file beside it.
  const copy = open(target, binding, false);
  try {
    copy.pragma('journal_mode = DELETE');
  } finally {
    copy.close();
  }
};

const column = (db: Database.Database, sql: string): readonly unknown[] => db.prepare(sql).pluck().all();

/** Reads a copy without changing it. Throws SqliteError where it is no database. */
export const inspectCopy = (file: string, binding?: string): CopyFacts => {
  const db = open(file, binding, true);
  try {
    const version = Number(db.pragma('user_version', { simple: true }));
    const integrity = column(db, 'PRAGMA integrity_check(20)').map(String).filter((line) => line !== 'ok');
    const epoch = column(db, "SELECT value FROM meta WHERE name = 'epoch'")[0];
    const head = Number(column(db, 'SELECT seq FROM head WHERE id = 1')[0]);
    const highest = Number(column(db, 'SELECT max(seq) FROM entity_row')[0] ?? 0);
    const wrong = [
      ...integrity,
      ...(version > migrations.length ? [`the database is of a newer version (${version}, known ${migrations.length})`] : []),
      ...(typeof epoch === 'string' ? [] : ['the database has no epoch']),
      ...(highest > head ? [`a row stands behind the head (${highest}, head ${head})`] : []),
    ];
    const evidence = column(db, "SELECT sha256 FROM entity_row WHERE upload = 'stored' AND deleted = 0 UNION SELECT sha256 FROM blob_sender ORDER BY 1").map(String);
    return { epoch: String(epoch), head, version, evidence, wrong };
  } finally {
    db.close();
  }
};

/** Gives a copy a new epoch, so that desks notice that seq numbers mean something else now. */
export const renewEpoch = (file: string, epoch: string, binding?: string): void => {
  const db = open(file, binding, false);
  try {
    db.pragma('synchronous = FULL');
    if (db.prepare("UPDATE meta SET value = ? WHERE name = 'epoch'").run(epoch).changes !== 1) throw new Error('a copy without an epoch');
  } finally {
    db.close();
  }
};
