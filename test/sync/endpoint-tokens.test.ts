import { afterEach, beforeEach, expect, test } from 'vitest';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { devicesResponse, rotateResponse, type DeviceView } from '#shared/sync/people.ts';
import { askStored } from '#test/support/endpoint/database.ts';
import { openScene, type Scene } from '#test/support/endpoint/scene.ts';
import { createWireDesk, newId, type WireDesk } from '#test/support/endpoint/wire.ts';

let scene: Scene;
let luz: WireDesk;
let now = Date.now();
beforeEach(async () => {
  scene = await openScene({ clock: () => now });
  luz = await scene.join(null);
});
afterEach(() => scene.server.stop());

const devices = async (desk: WireDesk): Promise<readonly DeviceView[]> => devicesResponse.parse(JSON.parse((await desk.raw('/v1/devices')).body)).devices;
const rotate = async (desk: WireDesk): Promise<string> => rotateResponse.parse(JSON.parse((await desk.post('/v1/token/rotate', {})).body)).token;
const status = async (desk: WireDesk, token: string): Promise<number> => (await desk.raw('/v1/pull?since=0&inc=1', { headers: { authorization: `Bearer ${token}` } })).status;
const live = (desk: WireDesk): Promise<Response> => fetch(`${scene.server.address}/v1/live`, { headers: desk.headers() });

/** Every route that needs somebody, with a body that would otherwise do. */
const everywhere = async (desk: WireDesk) => [
  await desk.raw('/v1/pull?since=0&inc=1'),
  await desk.raw('/v1/live'),
  await desk.tryPush([]),
  await desk.raw(`/v1/blobs/sha256/${'a'.repeat(64)}`),
  await desk.raw('/v1/blobs', { method: 'POST', headers: { 'tus-resumable': '1.0.0', 'upload-length': '1' } }),
  await desk.raw('/v1/devices'),
  await desk.raw('/v1/team'),
  await desk.post('/v1/token/rotate', {}),
  await desk.post('/v1/password', { current: 'correcta', next: 'una contraseña nueva' }),
  await desk.post(`/v1/devices/${desk.deviceId}/revoke`, {}),
  await desk.post(`/v1/team/people/${desk.userId()}`, {}),
  await desk.post(`/v1/team/people/${desk.userId()}/password`, {}),
  await desk.post('/v1/team/invitations', {}),
  await desk.post(`/v1/team/invitations/${newId()}/revoke`, {}),
];

test('a token is 256 random bits, and only its hash is on the endpoint’s disk', async () => {
  expect(Buffer.from(luz.token(), 'base64url')).toHaveLength(32);
  const rotated = await rotate(luz);
  for (const name of readdirSync(scene.server.dir).filter((each) => each.startsWith('endpoint.sqlite'))) {
    const bytes = readFileSync(path.join(scene.server.dir, name));
    for (const token of [luz.token(), rotated]) expect(bytes.includes(token)).toBe(false);
  }
});

test('a person sees his devices with name and last use, and no one else’s', async () => {
  now += 1000;
  const second = createWireDesk(scene.server.address);
  await second.signIn('persona2@carril.app', 'correcta');
  const seen = new Date(now - 1000).toISOString();
  expect(await devices(luz)).toMatchObject([
    { device: luz.deviceId, name: 'prueba', current: true, lastSeenAt: seen },
    { device: second.deviceId, current: false },
  ]);
  now += 60 * 60_000;
  await second.pull();
  expect((await devices(luz)).find((each) => each.device === second.deviceId)?.lastSeenAt).toBe(new Date(now).toISOString());
});

