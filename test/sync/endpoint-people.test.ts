import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { resetResponse, teamResponse, type TeamResponse } from '#shared/sync/people.ts';
import { jsonLog } from '#endpoint/log.ts';
import { askStored, onPostgres } from '#test/support/endpoint/database.ts';
import { startEndpoint } from '#test/support/endpoint/start.ts';
import { insertTicket } from '#test/support/endpoint/sample.ts';
import { openScene, type Scene } from '#test/support/endpoint/scene.ts';
import { createWireDesk, newId, type WireDesk } from '#test/support/endpoint/wire.ts';

let scene: Scene;
let admin: WireDesk;
let lines: string[];
beforeEach(async () => {
  lines = [];
  scene = await openScene({ log: jsonLog((line) => void lines.push(line), Date.now) });
  admin = await scene.join(null, 'admin');
});
afterEach(() => scene.server.stop());

const team = async (desk = admin): Promise<TeamResponse> => teamResponse.parse(JSON.parse((await desk.raw('/v1/team')).body));
const change = (person: string, fields: object, by = admin) => by.post(`/v1/team/people/${person}`, fields);

test('an admin sees everybody with role, grants and devices; nobody else does', async () => {
  const { nogal } = scene;
  const luz = await scene.join([nogal]);
  const { people } = await team();
  expect(people.map((person) => [person.role, person.clients, person.enabled, person.devices.length])).toEqual([
    ['lead', null, true, 1],
    ['admin', null, true, 1],
    ['consultant', [nogal], true, 1],
  ]);
  expect(people.flatMap((person) => person.devices).filter((device) => device.current).map((device) => device.device)).toEqual([admin.deviceId]);
  for (const desk of [luz, scene.desk]) {
    for (const answer of [await desk.raw('/v1/team'), await change(luz.userId(), { role: 'admin' }, desk), await desk.post(`/v1/team/people/${admin.userId()}/password`, {}), await desk.post('/v1/team/invitations', { name: 'X', email: 'x@carril.app', role: 'admin', clients: null })]) {
      expect(answer).toMatchObject({ status: 403, code: 'not_allowed' });
    }
  }
});

test('a changed role and grants hold from the next request on, and the others hear of them in the feed', async () => {
  const { nogal, prado, desk } = scene;
  const luz = await scene.join([nogal]);
  const before = (await desk.pull()).end.next;
  expect(await luz.push([luz.op(insertTicket(prado))])).toMatchObject([{ code: 'not_allowed' }]);
  expect((await change(luz.userId(), { clients: [nogal, prado], role: 'lead', name: 'Luz P.' })).status).toBe(200);
  expect(await luz.push([luz.op(insertTicket(prado))])).toMatchObject([{ is: 'applied' }]);
  const row = (await desk.pull(before)).rows.find((each) => each.key === luz.userId());
  expect(row?.row).toMatchObject({ name: 'Luz P.', role: 'lead', clients: [nogal, prado] });
  const head = await scene.server.endpoint.head();
  expect((await change(luz.userId(), { role: 'lead' })).status).toBe(200);
  expect(await scene.server.endpoint.head()).toBe(head);
  expect(await change(luz.userId(), { clients: [newId()] })).toMatchObject({ status: 400, code: 'invalid_input' });
  expect(await change(newId(), { role: 'lead' })).toMatchObject({ status: 404, code: 'not_found' });
  expect(await change(luz.userId(), { role: 'root' })).toMatchObject({ status: 400, code: 'invalid_input' });
});

test('a closed account opens nothing, its streams end at once, and it can be opened again', async () => {
  const luz = await scene.join(null);
  const live = await fetch(`${scene.server.address}/v1/live`, { headers: luz.headers() });
  expect((await change(luz.userId(), { enabled: false })).status).toBe(200);
  await live.text();
  for (const answer of [await luz.raw('/v1/pull?since=0&inc=1'), await luz.tryPush([]), await luz.raw('/v1/live'), await luz.raw('/v1/devices'), await luz.post('/v1/token/rotate', {})]) {
    expect(answer).toMatchObject({ status: 401, code: 'token_revoked' });
  }
  expect(await luz.signIn('persona3@carril.app', 'correcta')).toMatchObject({ status: 403, code: 'account_disabled' });
  // Whoever guesses passwords is not told that the account is closed.
  expect(await luz.signIn('persona3@carril.app', 'equivocada')).toMatchObject({ status: 401, code: 'wrong_credentials' });
  expect((await team()).people.find((person) => person.id === luz.userId())).toMatchObject({ enabled: false, devices: [] });
  await change(luz.userId(), { enabled: true });
  expect(await luz.raw('/v1/pull?since=0&inc=1')).toMatchObject({ status: 401 });
  expect((await luz.signIn('persona3@carril.app', 'correcta')).status).toBe(200);
});

