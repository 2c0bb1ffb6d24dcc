import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { problem } from '#shared/sync/protocol.ts';
import { jsonLog } from '#endpoint/log.ts';
import { insertTicket } from '#test/support/endpoint/sample.ts';
import { openScene, type Scene } from '#test/support/endpoint/scene.ts';
import { createWireDesk } from '#test/support/endpoint/wire.ts';

let scene: Scene;
let lines: string[];
let now = Date.now();
beforeEach(async () => {
  lines = [];
  now = Date.now();
  scene = await openScene({ log: jsonLog((line) => void lines.push(line), () => now), clock: () => now });
});
afterEach(() => scene.server.stop());

test('a wrong password and an unknown e-mail get the same answer; capitals in an e-mail do not matter', async () => {
  const desk = createWireDesk(scene.server.address);
  const wrong = await desk.signIn('persona1@carril.app', 'equivocada');
  const unknown = await desk.signIn('nadie@carril.app', 'correcta');
  expect(wrong).toMatchObject({ status: 401, code: 'wrong_credentials' });
  expect(unknown).toEqual(wrong);
  expect((await desk.signIn('Persona1@Carril.app', 'correcta')).status).toBe(200);
});

test('after ten failures one has to wait, and then may try again', async () => {
  const desk = createWireDesk(scene.server.address);
  for (let i = 0; i < 10; i += 1) expect((await desk.signIn('persona1@carril.app', 'no')).status).toBe(401);
  expect(await desk.signIn('persona1@carril.app', 'correcta')).toMatchObject({ status: 429, code: 'too_many_attempts' });
  now += 6 * 60_000;
  expect((await desk.signIn('persona1@carril.app', 'correcta')).status).toBe(200);
});

test('no token, an unknown one and a revoked one are told apart, on every route', async () => {
  const { desk, server } = scene;
  const routes = ['/v1/pull?since=0&inc=1', '/v1/live', `/v1/blobs/sha256/${'a'.repeat(64)}`];
  for (const route of routes) {
    expect(await desk.raw(route, { headers: { authorization: '' } })).toMatchObject({ status: 401, code: 'token_unknown' });
    expect(await desk.raw(route, { headers: { authorization: `Bearer ${'x'.repeat(43)}` } })).toMatchObject({ status: 401, code: 'token_unknown' });
  }
  const live = await fetch(`${server.address}/v1/live`, { headers: desk.headers() });
  expect(await server.endpoint.revokeDevice(desk.deviceId)).toBe(1);
  await live.text();
  for (const route of routes) expect(await desk.raw(route)).toMatchObject({ status: 401, code: 'token_revoked' });
  expect(await desk.tryPush([])).toMatchObject({ status: 401, code: 'token_revoked' });
});

test('a device pushes for itself only, and in the protocol of this endpoint', async () => {
  const { desk, nogal } = scene;
  const op = desk.op(insertTicket(nogal));
  const foreign = await desk.post('/v1/push', { ...desk.request([op]), device: { id: randomUUID(), inc: 1 } });
  expect(foreign).toMatchObject({ status: 403, code: 'not_allowed' });
  expect(await desk.raw('/v1/pull?since=0&inc=1', { headers: { 'x-carril-proto': '0' } })).toMatchObject({ status: 426, code: 'protocol_too_old' });
});

test('rubbish is answered with a problem and breaks nothing', async () => {
  const { desk, nogal } = scene;
  const op = desk.op(insertTicket(nogal));
  const bodies: readonly unknown[] = ['{', '[]', 'null', '"x"', { ...desk.request([op]), ops: [{ ...op, hlc: 'ayer' }] }, { ...desk.request([op]), ops: [{ ...op, entity: 'constructor' }] }, { ...desk.request([op]), ops: [{ ...op, fields: [] }] }, '{"__proto__":{"a":1}}'];
  for (const body of bodies) expect(await desk.post('/v1/push', body)).toMatchObject({ status: 400, code: 'invalid_input' });
  const huge = await desk.post('/v1/push', JSON.stringify({ x: 'y'.repeat(9 * 1024 * 1024) }));
  expect(huge).toMatchObject({ status: 413, code: 'body_too_large' });
  expect(await desk.raw('/v1/push', { method: 'POST', headers: { 'content-type': 'text/csv' }, body: 'a,b' })).toMatchObject({ status: 415, code: 'invalid_input' });
  for (const query of ['', '?since=-1&inc=1', '?since=x&inc=1', '?since=0&inc=0', '?since=0&inc=1&limit=999999']) {
    expect(await desk.raw(`/v1/pull${query}`)).toMatchObject({ status: 400, code: 'invalid_input' });
  }
  const missing = await desk.raw('/no/such/place');
  expect(problem.parse(JSON.parse(missing.body))).toEqual({ code: 'not_found', details: {} });
  expect((await desk.push([op]))[0]?.is).toBe('applied');
});

test('the log tells what happened and nothing of what the team writes', async () => {
  const { desk, nogal } = scene;
  await desk.push([desk.op(insertTicket(nogal, undefined, { title: 'Secreto del cliente' }))]);
  await desk.signIn('persona1@carril.app', 'no-es');
  const text = lines.join('');
  expect(text).toContain('"event":"push"');
  expect(text).not.toMatch(/Secreto|persona1|Persona|no-es|Nogal/);
  for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
});
