import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Core } from '#core/index.ts';
import type { SyncStatus } from '#shared/contract/views.ts';
import { insertClient, insertTicket } from '#test/support/endpoint/sample.ts';
import { runEndpointCli, spawnEndpoint } from '#test/support/endpoint/start.ts';
import { createWireDesk, newId, type WireDesk } from '#test/support/endpoint/wire.ts';
import { benchCore } from './bench-core.ts';
import { countingProxy } from './counting-proxy.ts';
import { sharedNow, startFarDesk, type FarDesk } from './far-desk.ts';
import { measure, median, type Measure } from './measure.ts';
import { editedRows, plainPush, plainTrips } from './plain-edits.ts';

export interface SpeedSize {
  readonly tickets: number;
  /** Offline edits, one for each of the first tickets. */
  readonly edits: number;
  /** Single edits that go from desk to desk. */
  readonly trips: number;
  /** First syncs, of which the median counts. */
  readonly runs: number;
  readonly idleMs: number;
}

const fullSize: SpeedSize = { tickets: Number(process.env['CARRIL_BENCH_TICKETS'] ?? 100_000), edits: 5_000, trips: 60, runs: 3, idleMs: 20_000 };
const password = 'a long enough password';
const lead = 'lead@example.test';
const consultant = 'consultant@example.test';

const words = 'factura albarán inventario pedido cliente proveedor impuesto asiento conciliación usuario permiso informe pantalla error lentitud correo plantilla almacén lote serie'.split(' ');
const wordAt = (n: number): string => words[n % words.length] ?? '';
const sentence = (seed: number, length: number): string => Array.from({ length }, (_, n) => wordAt(seed * 7 + n * (1 + (seed % 5)))).join(' ');

/** A person's clients are a filter on every row, also where he serves all of them. */
const seed = async (wire: WireDesk, tickets: number, clients: readonly string[]): Promise<readonly string[]> => {
  await wire.push(clients.map((key) => wire.op(insertClient(key))));
  const keys: string[] = [];
  for (let done = 0; done < tickets; done += 1000) {
    const batch = Array.from({ length: Math.min(1000, tickets - done) }, (_, n) => ({ key: newId(), n: done + n }));
    keys.push(...batch.map(({ key }) => key));
    await wire.push(
      batch.map(({ key, n }) =>
        wire.op(
          insertTicket(clients[n % clients.length] ?? '', key, {
            title: sentence(n, 8),
            description: sentence(n + 3, 24),
            objective: sentence(n, 6),
            module: wordAt(n),
            requester_name: `${wordAt(n)} ${n}`,
            severity: n % 4 === 0 ? 'S2' : null,
            external_ref: `INC${String(n).padStart(7, '0')}`,
          }),
        ),
      ),
    );
  }
  return keys;
};

const spawnPlain = async (rows: string, database: string): Promise<{ readonly address: string; readonly stop: () => Promise<unknown> }> => {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'plain-sync-server.ts'), rows, database], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return {
    address: line.replace('Carril listens on ', ''),
    stop: () => {
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      return gone;
    },
  };
};

interface FirstSync {
  readonly seconds: number;
  readonly maxRssMb: number;
}

const firstSync = async (folder: string, kind: string, ...rest: readonly string[]): Promise<FirstSync> => {
  const dir = path.join(folder, `${kind}-${Math.random().toString(36).slice(2)}`);
  await mkdir(dir);
  const { stdout } = await promisify(execFile)(process.execPath, [path.join(import.meta.dirname, 'first-sync-client.ts'), kind, dir, ...rest], { maxBuffer: 1 << 20 });
  await rm(dir, { recursive: true, force: true });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as FirstSync;
};

const rowsOf = async (wire: WireDesk): Promise<string> => {
  const lines: string[] = [];
  for (let after: string | null = null; ; ) {
    const page = await wire.snapshot({ after, limit: 20_000 });
    for (const row of page.rows) lines.push(JSON.stringify(row));
    if (page.end.next === null) return `${lines.join('\n')}\n`;
    after = page.end.next;
  }
};

