import type Sqlite from 'better-sqlite3';

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

/** One immediate transaction. It is on disk when this returns (WAL, synchronous FULL); a throw leaves nothing behind. */
export const write = <T>(db: ReadDb, work: (tx: WriteDb) => T): T => db.raw.transaction(() => work(db as WriteDb)).immediate();

/**
 * One immediate transaction whose commit does not wait for the disk: for what can be fetched again. A power cut may take it
 * back, whole, together with others of its kind before it; the next `write` makes all of them durable.
 */
export const writeLoosely = <T>(db: ReadDb, work: (tx: WriteDb) => T): T => {
  db.raw.pragma('synchronous = NORMAL');
  try {
    return write(db, work);
  } finally {
    db.raw.pragma('synchronous = FULL');
  }
};