/** As an endpoint wrote people down that did not tell of closed accounts. */
const forgetClosings = (dir: string): void => {
  if (onPostgres) return void askStored(dir, "UPDATE entity_row SET fields = (fields::jsonb - 'closed_at')::text WHERE entity = 'user'");
  const db = new Sqlite(path.join(dir, 'endpoint.sqlite'));
  db.exec("UPDATE entity_row SET fields = json_remove(fields, '$.closed_at') WHERE entity = 'user'");
  db.close();
};

test('the others hear in the feed whose account is closed and whose is open again', async () => {
  const luz = await scene.join(null);
  const told = async () => (await scene.desk.pull()).rows.find((each) => each.key === luz.userId())?.row['closed_at'];
  expect(await told()).toBeNull();
  await change(luz.userId(), { enabled: false });
  const since = await told();
  expect(Date.parse(String(since))).toBeLessThanOrEqual(Date.now());
  await change(luz.userId(), { enabled: false, name: 'Luz P.' });
  expect(await told()).toBe(since);
  await change(luz.userId(), { enabled: true });
  expect(await told()).toBeNull();
});

test('an endpoint that had kept closed accounts to itself tells of them when it starts, once', async () => {
  const luz = await scene.join(null);
  await change(luz.userId(), { enabled: false });
  const { dir, endpoint } = scene.server;
  const before = await endpoint.head();
  await endpoint.close();
  forgetClosings(dir);
  const told = () => askStored<{ key: string; seq: number }>(dir, "SELECT key, seq FROM entity_row WHERE entity = 'user' AND fields ->> '$.closed_at' IS NOT NULL").map(({ key, seq }) => [key, Number(seq)]);
  expect(told()).toEqual([]);
  for (const start of ['first', 'second']) {
    const again = await startEndpoint({ dir });
    await again.stop();
    expect(told(), start).toEqual([[luz.userId(), before + 1]]);
  }
});

test('the last admin stays, whoever asks and however many ask at once', async () => {
  const [me, other] = [admin.userId(), await scene.join(null, 'admin')];
  for (const fields of [{ role: 'lead' }, { enabled: false }]) {
    const answers = await Promise.all([change(me, fields, other), change(other.userId(), fields, admin), change(me, fields), change(other.userId(), fields, other)]);
    expect(answers.some((answer) => answer.code === 'last_admin' || answer.code === 'not_allowed' || answer.status === 401)).toBe(true);
    const left = [admin, other].filter((desk) => desk.userId() !== '');
    const alive = [];
    for (const desk of left) if ((await desk.raw('/v1/team')).status === 200) alive.push(desk);
    expect(alive).toHaveLength(1);
    const last = alive[0] as WireDesk;
    expect(await change(last.userId(), fields, last)).toMatchObject({ status: 409, code: 'last_admin' });
    const fallen = last === admin ? other : admin;
    await change(fallen.userId(), { role: 'admin', enabled: true }, last);
    expect((await fallen.signIn(fallen === admin ? 'persona2@carril.app' : 'persona3@carril.app', 'correcta')).status).toBe(200);
  }
});

test('no desk changes a person through the outbox, not even an admin’s', async () => {
  const results = await admin.push([
    admin.op({ kind: 'patch', entity: 'user', key: admin.userId(), fields: { role: 'consultant' } }),
    admin.op({ kind: 'delete', entity: 'user', key: admin.userId(), fields: {} }),
  ]);
  expect(results.map((result) => result.code)).toEqual(['not_allowed', 'not_allowed']);
});

test('a password that an admin resets is told once, and the devices have to sign in with it', async () => {
  const luz = await scene.join(null);
  const live = await fetch(`${scene.server.address}/v1/live`, { headers: luz.headers() });
  const { password } = resetResponse.parse(JSON.parse((await admin.post(`/v1/team/people/${luz.userId()}/password`, {})).body));
  await live.text();
  expect(await luz.raw('/v1/pull?since=0&inc=1')).toMatchObject({ status: 401, code: 'token_revoked' });
  expect(await luz.signIn('persona3@carril.app', 'correcta')).toMatchObject({ status: 401, code: 'wrong_credentials' });
  expect((await luz.signIn('persona3@carril.app', password)).status).toBe(200);
  expect(lines.join('')).not.toContain(password);
});

test('one changes one’s own password with the current one; the other devices have to sign in again', async () => {
  const luz = await scene.join(null);
  const second = createWireDesk(scene.server.address);
  await second.signIn('persona3@carril.app', 'correcta');
  expect(await luz.post('/v1/password', { current: 'equivocada', next: 'una contraseña nueva' })).toMatchObject({ status: 401, code: 'wrong_credentials' });
  expect(await luz.post('/v1/password', { current: 'correcta', next: 'corta' })).toMatchObject({ status: 400, code: 'invalid_input' });
  expect((await luz.post('/v1/password', { current: 'correcta', next: 'una contraseña nueva' })).status).toBe(200);
  expect((await luz.raw('/v1/pull?since=0&inc=1')).status).toBe(200);
  expect(await second.raw('/v1/pull?since=0&inc=1')).toMatchObject({ status: 401, code: 'token_revoked' });
  expect((await second.signIn('persona3@carril.app', 'una contraseña nueva')).status).toBe(200);
});