const walk = async (wire: WireDesk): Promise<number> => {
  const started = performance.now();
  for (let after: string | null = null; ; ) {
    const answer = await wire.raw(`/v1/snapshot?limit=5000${after === null ? '' : `&after=${after}`}`);
    const end = JSON.parse(answer.body.trimEnd().split('\n').at(-1) ?? '') as { next: string | null };
    if (end.next === null) return (performance.now() - started) / 1000;
    after = end.next;
  }
};

const until = async (done: () => Promise<boolean>): Promise<void> => {
  // Each question counts what waits, on the desk's one thread.
  while (!(await done())) await sleep(20);
};

type AskStatus = () => Promise<SyncStatus>;

const idle = (ask: AskStatus) => async (): Promise<boolean> => {
  const { lastSyncAt, progress, state, waitingOps } = await ask();
  return lastSyncAt !== null && progress === null && state === 'idle' && waitingOps === 0;
};

const p95 = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? Number.NaN;

const deskTrips = async (from: FarDesk, to: Core, ids: readonly string[]): Promise<readonly number[]> => {
  const times: number[] = [];
  for (const [n, id] of ids.entries()) {
    let seen = (_at: number): void => undefined;
    const arrived = new Promise<number>((resolve) => {
      seen = resolve;
    });
    const forget = to.onChanged((topics) => {
      if (topics.includes(`ticket:${id}`)) seen(sharedNow());
    });
    const { atMs } = await from.call('ticket.edit', { id, fields: { title: `Viaje ${n} ${Date.now()}` } });
    times.push((await arrived) - atMs);
    forget();
    await sleep(60);
  }
  return times;
};

const measureFirst = async ({ tickets, runs }: SpeedSize, folder: string, address: string, plain: string, wire: { readonly all: WireDesk; readonly his: WireDesk }): Promise<readonly Measure[]> => {
  const floors: FirstSync[] = [];
  const desks: FirstSync[] = [];
  for (let n = 0; n < runs; n += 1) {
    floors.push(await firstSync(folder, 'plain', plain));
    desks.push(await firstSync(folder, 'desk', address, consultant, password));
  }
  const floor = median(floors.map((run) => run.seconds));
  const indexed = (await firstSync(folder, 'plain-indexed', plain)).seconds;
  const searched = (await firstSync(folder, 'plain-search', plain)).seconds;
  // Whoever walks first reads the pages from the disk.
  await walk(wire.all);
  return [
    measure(`first sync of ${tickets} tickets, filtered, indexed, searchable`, 's', median(desks.map((run) => run.seconds)), floor, { atMostRatio: 2 }),
    measure('… of which the tables’ indexes, laid plainly', 's', indexed - floor),
    measure('… of which the search index, laid plainly', 's', searched - indexed),
    measure('… of which the permission filter, at the endpoint', 's', (await walk(wire.his)) - (await walk(wire.all))),
    measure('first sync, peak memory of the desk', 'MB', Math.max(...desks.map((run) => run.maxRssMb)), Math.max(...floors.map((run) => run.maxRssMb)), { atMost: 350 }),
  ];
};

