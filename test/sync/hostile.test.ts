import { connect } from 'node:net';
import { request } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { hlcParse } from '#shared/sync/hlc.ts';
import { pushResponse } from '#shared/sync/protocol.ts';
import { addEvidence, addMessage, addTime, insertTicket } from '#test/support/endpoint/sample.ts';
import { openHostileScene, secret, type HostileScene } from '#test/support/endpoint/hostile-scene.ts';
import { createTus } from '#test/support/endpoint/tus.ts';
import { createWireDesk, newId, type Answer, type Draft } from '#test/support/endpoint/wire.ts';

let scene: HostileScene;
beforeEach(async () => {
  scene = await openHostileScene();
});
afterEach(() => scene.server.stop());

/** It was answered as somebody's mistake, it told nothing, and everybody else is served. */
const expectTurnedAway = async ({ status, body }: Pick<Answer, 'status' | 'body'>, what: string): Promise<void> => {
  expect(status, `${what}: ${body.slice(0, 200)}`).toBeGreaterThanOrEqual(400);
  expect(status, `${what}: ${body.slice(0, 200)}`).toBeLessThan(500);
  expect(body, what).not.toContain(secret);
  expect((await scene.desk.raw('/v1/pull?since=0&inc=1')).status, `after ${what}`).toBe(200);
};

const expectRefused = async (draft: Draft, what: string): Promise<void> => {
  const { guest } = scene;
  const answer = await guest.tryPush([guest.op(draft)]);
  expect(answer.status, `${what}: ${answer.body}`).toBe(200);
  expect(answer.body, what).not.toContain(secret);
  expect(pushResponse.parse(JSON.parse(answer.body)).results.map((result) => result.is), what).toEqual(['refused']);
};

const patch = (entity: Draft['entity'], key: string, fields: Draft['fields']): Draft => ({ kind: 'patch', entity, key, fields });
const remove = (entity: Draft['entity'], key: string): Draft => ({ kind: 'delete', entity, key, fields: {} });

test('what belongs to another client or another person is neither changed nor told', async () => {
  const { desk, guest, nogal, prado, ticket, hidden, fingerprint, failures } = scene;
  const before = fingerprint();
  const lead = desk.userId();
  const acts: Readonly<Record<string, Draft>> = {
    'a ticket of another client': insertTicket(prado),
    'an edit of it': patch('ticket', hidden.ticket, { title: 'Mío' }),
    'its end': remove('ticket', hidden.ticket),
    'a message in it': addMessage(hidden.ticket),
    'evidence in it': addEvidence(hidden.ticket, hidden.sha256, 12, guest.userId()),
    'time on it': addTime(hidden.ticket, guest.userId()),
    'it, taken over': patch('ticket', hidden.ticket, { client: nogal }),
    'an own ticket, given away': patch('ticket', ticket, { client: prado }),
    'the other client itself': patch('client', prado, { name: 'Mío' }),
    "another's time": patch('time_entry', hidden.entry, { ticket }),
    "the end of another's time": remove('time_entry', hidden.entry),
    "time in another's name": addTime(ticket, lead),
    "evidence in another's name": addEvidence(ticket, hidden.sha256, 12, lead),
    'a fact, changed': patch('message', hidden.message, { body: 'Otra cosa' }),
    'a fact, ended': remove('message', hidden.message),
    'the key of a hidden row': insertTicket(nogal, hidden.ticket),
    'the key of a hidden fact': addMessage(ticket, 'x', hidden.message),
    'more rights': patch('user', guest.userId(), { role: 'admin', clients: null }),
    "another's rights": patch('user', lead, { role: 'consultant' }),
    'a person': { kind: 'insert', entity: 'user', key: newId(), fields: { name: 'X', email: 'x@carril.app', role: 'admin', profile: 'functional', clients: null } },
    "another's view": { kind: 'insert', entity: 'saved_view', key: newId(), fields: { owner: lead, name: 'x', screen: 'board', definition: {} } },
    'a number of its own': patch('ticket', ticket, { number: 1 }),
    'stored evidence': patch('evidence', hidden.evidence, { upload: 'stored' }),
  };
  for (const [what, draft] of Object.entries(acts)) await expectRefused(draft, what);
  expect(fingerprint()).toEqual(before);
  const page = await guest.raw('/v1/pull?since=0&inc=1');
  expect(page.body).not.toContain(secret);
  expect((await guest.raw(`/v1/blobs/sha256/${hidden.sha256}`)).status).toBe(404);
  expect((await guest.raw(`/v1/snapshot?scope=${prado}`)).body).not.toContain(secret);
  expect(failures()).toEqual([]);
});

