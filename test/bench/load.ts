import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createEndpoint } from '#endpoint/endpoint.ts';
import { silentLog } from '#endpoint/log.ts';
import { createDatabase, startPostgres } from '#test/support/endpoint/postgres-server.ts';
import { insertClient, insertTicket } from '#test/support/endpoint/sample.ts';
import { spawnEndpoint } from '#test/support/endpoint/start.ts';
import { createWireDesk, newId } from '#test/support/endpoint/wire.ts';
import { openLoadDesk, type LoadDesk } from './load-desk.ts';
import { memoryByMinute, memoryMeasures, residentBytes, type MemorySample } from './load-memory.ts';
import { measure, table, type Measure } from './measure.ts';

/**
 * `npm run bench:load [-- --seconds 600 --desks 1000 --edits 20 --processes 1 --postgres]`: desks that listen and pull,
 * each of a person with 3 of 100 clients, and edits spread over them, on the machine that serves them too.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '600' },
    desks: { type: 'string', default: '1000' },
    edits: { type: 'string', default: '20' },
    processes: { type: 'string', default: '1' },
    postgres: { type: 'boolean', default: false },
  },
});
const [seconds, deskCount, editsPerSecond, processes] = [values.seconds, values.desks, values.edits, values.processes].map(Number) as [number, number, number, number];
const clientCount = 100;
const password = 'una clave larga';

const quantile = (of: readonly number[], share: number): number => of.toSorted((a, b) => a - b)[Math.min(of.length - 1, Math.floor(of.length * share))] ?? Number.NaN;

const dir = await mkdtemp(path.join(tmpdir(), 'carril-load-'));
const postgres = values.postgres ? await startPostgres({ durable: true }) : null;
const databaseUrl = postgres === null ? undefined : await createDatabase(postgres.url, 'team');

const endpoint = await createEndpoint({ dir, databaseUrl, clock: Date.now, log: silentLog });
const clients = Array.from({ length: clientCount }, () => newId());
for (const [index] of clients.entries()) {
  const seen = [0, 1, 2].map((step) => clients[(index + step) % clientCount] ?? '');
  await endpoint.addUser({ name: `Persona ${index}`, email: `p${index}@carril.app`, password, role: 'lead', clients: seen });
}
await endpoint.addUser({ name: 'Ana', email: 'ana@carril.app', password, role: 'lead', clients: null });
await endpoint.close();

const servers = await Promise.all(Array.from({ length: processes }, () => spawnEndpoint({ dir, options: ['--sign-in-limit', '0', '--rate-limit', '0', ...(databaseUrl === undefined ? [] : ['--database-url', databaseUrl])] })));
for (const server of servers) server.child.stderr?.resume();
const addressOf = (index: number): string => servers[index % servers.length]?.address ?? '';
const desks: LoadDesk[] = [];
try {
  const lead = createWireDesk(addressOf(0));
  await lead.signIn('ana@carril.app', password);
  const tickets = new Map<string, string>();
  for (const client of clients) tickets.set(client, newId());
  await lead.push(clients.map((client) => lead.op(insertClient(client))));
  await lead.push([...tickets].map(([client, ticket]) => lead.op(insertTicket(client, ticket))));

  const sent = new Map<number, { readonly at: number; readonly by: number }>();
  const arrivals: number[] = [];
  /** Heard of before the push was answered. */
  const early = new Map<number, readonly { readonly at: number; readonly desk: number }[]>();
  const pushes: number[] = [];
  const failures = new Map<string, number>();
  const failed = (error: unknown): void => {
    const what = error instanceof Error ? error.message : String(error);
    failures.set(what, (failures.get(what) ?? 0) + 1);
  };
  const heard = (desk: number, seq: number): void => {
    const push = sent.get(seq);
    if (push === undefined) early.set(seq, [...(early.get(seq) ?? []), { at: performance.now(), desk }]);
    else if (push.by !== desk) arrivals.push(performance.now() - push.at);
  };
  const opening = Array.from({ length: deskCount }, (_, index) => index);
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let index = opening.shift(); index !== undefined; index = opening.shift()) {
        const wire = createWireDesk(addressOf(index));
        const signed = await wire.signIn(`p${index % clientCount}@carril.app`, password);
        if (signed.status !== 200) throw new Error(`sign-in: ${signed.status} ${signed.body}`);
        desks[index] = await openLoadDesk(wire, addressOf(index), (seq) => heard(index, seq), failed);
      }
    }),
  );
  process.stderr.write(`${desks.length} desks listen\n`);

  const edit = async (index: number): Promise<void> => {
    const { wire } = desks[index] as LoadDesk;
    const client = clients[((index % clientCount) + Math.floor(Math.random() * 3)) % clientCount] ?? '';
    const started = performance.now();
    const [result] = await wire.push([wire.op({ kind: 'patch', entity: 'ticket', key: tickets.get(client) ?? '', fields: { title: `Cambio ${started}` } })]);
    pushes.push(performance.now() - started);
    if (result === undefined || result.is === 'refused') throw new Error(`refused: ${result?.code}`);
    sent.set(result.seq, { at: started, by: index });
    for (const { at, desk } of early.get(result.seq) ?? []) if (desk !== index) arrivals.push(at - started);
    early.delete(result.seq);
  };
  const samples: MemorySample[] = [];
  const running: Promise<void>[] = [];
  const sample = async (atMs: number): Promise<void> => void samples.push({ atMs, bytes: await Promise.all(servers.map((server) => residentBytes(server.child.pid ?? 0))) });
  const started = performance.now();
  for (let n = 0; performance.now() - started < seconds * 1000; n += 1) {
    running.push(edit((n * 37) % deskCount).catch(failed));
    if (n % (editsPerSecond * 5) === 0) await sample(performance.now() - started);
    await sleep(Math.max(0, started + ((n + 1) * 1000) / editsPerSecond - performance.now()));
  }
  await Promise.all(running);
  await sleep(3000);
  await sample(performance.now() - started);

  const errors = [...failures.values()].reduce((sum, n) => sum + n, 0);
  for (const [what, n] of failures) process.stderr.write(`${n} × ${what}\n`);
  const how = `${processes} process(es) on ${values.postgres ? 'PostgreSQL' : 'SQLite'}, ${deskCount} desks, ${editsPerSecond} edits/s, ${seconds} s`;
  process.stderr.write(`${how}: ${pushes.length} pushes, ${arrivals.length} arrivals, ${desks.reduce((sum, desk) => sum + desk.pulls(), 0)} pulls, ${errors} errors\n`);
  for (const line of memoryByMinute(samples)) process.stderr.write(`${line}\n`);
  const measures: readonly Measure[] = [
    measure('push, p95', 'ms', quantile(pushes, 0.95), null, { atMost: 250 }),
    measure('until another desk has it, p95', 'ms', quantile(arrivals, 0.95), null, { atMost: 2000 }),
    measure('errors', 'errors', errors, null, { atMost: 0 }),
    ...memoryMeasures(samples),
  ];
  process.stdout.write(`${how}\n${table(measures)}\n`);
  process.exitCode = measures.every((each) => each.ok) ? 0 : 1;
} finally {
  for (const desk of desks) desk?.close();
  await Promise.all(servers.map((server) => server.stop()));
  await postgres?.stop();
  await rm(dir, { recursive: true, force: true, maxRetries: 5 });
}
process.exit();
