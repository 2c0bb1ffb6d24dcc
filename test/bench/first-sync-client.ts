import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SnapshotRow } from '#shared/sync/protocol.ts';
import { benchCore } from './bench-core.ts';
import { openPlainTables } from './plain-tables.ts';

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

const plain = async (): Promise<number> => {
  const { db, put } = openPlainTables(path.join(dir, 'plain.db'), { indexes: kind !== 'plain' });
  const started = performance.now();
  const answer = await fetch(`${address}/rows`);
  if (answer.body === null) throw new Error(`rows answered ${answer.status}`);
  db.exec('BEGIN IMMEDIATE');
  for await (const line of createInterface({ input: Readable.fromWeb(answer.body as ReadableStream) })) {
    put(JSON.parse(line) as SnapshotRow);
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