test("another's device, count or token opens nothing", async () => {
  const { desk, guest, ticket, server, fingerprint, failures } = scene;
  const before = fingerprint();
  const op = guest.op(patch('ticket', ticket, { title: 'x' }));
  await expectTurnedAway(await guest.post('/v1/push', { ...guest.request([op]), device: { id: desk.deviceId, inc: 1 } }), "another's device");
  await expectTurnedAway(await guest.post('/v1/push', { ...guest.request([{ ...op, n: 9_000 }]) }), 'a number out of the count');
  await expectTurnedAway(await guest.post('/v1/push', { ...guest.request([op]), epoch: newId() }), 'another epoch');
  // Its ops are told to the device that sent them alone, whatever a token of somebody else asks for.
  expect((await guest.pull(0, 5000, 1)).results.every((result) => result.is !== 'refused')).toBe(true);
  await scene.server.endpoint.revokeDevice(guest.deviceId);
  for (const [method, path] of [['POST', '/v1/push'], ['GET', '/v1/pull?since=0&inc=1'], ['GET', '/v1/snapshot'], ['GET', '/v1/live'], ['GET', '/v1/team'], ['POST', '/v1/token/rotate'], ['GET', `/v1/blobs/sha256/${scene.hidden.sha256}`]] as const) {
    const response = await fetch(`${server.address}${path}`, { method, headers: { ...guest.headers(), ...(method === 'POST' ? { 'content-type': 'application/json' } : {}) }, ...(method === 'POST' ? { body: JSON.stringify(guest.request([op])) } : {}) });
    await expectTurnedAway({ status: response.status, body: await response.text() }, `a revoked token on ${path}`);
    expect(response.status, path).toBe(401);
  }
  expect(fingerprint()).toEqual(before);
  expect(failures()).toEqual([]);
});

test("who signs in under another's device id neither ends his session nor gets a token", async () => {
  const { desk, server, fingerprint, failures } = scene;
  const before = fingerprint();
  const thief = createWireDesk(server.address, desk.deviceId);
  expect(await thief.signIn('persona2@carril.app', 'correcta')).toMatchObject({ status: 409, code: 'device_taken' });
  await expectTurnedAway(await thief.raw('/v1/pull?since=0&inc=1'), 'the id of another device');
  expect(fingerprint()).toEqual(before);
  expect(failures()).toEqual([]);
});

test('a clock of the far future gains nothing', async () => {
  const { desk, guest, ticket, failures } = scene;
  const far = '9999999999999-ffff-00000000';
  await guest.push([guest.op({ ...patch('ticket', ticket, { title: 'Para siempre' }), hlc: far })]);
  const row = (await desk.pull()).rows.find(({ key }) => key === ticket);
  expect(row?.row['title']).toBe('Para siempre');
  for (const stamp of Object.values(row?.stamps ?? {})) expect(hlcParse(stamp).ms).toBeLessThanOrEqual(Date.now() + 60_000);
  await desk.push([desk.op({ ...patch('ticket', ticket, { title: 'Corregido' }), base: row?.stamps['title'] === undefined ? {} : { title: row.stamps['title'] } })]);
  expect((await desk.pull()).rows.find(({ key }) => key === ticket)?.row['title']).toBe('Corregido');
  for (const hlc of ['', 'x', '-1', `${far}0`, '99999999999999-ffff-00000000']) await expectTurnedAway(await guest.tryPush([guest.op({ ...patch('ticket', ticket, { title: 'x' }), hlc })]), `the stamp ${hlc}`);
  expect(failures()).toEqual([]);
});

/** Sends a body of 100 MB as fast as it is taken; answers with the status, or null where the connection was cut. */
const sendEndless = (path: string, headers: Readonly<Record<string, string>>): Promise<number | null> =>
  new Promise((resolve) => {
    const size = 100 * 1024 * 1024;
    const piece = Buffer.alloc(1024 * 1024, '[');
    const sending = request(`${scene.server.address}${path}`, { method: headers['tus-resumable'] === undefined ? 'POST' : 'PATCH', headers: { ...headers, 'content-length': String(size) } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? null);
      sending.destroy();
    });
    sending.on('error', () => resolve(null));
    let left = size / piece.length;
    const more = (): void => {
      while (left > 0 && !sending.destroyed) {
        left -= 1;
        if (!sending.write(piece)) return void sending.once('drain', more);
      }
    };
    more();
  });

