import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PNG } from 'pngjs';
import { afterEach, expect, test } from 'vitest';
import { projectRoot } from '#build/project.ts';
import { seedDemo } from '#endpoint/demo/seed.ts';
import { createEndpoint } from '#endpoint/endpoint.ts';
import { silentLog } from '#endpoint/log.ts';
import { stripPng } from '#shared/png-chunks.ts';
import { askStored, changeStored, databaseFor } from '#test/support/endpoint/database.ts';
import { temporaryFolder } from '#test/support/desk/open-desk.ts';
import { startEndpoint, type StartedEndpoint } from '#test/support/endpoint/start.ts';
import { createWireDesk } from '#test/support/endpoint/wire.ts';

const started: StartedEndpoint[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((each) => each.stop()));
});

const now = Date.parse('2026-06-17T15:00:00.000Z');
const pictures = path.join(projectRoot, 'endpoint/demo/pictures');
const random = (bytes: number): Uint8Array => randomBytes(bytes);

test('the demo is seeded once, through the same gate, with tickets in every lane and no instant ahead of the clock', async () => {
  const server = await startEndpoint({ clock: () => now });
  started.push(server);
  await seedDemo(server.endpoint, { nowMs: now, random, pictures });
  const head = await server.endpoint.head();
  await seedDemo(server.endpoint, { nowMs: now, random, pictures });
  expect(await server.endpoint.head()).toBe(head);

  await server.endpoint.setPassword('mariela@demo.carril.app', 'la clave');
  const desk = createWireDesk(server.address);
  expect((await desk.signIn('mariela@demo.carril.app', 'la clave')).status).toBe(200);
  const { rows, end } = await desk.pull(0, 20_000);
  expect(end.more).toBe(false);
  const of = (entity: string) => rows.filter((row) => row.entity === entity);
  const tickets = of('ticket');
  const perLane = Object.groupBy(tickets, (row) => String(row.row['severity']));
  expect(Object.fromEntries(Object.entries(perLane).map(([lane, members]) => [lane, members?.length]))).toEqual({ null: 7, S1: 4, S2: 12, S3: 23, S4: 19 });
  expect(tickets.find((row) => row.row['number'] === 2501)?.row['title']).toMatch(/Expected singleton/);
  expect(tickets.find((row) => row.row['number'] === 2591)?.row['title']).toMatch(/punto de venta/);
  expect(new Set(tickets.map((row) => row.row['number'])).size).toBe(tickets.length);
  expect(of('client')).toHaveLength(8);
  expect(of('terms_version')).toHaveLength(0);
  expect(new Set(of('contract').map((row) => row.row['modality'])).size).toBe(3);
  // Every picture is there to be fetched, is what its row says, and holds nothing but the picture.
  const evidence = of('evidence').map((row) => row.row);
  expect(evidence.map((row) => row['upload'])).toEqual(Array.from({ length: 6 }, () => 'stored'));
  for (const row of evidence) {
    const answer = await fetch(`${server.address}/v1/blobs/sha256/${String(row['sha256'])}`, { headers: { authorization: `Bearer ${desk.token()}` } });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    expect([bytes.length, createHash('sha256').update(bytes).digest('hex')]).toEqual([row['bytes'], row['sha256']]);
    expect(stripPng(bytes)).toEqual(bytes);
    const { width, height } = PNG.sync.read(Buffer.from(bytes));
    expect([width, height]).toEqual([row['width'], row['height']]);
  }
  expect(evidence.reduce((sum, row) => sum + Number(row['bytes']), 0)).toBeLessThan(60_000);
  expect(of('message').length).toBeGreaterThan(40);
  expect(of('time_entry').length).toBeGreaterThan(15);
  const instants = rows.flatMap((row) => ['at', 'received_at', 'registered_at', 'end'].map((field) => row.row[field])).filter((value) => typeof value === 'string');
  expect(instants.filter((instant) => Date.parse(instant) > now)).toEqual([]);
});

