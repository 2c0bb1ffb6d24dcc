import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { apiChecker } from '#test/support/endpoint/api-check.ts';
import { addEvidence, insertTicket } from '#test/support/endpoint/sample.ts';
import { openScene, type Scene } from '#test/support/endpoint/scene.ts';
import { sha256Of } from '#test/support/endpoint/tus.ts';
import { newId } from '#test/support/endpoint/wire.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.server.stop());

test('every route is described, and nothing is described that is not there', async () => {
  const { document } = await apiChecker(scene.server.address);
  expect(document.openapi).toBe('3.1.0');
  const described = Object.entries(document.paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`));
  const { madeRoutes } = scene.server.endpoint.app;
  // Fastify answers HEAD wherever it answers GET.
  const made = madeRoutes.filter((route) => !(route.startsWith('HEAD ') && madeRoutes.includes(route.replace('HEAD', 'GET'))));
  expect([...described].sort()).toEqual([...made].sort());
});

test('what needs a token says so, and is closed without one', async () => {
  const api = await apiChecker(scene.server.address);
  const someId = randomUUID();
  for (const [path, methods] of Object.entries(api.document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      if (!operation.security.some((each) => 'device' in each)) continue;
      const { status } = await api.call(method, path, { actual: path.replaceAll(/\{\w+\}/g, someId) });
      expect(`${method} ${path} ${status}`).toBe(`${method} ${path} 401`);
    }
  }
});

test('the answers of real calls are of the shapes that the document tells', async () => {
  const { server, nogal, join } = scene;
  const desk = await join(null, 'admin');
  const api = await apiChecker(server.address);
  const headers = desk.headers();
  const send = (body: unknown, more: Record<string, string> = {}): RequestInit => ({ headers: { ...headers, 'content-type': 'application/json', ...more }, body: JSON.stringify(body) });
  const device = { id: randomUUID(), name: 'prueba' };

  for (const path of ['/health', '/ready', '/metrics', '/join', '/v1/openapi.json']) expect((await api.call('get', path)).status).toBe(200);
  expect((await api.call('post', '/v1/sign-in', send({ email: 'persona1@carril.app', password: 'correcta', device }))).status).toBe(200);
  expect((await api.call('post', '/v1/sign-in', send({ email: 'persona1@carril.app', password: 'x', device }))).status).toBe(401);
  expect((await api.call('post', '/v1/sign-in', send({ email: 'no' }))).status).toBe(400);
  expect((await api.call('post', '/v1/sign-in', send({ x: 'y'.repeat(20_000) }))).status).toBe(413);
  expect((await api.call('post', '/v1/sign-in', send({}, { 'content-type': 'text/csv' }))).status).toBe(415);

  const ticket = newId();
  const bytes = Buffer.from('una captura');
  const hash = sha256Of(bytes);
  const ops = [desk.op(insertTicket(nogal, ticket)), desk.op(addEvidence(ticket, hash, bytes.length, desk.userId())), desk.op({ kind: 'patch', entity: 'ticket', key: ticket, fields: { title: ' ' } })];
  expect((await api.call('post', '/v1/push', send(desk.request(ops)))).status).toBe(200);
  expect((await api.call('post', '/v1/push', send(desk.request(ops)))).status).toBe(200);
  expect((await api.call('post', '/v1/push', send({ ...desk.request([]), epoch: 'another' }))).status).toBe(409);
  expect((await api.call('post', '/v1/push', send({ ...desk.request([]), device: { id: randomUUID(), inc: 1 } }))).status).toBe(403);
  expect((await api.call('post', '/v1/push', send(desk.request([]), { 'x-carril-proto': '0' }))).status).toBe(426);
  expect((await api.call('get', '/v1/pull', { headers, actual: '/v1/pull?since=0&inc=1' })).status).toBe(200);
  expect((await api.call('get', '/v1/pull', { headers, actual: '/v1/pull?since=-1&inc=1' })).status).toBe(400);
  expect((await api.call('get', '/v1/snapshot', { headers, actual: '/v1/snapshot?limit=3' })).status).toBe(200);
  const live = await fetch(`${server.address}/v1/live`, { headers });
  expect(live.headers.get('content-type')).toBe('text/event-stream');
  await live.body?.cancel();

  const tus = { ...headers, 'tus-resumable': '1.0.0' };
  const meta = { 'upload-length': String(bytes.length), 'upload-metadata': `sha256 ${Buffer.from(hash).toString('base64')}` };
  const made = await api.call('post', '/v1/blobs', { headers: { ...tus, ...meta } });
  expect(made.status).toBe(201);
  const actual = made.headers.get('location') ?? '';
  expect((await api.call('post', '/v1/blobs', { headers })).status).toBe(412);
  expect((await api.call('head', '/v1/blobs/{upload}', { headers: tus, actual })).status).toBe(200);
  expect((await api.call('patch', '/v1/blobs/{upload}', { headers: { ...tus, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }, body: bytes, actual })).status).toBe(204);
  const given = (await api.call('post', '/v1/blobs', { headers: { ...tus, ...meta } })).headers.get('location') ?? '';
  expect((await api.call('delete', '/v1/blobs/{upload}', { headers: tus, actual: given })).status).toBe(204);
  const blob = { actual: `/v1/blobs/sha256/${hash}` };
  expect((await api.call('get', '/v1/blobs/sha256/{hash}', { ...blob, headers })).status).toBe(200);
  expect((await api.call('get', '/v1/blobs/sha256/{hash}', { ...blob, headers: { ...headers, range: 'bytes=0-3' } })).status).toBe(206);
  expect((await api.call('get', '/v1/blobs/sha256/{hash}', { ...blob, headers: { ...headers, range: 'bytes=900-' } })).status).toBe(416);
  expect((await api.call('get', '/v1/blobs/sha256/{hash}', { headers, actual: '/v1/blobs/sha256/none' })).status).toBe(404);

  const invite = { name: 'Rosa', email: 'rosa@carril.app', role: 'consultant', profile: 'functional', clients: null };
  const invited = await api.call('post', '/v1/team/invitations', send(invite));
  expect(invited.status).toBe(200);
  const { code } = JSON.parse(invited.body) as { readonly code: string };
  expect((await api.call('post', '/v1/invitations/open', send({ code }))).status).toBe(200);
  expect((await api.call('get', '/v1/team', { headers })).status).toBe(200);
  const redeemed = await api.call('post', '/v1/invitations/redeem', send({ code, password: 'una clave larga', device: { id: randomUUID(), name: 'de Rosa' } }));
  expect(redeemed.status).toBe(200);
  const rosa = JSON.parse(redeemed.body) as { readonly token: string; readonly user: { readonly id: string } };
  const second = JSON.parse((await api.call('post', '/v1/team/invitations', send({ ...invite, email: 'otra@carril.app' }))).body) as { readonly id: string };
  expect((await api.call('post', '/v1/team/invitations/{invitation}/revoke', { ...send({}), actual: `/v1/team/invitations/${second.id}/revoke` })).status).toBe(200);
  expect((await api.call('post', '/v1/team/people/{person}', { ...send({ role: 'lead' }), actual: `/v1/team/people/${rosa.user.id}` })).status).toBe(200);
  expect((await api.call('get', '/v1/team', { headers: { ...headers, authorization: `Bearer ${rosa.token}` } })).status).toBe(403);
  expect((await api.call('post', '/v1/team/people/{person}/password', { ...send({}), actual: `/v1/team/people/${rosa.user.id}/password` })).status).toBe(200);

  const contact = newId();
  const fields = { client: nogal, name: 'Rosa', whatsapp: null, email: null, authorised_from: '2026-01-01', authorised_to: null, can_approve_hours: false };
  await server.endpoint.together(async ({ apply }) => apply([[{ kind: 'insert', entity: 'contact', key: contact, fields }], [{ kind: 'patch', entity: 'ticket', key: ticket, fields: { state: 'awaiting_validation' } }]]));
  const link = JSON.parse((await api.call('post', '/v1/links', send({ ticket, contact, days: 1 }))).body) as { readonly id: string; readonly secret: string };
  expect((await api.call('get', '/v1/links', { headers, actual: `/v1/links?ticket=${ticket}` })).status).toBe(200);
  const opened = await api.call('get', '/c/{secret}', { actual: `/c/${link.secret}` });
  const picture = await fetch(`${server.address}/c/${link.secret}${/\/evidence\/[0-9a-f-]{36}/.exec(opened.body)?.[0] ?? ''}`);
  expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
  const seal = /value="accept"><input type="hidden" name="seal" value="([0-9a-f]+)"/.exec(opened.body)?.[1] ?? '';
  const answer = (): RequestInit => ({ body: new URLSearchParams({ act: 'accept', seal }), redirect: 'manual' });
  expect((await api.call('post', '/c/{secret}', { ...answer(), actual: `/c/${link.secret}` })).status).toBe(303);
  expect((await api.call('post', '/c/{secret}', { ...answer(), actual: `/c/${link.secret}` })).status).toBe(404);
  expect((await api.call('post', '/v1/links/{link}/revoke', { ...send({}), actual: `/v1/links/${link.id}/revoke` })).status).toBe(200);
  expect((await api.call('get', '/c/{secret}', { actual: `/c/${link.secret}` })).status).toBe(404);

  const form = JSON.parse((await api.call('post', '/v1/forms', send({ client: nogal }))).body) as { readonly id: string; readonly secret: string };
  expect((await api.call('get', '/v1/forms', { headers, actual: `/v1/forms?client=${nogal}` })).status).toBe(200);
  const shown = await api.call('get', '/f/{secret}', { actual: `/f/${form.secret}` });
  const begun = /name="begun" value="([^"]+)"/.exec(shown.body)?.[1] ?? '';
  const filled = (): RequestInit => ({ body: new URLSearchParams({ begun, name: 'Rosa', title: 'No abre', text: 'Sale un error' }) });
  expect((await api.call('post', '/f/{secret}', { ...filled(), actual: `/f/${form.secret}` })).status).toBe(422);
  expect((await api.call('post', '/f/{secret}', { body: new URLSearchParams({ begun, website: 'x' }), actual: `/f/${form.secret}` })).status).toBe(200);
  expect((await api.call('post', '/v1/forms/{form}/revoke', { ...send({}), actual: `/v1/forms/${form.id}/revoke` })).status).toBe(200);
  expect((await api.call('get', '/f/{secret}', { actual: `/f/${form.secret}` })).status).toBe(404);

  expect((await api.call('get', '/v1/devices', { headers })).status).toBe(200);
  expect((await api.call('post', '/v1/password', send({ current: 'correcta', next: 'otra clave larga' }))).status).toBe(200);
  expect((await api.call('post', '/v1/token/rotate', send({}))).status).toBe(200);
  expect((await api.call('post', '/v1/devices/{device}/revoke', { ...send({}), actual: `/v1/devices/${desk.deviceId}/revoke` })).status).toBe(200);

  // Every route has answered well at least once; the first admin's code is for an endpoint without one, and a picture is of its own kind.
  const well = new Set([...api.seen].filter((each) => / (?:20\d|303)$/.test(each)).map((each) => each.replace(/ \d+$/, '')));
  const described = Object.entries(api.document.paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`));
  expect(described.filter((each) => !well.has(each))).toEqual(['get /c/{secret}/evidence/{evidence}', 'post /v1/first-admin', 'get /v1/live']);
});