test('bodies of 100 MB and nests of a hundred thousand levels are not taken in', async () => {
  const { guest, ticket, fingerprint, failures, server } = scene;
  const before = fingerprint();
  const json = { ...guest.headers(), 'content-type': 'application/json' };
  for (const path of ['/v1/push', '/v1/sign-in', '/v1/invitations/redeem', '/v1/password']) expect([413, null], path).toContain(await sendEndless(path, json));
  const tus = createTus(guest, server.address);
  const { path: upload } = await tus.create(10, '0'.repeat(64));
  const status = await sendEndless(upload, { ...guest.headers(), 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' });
  expect(status === null || (status >= 400 && status < 500), `more than was announced: ${status}`).toBe(true);
  const nest = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
  const nestedKeys = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
  const body = JSON.stringify(guest.request([guest.op(patch('ticket', ticket, { title: 'NEST' }))]));
  for (const deep of [nest(100_000), nestedKeys(100_000), nest(5_000), nestedKeys(5_000)]) {
    await expectTurnedAway(await guest.post('/v1/sign-in', deep), 'a deep body');
    await expectTurnedAway(await guest.post('/v1/push', deep), 'a deep push');
    await expectTurnedAway(await guest.post('/v1/push', body.replace('"NEST"', deep)), 'a deep field');
  }
  expect(fingerprint()).toEqual(before);
  expect(failures()).toEqual([]);
});

test('names of files lead nowhere', async () => {
  const { guest, fingerprint, failures, server } = scene;
  const before = fingerprint();
  const names = ['../../endpoint.sqlite', '..%2f..%2fendpoint.sqlite', '%2e%2e%2f%2e%2e%2fendpoint.sqlite', '....//endpoint.sqlite', '..%5c..%5cendpoint.sqlite', '%00', 'con', `${'a'.repeat(64)}%2f..`, `${scene.hidden.sha256}%00`, scene.hidden.sha256.toUpperCase()];
  const headers = { ...guest.headers(), 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
  const { hostname, port } = new URL(server.address);
  // Not by fetch, which would tidy the path up.
  const raw = (method: string, path: string): Promise<{ status: number; body: string }> =>
    new Promise((resolve, reject) => {
      const sent = request({ hostname, port, method, path, headers }, (answer) => {
        let body = '';
        answer.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
        answer.once('end', () => resolve({ status: answer.statusCode ?? 0, body }));
      });
      sent.once('error', reject);
      sent.end();
    });
  for (const name of names) {
    for (const method of ['GET', 'HEAD', 'PATCH', 'DELETE']) await expectTurnedAway(await raw(method, `/v1/blobs/${name}`), `${method} of ${name}`);
    await expectTurnedAway(await raw('GET', `/v1/blobs/sha256/${name}`), `bytes of ${name}`);
    const metadata = `sha256 ${Buffer.from(decodeURIComponent(name.replace('%5c', '\\'))).toString('base64')}`;
    const response = await fetch(`${server.address}/v1/blobs`, { method: 'POST', headers: { ...guest.headers(), 'tus-resumable': '1.0.0', 'upload-length': '4', 'upload-metadata': metadata } });
    await expectTurnedAway({ status: response.status, body: await response.text() }, `an upload of ${name}`);
  }
  expect(fingerprint()).toEqual(before);
  expect(failures()).toEqual([]);
});

test('what is no HTTP at all is hung up on', async () => {
  const { server, desk, failures } = scene;
  const { hostname, port } = new URL(server.address);
  const talk = (bytes: Buffer | string): Promise<string> =>
    new Promise((resolve) => {
      const socket = connect(Number(port), hostname, () => socket.write(bytes));
      let heard = '';
      socket.setEncoding('utf8').on('data', (chunk: string) => (heard += chunk));
      socket.on('error', () => undefined);
      socket.once('close', () => resolve(heard));
    });
  for (const words of ['\u0000\u0001\u0002\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n', `GET /${'a'.repeat(100_000)} HTTP/1.1\r\n\r\n`, `GET / HTTP/1.1\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`, 'POST /v1/push HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n']) {
    expect(await talk(words)).not.toMatch(/^HTTP\/1.1 (2|5)/);
  }
  const stranger = createWireDesk(server.address);
  expect((await stranger.raw('/v1/pull?since=0&inc=1')).status).toBe(401);
  expect((await desk.raw('/v1/pull?since=0&inc=1')).status).toBe(200);
  expect(failures()).toEqual([]);
});

/** PostgreSQL keeps no text with a NUL in it, and SQLite reads it only up to there. */
test('a device whose name no database can keep is asked for another', async () => {
  const { guest, fingerprint, failures } = scene;
  const before = fingerprint();
  for (const name of ['\u0000', 'Mi\u0000PC']) {
    await expectTurnedAway(await guest.post('/v1/sign-in', { email: 'persona2@carril.app', password: 'correcta', device: { id: newId(), name } }), 'a name with a NUL');
  }
  expect((await guest.post('/v1/sign-in', { email: 'persona2@carril.app', password: 'correcta', device: { id: newId(), name: '\ud800 🗄' } })).status).toBe(200);
  expect(fingerprint()).toEqual(before);
  expect(failures()).toEqual([]);
});
