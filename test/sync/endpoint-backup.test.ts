import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { check } from '#endpoint/backup/check.ts';
import { evidencePath, manifest as manifestShape } from '#endpoint/backup/manifest.ts';
import { restore } from '#endpoint/backup/restore.ts';
import type { AppError } from '#shared/errors.ts';
import { openSyncedDesk } from '#test/support/desk/synced-desk.ts';
import { databaseFor, dropDatabase, onPostgres } from '#test/support/endpoint/database.ts';
import { addEvidence, insertClient, insertTicket } from '#test/support/endpoint/sample.ts';
import { runEndpointCli, spawnEndpoint, startEndpoint, type SpawnedEndpoint, type StartedEndpoint } from '#test/support/endpoint/start.ts';
import { createTus, sha256Of } from '#test/support/endpoint/tus.ts';
import { createWireDesk, newId, type WireDesk } from '#test/support/endpoint/wire.ts';

let root: string;
let serving: SpawnedEndpoint | null = null;
let started: StartedEndpoint | null = null;
const at = (name: string): string => path.join(root, name);
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'carril-backup-'));
  await runEndpointCli(['add-user', '--dir', at('data'), '--name', 'Luz', '--email', 'luz@carril.app', '--role', 'lead', '--password-stdin'], 'la clave');
});
afterEach(async () => {
  await serving?.kill();
  await started?.stop();
  [serving, started] = [null, null];
  for (const name of ['data', 'again', 'nothing']) dropDatabase(at(name));
  await rm(root, { recursive: true, force: true });
});

const signedIn = async (address: string): Promise<WireDesk> => {
  const desk = createWireDesk(address);
  expect((await desk.signIn('luz@carril.app', 'la clave')).status).toBe(200);
  return desk;
};

const pictures = Array.from({ length: 5 }, (_each, index) => Buffer.from(`captura ${index} ${'x'.repeat(index * 1000)}`));

/** A ticket with evidence whose bytes are there. */
const withEvidence = async (desk: WireDesk, address: string, client: string, bytes: Buffer): Promise<void> => {
  const tus = createTus(desk, address);
  const ticket = newId();
  await desk.push([desk.op(insertTicket(client, ticket)), desk.op(addEvidence(ticket, sha256Of(bytes), bytes.length, desk.userId()))]);
  const { path: upload } = await tus.create(bytes.length, sha256Of(bytes));
  expect((await tus.patch(upload, 0, new Uint8Array(bytes))).status).toBe(204);
};

/** What is wrong with a backup, however it is told. */
const faultsOf = (folder: string): Promise<string> =>
  check(folder).then(
    ({ wrong }) => wrong.join('\n'),
    (error: unknown) => JSON.stringify((error as AppError).details),
  );

const sorted = (rows: Awaited<ReturnType<WireDesk['pull']>>['rows']): readonly string[] => rows.map((row) => JSON.stringify(row)).sort();

test('a backup made while desks push is whole at one moment; restored it serves the same rows and pictures under a new epoch', async () => {
  serving = await spawnEndpoint({ dir: at('data') });
  const { address } = serving;
  const desk = await signedIn(address);
  const client = newId();
  await desk.push([desk.op(insertClient(client))]);
  for (const bytes of pictures) await withEvidence(desk, address, client, bytes);

  const day = { busy: true, pushed: 0 };
  const pushing = (async () => {
    while (day.busy) {
      await desk.push(Array.from({ length: 20 }, () => desk.op(insertTicket(client))));
      day.pushed += 20;
    }
  })();
  await expect.poll(() => day.pushed, { timeout: 10_000, interval: 10 }).toBeGreaterThanOrEqual(100);
  const before = day.pushed;
  const made = await runEndpointCli(['backup', '--dir', at('data'), at('copy')]);
  const after = day.pushed;
  day.busy = false;
  await pushing;
  expect(made).toMatchObject({ code: 0, stderr: '' });
  expect(after).toBeGreaterThan(before);
  expect(await runEndpointCli(['check', at('copy')])).toMatchObject({ code: 0, stdout: expect.stringContaining('5 files of evidence: good') });

  const kept = manifestShape.parse(JSON.parse(await readFile(at('copy/manifest.json'), 'utf8')));
  const then = (await desk.pull(0, 20_000)).rows.filter((row) => row.seq <= kept.head);
  expect(await serving.stop()).toBe(0);

  expect(await runEndpointCli(['restore', '--dir', at('again'), at('copy')])).toMatchObject({ code: 0, stderr: '' });
  serving = await spawnEndpoint({ dir: at('again') });
  const other = await signedIn(serving.address);
  const pulled = await other.pull(0, 20_000);
  expect(sorted(pulled.rows)).toEqual(sorted(then));
  expect(pulled.rows.filter((row) => row.entity === 'ticket').length).toBeGreaterThanOrEqual(before);
  expect(pulled.end.epoch).not.toBe(kept.epoch);
  for (const bytes of pictures) expect((await other.raw(`/v1/blobs/sha256/${sha256Of(bytes)}`)).body).toBe(bytes.toString());
  // The device of then is still known, and told that this is another count.
  expect(await createWireDesk(serving.address, desk.deviceId).raw('/v1/push', { method: 'POST', headers: { ...desk.headers(), 'content-type': 'application/json' }, body: JSON.stringify(desk.request([])) })).toMatchObject({ status: 409, code: 'epoch_changed' });
});

