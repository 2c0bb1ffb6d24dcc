import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addEvidence, insertTicket } from '#test/support/endpoint/sample.ts';
import { openScene, type Scene } from '#test/support/endpoint/scene.ts';
import { startEndpoint } from '#test/support/endpoint/start.ts';
import { createTus, sha256Of } from '#test/support/endpoint/tus.ts';
import { newId, type WireDesk } from '#test/support/endpoint/wire.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.server.stop());

const someBytes = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array(randomBytes(length));

const evidenceOf = async (desk: WireDesk, client: string, sha256: string, bytes: number): Promise<string> => {
  const [ticket, evidence] = [newId(), newId()];
  await desk.push([desk.op(insertTicket(client, ticket)), desk.op(addEvidence(ticket, sha256, bytes, desk.userId(), evidence))]);
  return evidence;
};

const uploadOf = async (key: string) => (await scene.desk.pull()).rows.find((row) => row.key === key)?.row['upload'];

const sendWhole = async (desk: WireDesk, bytes: Uint8Array<ArrayBuffer>) => {
  const tus = createTus(desk, scene.server.address);
  const { path: upload } = await tus.create(bytes.length, sha256Of(bytes));
  return tus.patch(upload, 0, bytes);
};

const download = (desk: WireDesk, sha256: string, range?: string): Promise<Response> =>
  fetch(`${scene.server.address}/v1/blobs/sha256/${sha256}`, { headers: { ...desk.headers(), ...(range === undefined ? {} : { range }) } });

test('evidence becomes stored once its bytes have arrived and hash to their name, and is fetched whole and in parts', async () => {
  const { desk, nogal } = scene;
  const bytes = someBytes(300_000);
  const sha256 = sha256Of(bytes);
  const evidence = await evidenceOf(desk, nogal, sha256, bytes.length);
  const { next } = (await desk.pull()).end;
  expect((await download(desk, sha256)).status).toBe(404);
  expect((await sendWhole(desk, bytes)).status).toBe(204);
  const page = await desk.pull(next);
  expect(page.rows.map((row) => [row.key, row.row['upload'], row.seq])).toEqual([[evidence, 'stored', next + 1]]);
  expect(existsSync(path.join(scene.server.dir, 'blobs', sha256.slice(0, 2), sha256))).toBe(true);
  const whole = await download(desk, sha256);
  expect(sha256Of(new Uint8Array(await whole.arrayBuffer()))).toBe(sha256);
  const part = await download(desk, sha256, 'bytes=1000-1999');
  expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 1000-1999/300000']);
  expect(new Uint8Array(await part.arrayBuffer())).toEqual(bytes.slice(1000, 2000));
  expect((await download(desk, sha256, 'bytes=300000-')).status).toBe(416);
});

