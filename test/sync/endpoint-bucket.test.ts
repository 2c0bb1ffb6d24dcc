import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { backup } from '#endpoint/backup/backup.ts';
import { check } from '#endpoint/backup/check.ts';
import { restore } from '#endpoint/backup/restore.ts';
import { bucketKeys, startBucket, type StartedBucket } from '#test/support/endpoint/bucket.ts';
import { databaseFor, dropDatabase } from '#test/support/endpoint/database.ts';
import { addEvidence, insertTicket } from '#test/support/endpoint/sample.ts';
import { openScene, type Scene } from '#test/support/endpoint/scene.ts';
import { spawnEndpoint, startEndpoint } from '#test/support/endpoint/start.ts';
import { createTus, sha256Of } from '#test/support/endpoint/tus.ts';
import { createWireDesk, newId, type WireDesk } from '#test/support/endpoint/wire.ts';

let bucket: StartedBucket;
let scene: Scene;
beforeEach(async () => {
  for (const [name, value] of Object.entries(bucketKeys)) vi.stubEnv(name, value);
  bucket = await startBucket();
  scene = await openScene({ bucket: bucket.options });
});
afterEach(async () => {
  await scene.server.stop();
  await bucket.stop();
  vi.unstubAllEnvs();
});

const someBytes = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array(randomBytes(length));

const evidenceOf = async (desk: WireDesk, client: string, sha256: string, bytes: number): Promise<string> => {
  const [ticket, evidence] = [newId(), newId()];
  await desk.push([desk.op(insertTicket(client, ticket)), desk.op(addEvidence(ticket, sha256, bytes, desk.userId(), evidence))]);
  return evidence;
};

const uploadOf = async (key: string) => (await scene.desk.pull()).rows.find((row) => row.key === key)?.row['upload'];

const download = (desk: WireDesk, sha256: string, range?: string): Promise<Response> =>
  fetch(`${scene.server.address}/v1/blobs/sha256/${sha256}`, { headers: { ...desk.headers(), ...(range === undefined ? {} : { range }) } });

const waiting = (): Promise<readonly string[]> => readdir(path.join(scene.server.dir, 'uploads'));

test('evidence goes into the bucket once its hash is checked, and is fetched from there whole and in parts', async () => {
  const { desk, nogal, server } = scene;
  const bytes = someBytes(6_000_000);
  const sha256 = sha256Of(bytes);
  const evidence = await evidenceOf(desk, nogal, sha256, bytes.length);
  const tus = createTus(desk, server.address);
  const { path: upload } = await tus.create(bytes.length, sha256);
  expect((await tus.patch(upload, 0, bytes.slice(0, 2_000_000))).status).toBe(204);
  expect([bucket.holds(sha256), (await download(desk, sha256)).status]).toEqual([false, 404]);
  expect((await tus.patch(upload, 2_000_000, bytes.slice(2_000_000))).status).toBe(204);
  expect([bucket.holds(sha256), await uploadOf(evidence)]).toEqual([true, 'stored']);
  expect((await waiting()).filter((name) => !name.endsWith('.json'))).toEqual([]);
  // The last answer may get lost: whoever asks then hears that all is there.
  expect(await tus.offset(upload)).toEqual({ status: 200, offset: bytes.length });
  const whole = await download(desk, sha256);
  expect([whole.status, whole.headers.get('content-length'), sha256Of(new Uint8Array(await whole.arrayBuffer()))]).toEqual([200, String(bytes.length), sha256]);
  const part = await download(desk, sha256, 'bytes=1000-1999');
  expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 1000-1999/6000000']);
  expect(new Uint8Array(await part.arrayBuffer())).toEqual(bytes.slice(1000, 2000));
});

test('with the bucket away nothing is called stored, and the bytes go in when it is back', async () => {
  const { desk, nogal, server } = scene;
  const bytes = someBytes(50_000);
  const sha256 = sha256Of(bytes);
  const evidence = await evidenceOf(desk, nogal, sha256, bytes.length);
  const tus = createTus(desk, server.address);
  const { path: upload } = await tus.create(bytes.length, sha256);
  await bucket.down();
  expect((await tus.patch(upload, 0, bytes)).status).toBe(503);
  expect(await uploadOf(evidence)).toBe('pending');
  expect(await waiting()).toContain(path.basename(upload));
  await bucket.up();
  expect(await tus.offset(upload)).toEqual({ status: 200, offset: bytes.length });
  expect([bucket.holds(sha256), await uploadOf(evidence)]).toEqual([true, 'stored']);
});