const measureDesks = async ({ edits, trips, idleMs }: SpeedSize, folder: string, address: string, plain: string, keys: readonly string[]): Promise<readonly Measure[]> => {
  // B and the floor's B both read through a relay that counts; A is a process of its own, as two desks always are.
  const [proxy, plainProxy] = [await countingProxy(new URL(address)), await countingProxy(new URL(plain))];
  const a = await startFarDesk(path.join(folder, 'a'));
  const { core: b } = await benchCore(path.join(folder, 'b'));
  const statusOfA: AskStatus = async () => (await a.call('sync.status', {})).value;
  const statusOfB: AskStatus = async () => await b.handlers['sync.status']({});
  try {
    await a.call('session.signIn', { address, email: lead, password, demo: false });
    await until(idle(statusOfA));
    await b.handlers['session.signIn']({ address: proxy.address, email: lead, password, demo: false });
    await until(idle(statusOfB));
    await a.call('sync.setMode', { mode: 'paused' });
    for (const [n, id] of keys.slice(0, edits).entries()) await a.call('ticket.edit', { id, fields: { title: sentence(n + 11, 8) } });
    const rows = editedRows(path.join(folder, 'a'));
    // Nobody reads along in the floor either.
    await b.handlers['sync.setMode']({ mode: 'paused' });
    const started = performance.now();
    await a.call('sync.setMode', { mode: 'on' });
    await until(idle(statusOfA));
    const push = (performance.now() - started) / 1000;
    const floor = median([await plainPush(folder, plain, rows), await plainPush(folder, plain, rows), await plainPush(folder, plain, rows)]);
    await b.handlers['sync.setMode']({ mode: 'on' });
    await until(idle(statusOfB));
    await sleep(500);
    const floorTrips = await plainTrips(folder, { post: (body) => a.post(`${plain}/edits`, body), address: plainProxy.address }, rows.slice(0, 2 * trips));
    const ours = await deskTrips(a, b, keys.slice(-trips));
    await sleep(1000);
    // A while in which nobody does anything.
    const [bytes, cpu] = [proxy.received(), process.cpuUsage()];
    await sleep(idleMs);
    const minute = 60_000 / idleMs;
    const used = process.cpuUsage(cpu);
    return [
      measure(`push of ${edits} offline edits`, 's', push, floor, { atMostRatio: 4 }),
      measure('one edit from commit to commit, p50', 'ms', median(ours), median(floorTrips)),
      measure('one edit from commit to commit, p95', 'ms', p95(ours), p95(floorTrips), { atMostRatio: 2 }),
      measure('an idle desk, received in a minute', 'B', (proxy.received() - bytes) * minute, null, { atMost: 1024 }),
      measure('an idle desk, CPU in a minute', 'ms', ((used.user + used.system) / 1000) * minute, null, { atMost: 150 }),
    ];
  } finally {
    await Promise.all([a.close(), b.close()]);
    await Promise.all([proxy.close(), plainProxy.close()]);
  }
};

/** The bounds of issue 3, each beside its floor in the same run. */
export const measureSyncSpeed = async (size: SpeedSize = fullSize): Promise<readonly Measure[]> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'carril-bench-speed-'));
  const dir = path.join(folder, 'endpoint');
  await runEndpointCli(['add-user', '--dir', dir, '--name', 'Lead', '--email', lead, '--role', 'lead', '--password-stdin'], password);
  const clients = Array.from({ length: 20 }, () => newId());
  const endpoint = await spawnEndpoint({ dir });
  try {
    const all = createWireDesk(endpoint.address);
    await all.signIn(lead, password);
    const keys = await seed(all, size.tickets, clients);
    await endpoint.stop();
    await runEndpointCli(['add-user', '--dir', dir, '--name', 'Consultant', '--email', consultant, '--role', 'consultant', ...clients.flatMap((client) => ['--client', client]), '--password-stdin'], password);
    const again = await spawnEndpoint({ dir, port: Number(new URL(endpoint.address).port) });
    try {
      const his = createWireDesk(again.address);
      await his.signIn(consultant, password);
      const rows = path.join(folder, 'rows.ndjson');
      await writeFile(rows, await rowsOf(his));
      const plain = await spawnPlain(rows, path.join(folder, 'plain-far.db'));
      try {
        return [...(await measureFirst(size, folder, again.address, plain.address, { all, his })), ...(await measureDesks(size, folder, again.address, plain.address, keys))];
      } finally {
        await plain.stop();
      }
    } finally {
      await again.stop();
    }
  } finally {
    await endpoint.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
};