const opening = path.join(projectRoot, 'test/support/endpoint/demo-start.ts');

test.each(['1', '4', 'before', 'after'])('a demo whose opening was killed (%s) is whole after the next', { timeout: 60_000 }, async (where) => {
  const dir = temporaryFolder();
  const { signal, stderr } = spawnSync(process.execPath, [opening, dir, where], { encoding: 'utf8' });
  expect([signal, stderr]).toEqual(['SIGKILL', '']);
  const evidence = () => askStored<{ sha256: string; upload: string }>(dir, "SELECT sha256, upload FROM entity_row WHERE entity = 'evidence'");
  const lacking = () => evidence().filter(({ sha256, upload }) => upload !== 'stored' || !existsSync(path.join(dir, 'blobs', sha256.slice(0, 2), sha256)));
  expect([evidence().length, lacking()]).toEqual([where === 'after' ? 6 : 0, []]);

  const server = await startEndpoint({ dir });
  started.push(server);
  await seedDemo(server.endpoint, { nowMs: now, random, pictures });
  expect([evidence().length, lacking()]).toEqual([6, []]);
  expect(askStored<{ entity: string; n: number }>(dir, "SELECT entity, count(*) AS n FROM entity_row WHERE entity IN ('user', 'client', 'ticket') GROUP BY entity ORDER BY entity").map(({ entity, n }) => [entity, Number(n)])).toEqual([['client', 8], ['ticket', 65], ['user', 4]]);
});

test('a demo of an earlier build that was cut off before its last pictures is whole after the next opening', async () => {
  const dir = temporaryFolder();
  const server = await startEndpoint({ dir, clock: () => now });
  started.push(server);
  await seedDemo(server.endpoint, { nowMs: now, random, pictures });
  // As it was left there: the rows wait, and of three pictures the bytes are not there.
  const evidence = () => askStored<{ sha256: string; upload: string; fields: string }>(dir, "SELECT sha256, upload, fields FROM entity_row WHERE entity = 'evidence' ORDER BY key");
  const fileOf = (sha256: string): string => path.join(dir, 'blobs', sha256.slice(0, 2), sha256);
  const late = evidence().slice(3);
  for (const { sha256, fields } of late) {
    rmSync(fileOf(sha256));
changeStored(dir, "UPDATE entity_row SET upload = 'pending', fields = ? WHERE sha256 = ?", fields.replace('"stored"', '"pending"'), sha256);
  }
  expect(evidence().map(({ upload }) => upload).toSorted()).toEqual(['pending', 'pending', 'pending', 'stored', 'stored', 'stored']);
  const head = await server.endpoint.head();

  await seedDemo(server.endpoint, { nowMs: now, random, pictures });
  expect(evidence().filter(({ sha256, upload, fields }) => upload !== 'stored' || !fields.includes('"upload":"stored"') || !existsSync(fileOf(sha256)))).toEqual([]);
  // Desks that have the waiting rows hear of it, and another opening has nothing left to do.
  expect(await server.endpoint.head()).toBe(head + 3);
  await seedDemo(server.endpoint, { nowMs: now, random, pictures });
  expect(await server.endpoint.head()).toBe(head + 3);
});

test('an endpoint whose port is taken can listen on another', async () => {
  const squatter = createServer().listen(0, '127.0.0.1');
  await once(squatter, 'listening');
  const at = squatter.address();
  const taken = typeof at === 'object' && at !== null ? at.port : 0;
  const dir = await mkdtemp(path.join(tmpdir(), 'carril-endpoint-'));
  const endpoint = await createEndpoint({ dir, databaseUrl: databaseFor(dir), clock: Date.now, log: silentLog });
  await expect(endpoint.listen({ host: '127.0.0.1', port: taken })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  const address = await endpoint.listen({ host: '127.0.0.1', port: 0 });
  expect((await fetch(`${address}/health`)).status).toBe(200);
  await endpoint.close();
  squatter.close();
  await rm(dir, { recursive: true });
});