test('bytes with another hash never reach the bucket, and a hash alone opens nothing', async () => {
  const { desk, nogal, prado, server } = scene;
  const [bytes, claimed] = [someBytes(1000), sha256Of(someBytes(1000))];
  const damaged = await evidenceOf(desk, nogal, claimed, bytes.length);
  const tus = createTus(desk, server.address);
  const { path: upload } = await tus.create(bytes.length, claimed);
  expect(await tus.patch(upload, 0, bytes)).toEqual({ status: 422, code: 'evidence_damaged' });
  expect([bucket.holds(claimed), await uploadOf(damaged)]).toEqual([false, 'pending']);

  const sha256 = sha256Of(bytes);
  await evidenceOf(desk, nogal, sha256, bytes.length);
  const { path: sent } = await tus.create(bytes.length, sha256);
  expect((await tus.patch(sent, 0, bytes)).status).toBe(204);
  const stranger = await scene.join([prado]);
  const guessed = await evidenceOf(stranger, prado, sha256, bytes.length);
  expect([await uploadOf(guessed), (await download(stranger, sha256)).status, (await download(desk, sha256)).status]).toEqual(['pending', 404, 200]);
});

test('a backup fetches the evidence from the bucket, and a restore puts it into another', async () => {
  const { desk, nogal, server } = scene;
  const [bytes, lost] = [someBytes(70_000), someBytes(100)];
  const tus = createTus(desk, server.address);
  for (const each of [bytes, lost]) {
    await evidenceOf(desk, nogal, sha256Of(each), each.length);
    const { path: upload } = await tus.create(each.length, sha256Of(each));
    expect((await tus.patch(upload, 0, each)).status).toBe(204);
  }
  bucket.lose(sha256Of(lost));
  const root = await mkdtemp(path.join(tmpdir(), 'carril-bucket-backup-'));
  const other = await startBucket();
  try {
    const [target, dir] = [path.join(root, 'copy'), path.join(root, 'again')];
    const made = await backup({ dir: server.dir, databaseUrl: databaseFor(server.dir), bucket: bucket.options, target, now: Date.now });
    expect(made).toMatchObject({ evidence: [{ sha256: sha256Of(bytes), bytes: bytes.length }], missing: [sha256Of(lost)] });
    expect((await check(target)).wrong).toEqual([]);

    await other.down();
    const again = { backup: target, dir, databaseUrl: databaseFor(dir), bucket: other.options, newId };
    await expect(restore(again)).rejects.toMatchObject({ code: 'storage_unreachable' });
    expect(existsSync(dir) ? await readdir(dir) : []).toEqual([]);
    await other.up();
    await restore(again);
    expect([other.holds(sha256Of(bytes)), other.holds(sha256Of(lost))]).toEqual([true, false]);
    const restored = await startEndpoint({ dir, bucket: other.options });
    try {
      const visitor = createWireDesk(restored.address);
      expect((await visitor.signIn('persona1@carril.app', 'correcta')).status).toBe(200);
      const answer = await fetch(`${restored.address}/v1/blobs/sha256/${sha256Of(bytes)}`, { headers: visitor.headers() });
      expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes);
    } finally {
      await restored.stop();
      dropDatabase(dir);
    }
  } finally {
    await other.stop();
    await rm(root, { recursive: true, force: true });
  }
});

test('the command line names the bucket', async () => {
  await scene.server.endpoint.close();
  const { dir } = scene.server;
  const process = await spawnEndpoint({ dir, options: ['--s3-bucket', bucket.options.bucket, '--s3-address', bucket.options.address ?? '', '--s3-prefix', bucket.options.prefix] });
  try {
    const desk = createWireDesk(process.address);
    expect((await desk.signIn('persona1@carril.app', 'correcta')).status).toBe(200);
    const bytes = someBytes(3000);
    const tus = createTus(desk, process.address);
    const { path: upload } = await tus.create(bytes.length, sha256Of(bytes));
    expect((await tus.patch(upload, 0, bytes)).status).toBe(204);
    expect(bucket.holds(sha256Of(bytes))).toBe(true);
  } finally {
    await process.stop();
    await rm(dir, { recursive: true, force: true });
  }
});