test('a revoked token is refused everywhere, its streams end at once, and another’s device is nobody’s business', async () => {
  const second = createWireDesk(scene.server.address);
  await second.signIn('persona2@carril.app', 'correcta');
  expect(await luz.post(`/v1/devices/${scene.desk.deviceId}/revoke`, {})).toMatchObject({ status: 404, code: 'not_found' });
  const [stream, other] = [await live(second), await live(luz)];
  expect((await luz.post(`/v1/devices/${second.deviceId}/revoke`, {})).status).toBe(200);
  await stream.text();
  for (const answer of await everywhere(second)) expect(answer).toMatchObject({ status: 401, code: 'token_revoked' });
  expect((await devices(luz)).map((each) => each.device)).toEqual([luz.deviceId]);
  await other.body?.cancel();
});

test('an admin takes the access of anybody’s device', async () => {
  const admin = await scene.join(null, 'admin');
  const stream = await live(luz);
  expect((await admin.post(`/v1/devices/${luz.deviceId}/revoke`, {})).status).toBe(200);
  await stream.text();
  expect(await luz.tryPush([])).toMatchObject({ status: 401, code: 'token_revoked' });
});

test('after a rotation the old token is good until the new one is first used', async () => {
  const old = luz.token();
  const next = await rotate(luz);
  expect(await status(luz, old)).toBe(200);
  expect(await status(luz, next)).toBe(200);
  expect(await status(luz, old)).toBe(401);
  expect(await devices(scene.desk)).toHaveLength(1);
  luz.setToken(next);
  expect(await devices(luz)).toMatchObject([{ device: luz.deviceId, current: true }]);
});

test('a rotation whose answer was lost locks nobody out, and what was lost opens nothing afterwards', async () => {
  const old = luz.token();
  const lost = [await rotate(luz), await rotate(luz)];
  const kept = await rotate(luz);
  expect(await status(luz, old)).toBe(200);
  expect(await status(luz, kept)).toBe(200);
  for (const token of [old, ...lost]) expect(await status(luz, token)).toBe(401);
  expect(await status(luz, kept)).toBe(200);
  luz.setToken(kept);
  luz.setToken(await rotate(luz));
  expect((await luz.raw('/v1/pull?since=0&inc=1')).status).toBe(200);
  expect(await status(luz, kept)).toBe(401);
});

test('who still has a token that another has followed is told so, and whose access was taken is not', async () => {
  const details = async (token: string): Promise<unknown> => JSON.parse((await luz.raw('/v1/pull?since=0&inc=1', { headers: { authorization: `Bearer ${token}` } })).body);
  const first = luz.token();
  const second = await rotate(luz);
  now += 1000;
  expect(await status(luz, second)).toBe(200);
  expect(await details(first)).toEqual({ code: 'token_revoked', details: { succeeded: true } });
  now += 1000;
  await luz.signIn('persona2@carril.app', 'correcta');
  expect(await details(second)).toEqual({ code: 'token_revoked', details: { succeeded: true } });
  now += 1000;
  const third = luz.token();
  await scene.server.endpoint.revokeDevice(luz.deviceId);
  expect(await details(third)).toEqual({ code: 'token_revoked', details: {} });
  now += 1000;
  await luz.signIn('persona2@carril.app', 'correcta');
  // A session that begins afterwards follows nothing.
  expect(await details(third)).toEqual({ code: 'token_revoked', details: {} });
});

test('to revoke a device ends both tokens of a rotation under way; to ask without end gives no more', async () => {
  const next = await rotate(luz);
  for (let i = 0; i < 7; i += 1) await rotate(luz);
  expect(await luz.post('/v1/token/rotate', {})).toMatchObject({ status: 429 });
  await scene.server.endpoint.revokeDevice(luz.deviceId);
  expect([await status(luz, luz.token()), await status(luz, next)]).toEqual([401, 401]);
});

test('of two first uses at the same time both are answered, and one token is left', async () => {
  const next = await rotate(luz);
  expect(await Promise.all([status(luz, next), status(luz, next), status(luz, next)])).toEqual([200, 200, 200]);
  const left = askStored(scene.server.dir, 'SELECT count(*) AS n FROM device_token WHERE device = ? AND revoked_at IS NULL', luz.deviceId);
  expect(left).toEqual([{ n: 1 }]);
});