test('a desk notices that its endpoint was put back, brings what the backup lacks, and loses nothing', async () => {
  started = await startEndpoint({ dir: at('data') });
  const port = Number(new URL(started.address).port);
  const desk = await openSyncedDesk();
  try {
    await desk.call('session.signIn', { address: started.address, email: 'luz@carril.app', password: 'la clave' });
    const idle = () => expect.poll(async () => {
      const { state, waiting } = await desk.call('sync.now', {}).then(() => desk.call('sync.status', {}));
      return { state, waiting };
    }, { timeout: 15_000 }).toEqual({ state: 'idle', waiting: 0 });
    const { id: client } = await desk.call('client.create', { name: 'Textiles Nogal', country: 'BO', tz: 'America/La_Paz' });
    await desk.call('ticket.create', { title: 'En la copia', client, channel: 'phone' });
    await idle();
    expect(await runEndpointCli(['backup', '--dir', at('data'), at('copy')])).toMatchObject({ code: 0 });
    const late = await desk.call('ticket.create', { title: 'Después de la copia', client, channel: 'phone' });
    await idle();
    await started.stop();
    const waits = await desk.call('ticket.create', { title: 'Sin el servidor', client, channel: 'phone' });

    expect(await runEndpointCli(['restore', '--dir', at('again'), at('copy')])).toMatchObject({ code: 0 });
    started = await startEndpoint({ dir: at('again'), port });
    await idle();
    expect(desk.log.some((line) => line.includes('sync.epoch'))).toBe(true);
    expect(await started.endpoint.has('ticket', waits.id)).toBe(true);
    await expect.poll(() => started?.endpoint.has('ticket', late.id), { timeout: 15_000 }).toBe(true);
    expect((await desk.call('ticket.get', { id: late.id })).ticket.title).toBe('Después de la copia');
  } finally {
    await desk.close();
  }
});

test('whatever byte of a backup is changed or missing, the check says so, and nothing is restored from it', async () => {
  serving = await spawnEndpoint({ dir: at('data') });
  const desk = await signedIn(serving.address);
  const client = newId();
  await desk.push([desk.op(insertClient(client))]);
  for (const bytes of pictures) await withEvidence(desk, serving.address, client, bytes);
  expect(await runEndpointCli(['backup', '--dir', at('data'), at('copy')])).toMatchObject({ code: 0 });

  const database = at('copy/endpoint.sqlite');
  const picture = evidencePath(at('copy'), sha256Of(pictures[2] ?? Buffer.alloc(0)));
  for (const [file, place] of [[database, 5000], [database, 40], [picture, 3], [at('copy/manifest.json'), 20]] as const) {
    const good = await readFile(file);
    const bad = Buffer.from(good);
    bad[place] = (bad[place] ?? 0) ^ 0x55;
    // A new file: the picture may share its bytes with the endpoint's own.
    await rm(file);
    await writeFile(file, bad);
    expect(await faultsOf(at('copy')), `${file} ${place}`).toContain(path.basename(file));
    await expect(restore({ backup: at('copy'), dir: at('again'), databaseUrl: databaseFor(at('again')), newId })).rejects.toMatchObject({ code: expect.stringMatching(/backup_damaged|file_unreadable/) });
    expect(existsSync(at('again')) ? await readdir(at('again')) : []).toEqual([]);
    await rm(file);
    await writeFile(file, good);
  }
  await rm(picture);
  expect(await runEndpointCli(['check', at('copy')])).toMatchObject({ code: 1, stderr: expect.stringContaining('is not there') });
  expect(await runEndpointCli(['restore', '--dir', at('again'), at('copy')])).toMatchObject({ code: 1, stderr: expect.stringContaining('backup_damaged') });
  expect((await readdir(root)).filter((name) => name.includes('restoring'))).toEqual([]);
});

test('evidence that the endpoint had lost is named, and the rest is saved', async () => {
  serving = await spawnEndpoint({ dir: at('data') });
  const desk = await signedIn(serving.address);
  const client = newId();
  await desk.push([desk.op(insertClient(client))]);
  for (const bytes of pictures) await withEvidence(desk, serving.address, client, bytes);
  const hash = sha256Of(pictures[1] ?? Buffer.alloc(0));
  await rm(evidencePath(at('data'), hash));
  expect(await runEndpointCli(['backup', '--dir', at('data'), at('copy')])).toMatchObject({ code: 1, stderr: expect.stringContaining(hash) });
  expect(await runEndpointCli(['check', at('copy')])).toMatchObject({ code: 0, stdout: expect.stringContaining('4 files of evidence: good') });
});

test('nothing is written over: neither a backup nor an endpoint', async () => {
  expect(await runEndpointCli(['backup', '--dir', at('data'), at('copy')])).toMatchObject({ code: 0 });
  const before = (await stat(at('copy/manifest.json'))).mtimeMs;
  expect(await runEndpointCli(['backup', '--dir', at('data'), at('copy')])).toMatchObject({ code: 1, stderr: expect.stringContaining('folder_not_empty') });
  expect((await stat(at('copy/manifest.json'))).mtimeMs).toBe(before);
  expect(await runEndpointCli(['restore', '--dir', at('data'), at('copy')])).toMatchObject({ code: 1, stderr: expect.stringMatching(/folder_not_empty|database_not_empty/) });
  expect(await runEndpointCli(['backup', '--dir', at('nothing'), at('other')])).toMatchObject({ code: 1, stderr: expect.stringContaining('not_found') });
  // Where the data is in PostgreSQL, the test itself has made the folder, for the database that belongs to it.
  expect(existsSync(at('nothing'))).toBe(onPostgres);
  expect(await runEndpointCli(['check', at('data')])).toMatchObject({ code: 1, stderr: expect.stringContaining('file_unreadable') });
});
