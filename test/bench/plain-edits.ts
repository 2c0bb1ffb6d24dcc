import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import Sqlite from 'better-sqlite3';
import { readDb } from '#core/db/connection.ts';
import { readRow } from '#core/db/entity-rows.ts';
import { databaseName } from '#shared/desk-files.ts';
import type { EntityName } from '#shared/domain/entities/index.ts';
import { sharedNow } from './far-desk.ts';
import { openPlainTables, type PlainRow } from './plain-tables.ts';

/**
 * The rows that an offline desk's edits have made, as they stand there: an edit of a ticket is two, the ticket itself and the
 * event that tells of it. The floor moves these very rows; one that moved a title alone would do another work.
 */
export const editedRows = (dir: string): readonly string[] => {
  const raw = new Sqlite(path.join(dir, databaseName), { readonly: true });
  try {
    const names = raw.prepare("SELECT entity, key FROM outbox WHERE state = 'waiting' GROUP BY entity, key ORDER BY min(seq)").all() as { entity: EntityName; key: string }[];
    const db = readDb(raw);
    return names.map(({ entity, key }) => {
      const row = readRow(db, entity, key);
      return JSON.stringify({ entity, key, row: row?.fields, stamps: row?.stamps });
    });
  } finally {
    raw.close();
  }
};

/** The same rows as gzip NDJSON in one post, into one transaction there, and let go of in one here. */
export const plainPush = async (folder: string, address: string, rows: readonly string[]): Promise<number> => {
  const db = new Sqlite(path.join(folder, `outbox-${Date.now()}.db`));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE outbox (seq INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT');
  const put = db.prepare('INSERT INTO outbox (body) VALUES (?)');
  db.transaction(() => {
    for (const row of rows) put.run(row);
  })();
  const started = performance.now();
  const lines = (db.prepare('SELECT body FROM outbox ORDER BY seq').all() as { body: string }[]).map((row) => row.body).join('\n');
  const answer = await fetch(`${address}/edits`, { method: 'POST', headers: { 'content-encoding': 'gzip' }, body: new Uint8Array(gzipSync(lines, { level: 1 })) });
  await answer.text();
  db.exec('DELETE FROM outbox');
  const seconds = (performance.now() - started) / 1000;
  db.close();
  return seconds;
};

export interface PlainFar {
  /** Posts as A, in A's process; answers with when that began. */
  readonly post: (body: string) => Promise<number>;
  /** Where B reads. */
  readonly address: string;
}

/**
 * A posts an edit's rows, which it has on disk, the far end commits and pokes, B asks for them and commits: nothing else.
 * Each of the two commits waits for the disk, as each of the product's has to. `rows`: two for each trip.
 */
export const plainTrips = async (folder: string, far: PlainFar, rows: readonly string[]): Promise<readonly number[]> => {
  const { db, put } = openPlainTables(path.join(folder, `b-${Date.now()}.db`), { indexes: false });
  const keep = db.transaction((text: string) => {
    for (const line of text.split('\n')) put(JSON.parse(line) as PlainRow);
  });
  const nameOf = (line: string): string => {
    const { entity, key } = JSON.parse(line) as PlainRow;
    return `${entity},${key}`;
  };
  const stop = new AbortController();
  const live = await fetch(`${far.address}/live`, { signal: stop.signal });
  const reader = live.body?.getReader();
  const times: number[] = [];
  for (let at = 0; at + 1 < rows.length; at += 2) {
    const edit = rows.slice(at, at + 2);
    const names = edit.map(nameOf).join('/');
    const poke = reader?.read();
    const began = far.post(edit.join('\n'));
    await poke;
    keep.immediate(await (await fetch(`${far.address}/row/${names}`)).text());
    const ended = sharedNow();
    times.push(ended - (await began));
    await sleep(60);
  }
  stop.abort();
  db.close();
  return times;
};