test('an upload that was cut goes on from where it was, also after the endpoint was started anew', async () => {
  const { desk, nogal, server } = scene;
  const bytes = someBytes(1_000_000);
  const evidence = await evidenceOf(desk, nogal, sha256Of(bytes), bytes.length);
  const { path: upload } = await createTus(desk, server.address).create(bytes.length, sha256Of(bytes));
  const { port, hostname } = new URL(server.address);
  // The connection breaks in the middle of the body.
  await new Promise<void>((resolve) => {
    const cut = request({ port, hostname, path: upload, method: 'PATCH', headers: { ...desk.headers(), 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream', 'content-length': String(bytes.length) } });
    cut.on('error', () => resolve());
    cut.on('close', () => resolve());
    cut.write(bytes.slice(0, 400_000), () => setTimeout(() => cut.destroy(), 100));
  });
  const reached = await createTus(desk, server.address).offset(upload);
  expect(reached.status).toBe(200);
  expect(reached.offset).toBeGreaterThan(0);
  expect(reached.offset).toBeLessThanOrEqual(400_000);

  await server.endpoint.close();
  const again = await startEndpoint({ dir: server.dir, port: Number(port) });
  const tus = createTus(desk, again.address);
  const { offset } = await tus.offset(upload);
  expect(offset).toBe(reached.offset);
  expect(await tus.patch(upload, offset, bytes.slice(offset))).toEqual({ status: 204, code: null });
  expect(await uploadOf(evidence)).toBe('stored');
  // The last answer may get lost: whoever asks then hears that all is there.
  expect(await tus.offset(upload)).toEqual({ status: 200, offset: bytes.length });
  await again.stop();
});

test('bytes that arrived whole just before the endpoint died are checked when their desk asks for them', async () => {
  const { desk, nogal, server } = scene;
  const bytes = someBytes(50_000);
  const evidence = await evidenceOf(desk, nogal, sha256Of(bytes), bytes.length);
  const tus = createTus(desk, server.address);
  const { path: upload } = await tus.create(bytes.length, sha256Of(bytes));
  await writeFile(path.join(server.dir, 'uploads', path.basename(upload)), bytes);
  expect(await uploadOf(evidence)).toBe('pending');
  expect(await tus.offset(upload)).toEqual({ status: 200, offset: bytes.length });
  expect(await uploadOf(evidence)).toBe('stored');
});

test('bytes with another hash are thrown away and said to be damaged', async () => {
  const { desk, nogal, server } = scene;
  const bytes = someBytes(1000);
  const claimed = sha256Of(someBytes(1000));
  const evidence = await evidenceOf(desk, nogal, claimed, bytes.length);
  const tus = createTus(desk, server.address);
  const { path: upload } = await tus.create(bytes.length, claimed);
  expect(await tus.patch(upload, 0, bytes)).toEqual({ status: 422, code: 'evidence_damaged' });
  expect(await readdir(path.join(server.dir, 'uploads'))).toEqual([]);
  expect((await tus.offset(upload)).status).toBe(404);
  expect(await uploadOf(evidence)).toBe('pending');
  expect((await download(desk, claimed)).status).toBe(404);
});

test('what is not an upload is refused', async () => {
  const { desk, server } = scene;
  const tus = createTus(desk, server.address);
  expect(await tus.create(10, 'no es un hash')).toMatchObject({ status: 400, code: 'invalid_input' });
  expect(await tus.create(400 * 1024 * 1024, 'a'.repeat(64))).toMatchObject({ status: 413, code: 'evidence_too_large' });
  expect(await desk.raw('/v1/blobs', { method: 'POST' })).toMatchObject({ status: 412, code: 'invalid_input' });
  expect((await tus.offset('/v1/blobs/..%2Fendpoint.sqlite')).status).toBe(404);
  const { path: upload } = await tus.create(10, 'a'.repeat(64));
  expect((await tus.patch(upload, 5, someBytes(5))).status).toBe(409);
  const other = await scene.join(null);
  expect((await createTus(other, server.address).offset(upload)).status).toBe(404);
  expect((await fetch(`${server.address}${upload}`, { method: 'HEAD', headers: { 'tus-resumable': '1.0.0' } })).status).toBe(401);
});

test('a hash alone opens nothing: only who sees the evidence, or has sent the bytes, has them', async () => {
  const { desk, nogal, prado } = scene;
  const bytes = someBytes(2000);
  const sha256 = sha256Of(bytes);
  const owner = await scene.join([nogal]);
  await evidenceOf(owner, nogal, sha256, bytes.length);
  await sendWhole(owner, bytes);
  const stranger = await scene.join([prado]);
  const guessed = await evidenceOf(stranger, prado, sha256, bytes.length);
  expect(await uploadOf(guessed)).toBe('pending');
  expect((await download(stranger, sha256)).status).toBe(404);
  expect((await download(owner, sha256)).status).toBe(200);
  // Whoever sees the stored one need not send it again.
  expect(await uploadOf(await evidenceOf(desk, nogal, sha256, bytes.length))).toBe('stored');
  expect((await sendWhole(stranger, bytes)).status).toBe(204);
  expect(await uploadOf(guessed)).toBe('stored');
  expect((await download(stranger, sha256)).status).toBe(200);
});

test('bytes that arrive before their row make it stored at once', async () => {
  const { nogal } = scene;
  const bytes = someBytes(500);
  const sender = await scene.join([nogal]);
  expect((await sendWhole(sender, bytes)).status).toBe(204);
  expect(await uploadOf(await evidenceOf(sender, nogal, sha256Of(bytes), bytes.length))).toBe('stored');
});
