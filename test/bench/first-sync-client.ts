import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { columnsOf, encodeFields } from '#core/db/row-codec.ts';
import { foundation } from '#core/db/migrations/0001-foundation.ts';
import { specOf, type EntityName } from '#shared/domain/entities/index.ts';
import type { SnapshotRow } from '#shared/sync/protocol.ts';
import { benchCore } from './bench-core.ts';

/**
 * One first sync in a process of its own, so that its memory can be told. Prints one line of JSON.
 * `node first-sync-client.ts desk DIR ADDRESS EMAIL PASSWORD` · `… plain|plain-indexed|plain-search DIR ADDRESS`.
 */
const [kind = '', dir = '', address = '', email = '', password = ''] = process.argv.slice(2);

const desk = async (): Promise<number> => {
  const { core } = await benchCore(dir);
  const started = performance.now();
  await core.handlers['session.signIn']({ address, email, password, demo: false });
  for (;;) {
    const { lastSyncAt, progress, state } = await core.handlers['sync.status']({});
    if (lastSyncAt !== null && progress === null && state === 'idle') break;
    await sleep(10);
  }
  const seconds = (performance.now() - started) / 1000;
  await core.close();
  return seconds;
};

const withoutIndexes = (text: string): string =>
  text
    .split(';')
    .filter((statement) => !/^\s*CREATE (UNIQUE )?INDEX/.test(statement))
    .join(';');

const plain = async (): Promise<number> => {
  const db = new Sqlite(path.join(dir, 'plain.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('cache_size = -32000');
  db.exec(kind === 'plain' ? withoutIndexes(foundation) : foundation);
  // Made when the first row asks for one: entities that came with later migrations have no table here, and no rows.
  const inserts = new Map<EntityName, { readonly columns: readonly string[]; readonly statement: Sqlite.Statement }>();
  const insertOf = (entity: EntityName) => {
    const known = inserts.get(entity);
    if (known !== undefined) return known;
    const columns = [...columnsOf(entity), ...(specOf(entity).kind === 'record' ? ['stamps'] : [])];
    const names = columns.map((column) => `"${column}"`).join(', ');
    const made = { columns, statement: db.prepare(`INSERT OR REPLACE INTO "${entity}" (id, ${names}) VALUES (?${', ?'.repeat(columns.length)})`) };
    inserts.set(entity, made);
    return made;
  };
  const started = performance.now();
  const answer = await fetch(`${address}/rows`);
  if (answer.body === null) throw new Error(`rows answered ${answer.status}`);
  db.exec('BEGIN IMMEDIATE');
  for await (const line of createInterface({ input: Readable.fromWeb(answer.body as ReadableStream) })) {
    const row = JSON.parse(line) as SnapshotRow;
    const { columns, statement } = insertOf(row.entity);
    const encoded: Record<string, string | number | null> = { ...encodeFields(row.entity, row.row), stamps: JSON.stringify(row.stamps) };
    statement.run(row.key, ...columns.map((column) => encoded[column] ?? null));
  }
  if (kind === 'plain-search') {
    db.exec("INSERT INTO ticket_text (rowid, title, description, code) SELECT rowid, title, description, concat_ws(' ', number, provisional_code, external_ref) FROM ticket");
  }
  db.exec('COMMIT');
  const seconds = (performance.now() - started) / 1000;
  db.close();
  return seconds;
};

const seconds = kind === 'desk' ? await desk() : await plain();
process.stdout.write(`${JSON.stringify({ seconds, maxRssMb: process.resourceUsage().maxRSS / 1024, cpuSeconds: (process.cpuUsage().user + process.cpuUsage().system) / 1e6 })}\n`);
process.exit(0);
