import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Core } from '#core/index.ts';
import { importMapping } from '#shared/contract/import.ts';
import { proto, pullPageRows, schemaVersion, type PullEnd, type PullLine } from '#shared/sync/protocol.ts';
import { runEndpointCli, spawnEndpoint } from '#test/support/endpoint/start.ts';
import { benchCore } from './bench-core.ts';
import { countingProxy } from './counting-proxy.ts';
import { measure, median, type Measure } from './measure.ts';
import { openPlainTables } from './plain-tables.ts';
import { uciMapping, uciZip } from './uci-desk.ts';

const credentials = { email: 'lead@example.test', password: 'a long enough password' };

const until = async (done: () => Promise<boolean>, everyMs: number): Promise<void> => {
  while (!(await done())) await sleep(everyMs);
};

/** The same rows, fetched page by page and put into the same tables by prepared upserts, and nothing else. */
const plainDownload = async (address: string, token: string, dir: string): Promise<number> => {
  const { db, put } = openPlainTables(path.join(dir, `plain-${Date.now()}.db`), { indexes: true });
  let since = 0;
  let rows = 0;
  for (let more = true; more; ) {
    const answer = await fetch(`${address}/v1/pull?since=${since}&inc=1&limit=${pullPageRows}`, {
      headers: { authorization: `Bearer ${token}`, 'x-carril-proto': String(proto), 'x-carril-schema': String(schemaVersion) },
    });
    if (!answer.ok || answer.body === null) throw new Error(`pull answered ${answer.status}`);
    const lines: string[] = [];
    for await (const line of createInterface({ input: Readable.fromWeb(answer.body as ReadableStream) })) lines.push(line);
    let end: PullEnd | null = null;
    db.transaction(() => {
      for (const line of lines) {
        const parsed = JSON.parse(line) as PullLine;
        if ('end' in parsed) end = parsed;
        if (!('row' in parsed)) continue;
        put(parsed);
        rows += 1;
      }
    })();
    const closing = end as PullEnd | null;
    if (closing === null) throw new Error('a page without its end');
    since = closing.next;
    more = closing.more;
  }
  db.close();
  return rows;
};

export interface SyncSize {
  /** The log that is imported. */
  readonly file: string;
  readonly trips: number;
}

/** `npm run bench:sync`: push of an import, first sync of another desk, and a change from desk to desk. */
export const measureSync = async ({ file, trips: rounds }: SyncSize = { file: uciZip(), trips: 15 }): Promise<readonly Measure[]> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'carril-bench-sync-'));
  const measures: Measure[] = [];
  const dir = path.join(folder, 'endpoint');
  await runEndpointCli(['add-user', '--dir', dir, '--name', 'Lead', '--email', credentials.email, '--role', 'lead', '--password-stdin'], credentials.password);
  const endpoint = await spawnEndpoint({ dir });
  const open: Core[] = [];
  try {
    const first = await benchCore(path.join(folder, 'first'));
    open.push(first.core);
    await first.core.handlers['session.signIn']({ address: endpoint.address, ...credentials, demo: false });
    const mapping = importMapping.parse(JSON.parse(await readFile(uciMapping(false), 'utf8')));
    const { run } = await first.core.handlers['import.start']({ path: file, mapping, skipRejected: false });
    const imported = async () => (await first.core.handlers['import.runs']({})).find((one) => one.id === run && one.status !== 'running');
    await until(async () => (await imported()) !== undefined, 50);
    const counts = (await imported())?.counts;
    const pushStarted = performance.now();
    const ops = (await first.core.handlers['sync.status']({})).waitingOps;
    await until(async () => (await first.core.handlers['sync.status']({})).waitingOps === 0, 50);
    measures.push(measure(`push of an import (${ops} ops)`, 's', (performance.now() - pushStarted) / 1000));

    const proxy = await countingProxy(new URL(endpoint.address));
    const second = await benchCore(path.join(folder, 'second'));
    open.push(second.core);
    const syncStarted = performance.now();
    await second.core.handlers['session.signIn']({ address: proxy.address, ...credentials, demo: false });
    await until(async () => {
      const status = await second.core.handlers['sync.status']({});
      return status.lastSyncAt !== null && status.progress === null && status.state === 'idle';
    }, 20);
    const syncSeconds = (performance.now() - syncStarted) / 1000;
    const syncBytes = proxy.received();
    const plainStarted = performance.now();
    const before = proxy.received();
    const rows = await plainDownload(proxy.address, second.token(), folder);
    const plainSeconds = (performance.now() - plainStarted) / 1000;
    measures.push(measure(`first sync: ${counts?.tickets ?? 0} tickets, ${counts?.events ?? 0} events, ${rows} rows`, 's', syncSeconds, plainSeconds));
    measures.push(measure('first sync, bytes received', 'B', syncBytes, proxy.received() - before));

    const client = (await second.core.handlers['client.list']({}))[0]?.id ?? '';
    const trips: number[] = [];
    for (let n = 0; n < rounds; n += 1) {
      const started = performance.now();
      const { id } = await first.core.handlers['ticket.create']({ title: `Trip ${n}`, client, channel: 'phone', requester: null, requester_name: null, description: '' });
      await until(async () => (await second.core.handlers['board.locate']({ ticket: id, filter: {} })) !== null, 1);
      trips.push(performance.now() - started);
    }
    measures.push(measure('created here, seen on another desk', 'ms', median(trips), null, { atMost: 1000 }));
    await Promise.all(open.splice(0).map((core) => core.close()));
    await proxy.close();
    return measures;
  } finally {
    await Promise.all(open.map((core) => core.close()));
    await endpoint.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
};
