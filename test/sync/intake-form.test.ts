import { afterEach, beforeEach, expect, test } from 'vitest';
import { formAddress, formResponse, formsResponse } from '#shared/sync/intake-forms.ts';
import { askStored } from '#test/support/endpoint/database.ts';
import { openScene, type Scene } from '#test/support/endpoint/scene.ts';
import { newId } from '#test/support/endpoint/wire.ts';

const start = Date.parse('2026-06-12T16:00:00.000Z');
let now = start;
let scene: Scene;
let secret = '';
let id = '';
const nasty = `<script>alert(1)</script>"'&`;
const asked = { name: 'Inés', reach: '+591 700 00001', title: 'La caja no abre', text: 'Sale un error' };

beforeEach(async () => {
  now = start;
  scene = await openScene({ clock: () => now });
  ({ id, secret } = formResponse.parse(JSON.parse((await scene.desk.post('/v1/forms', { client: scene.nogal })).body)));
});
afterEach(() => scene.server.stop());

const open = async (of = secret) => {
  const answer = await fetch(formAddress(scene.server.address, of));
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
};
const begunOn = (page: string): string => /name="begun" value="([^"]+)"/.exec(page)?.[1] ?? '';
const send = async (fields: Record<string, string>, of = secret) => {
  const answer = await fetch(formAddress(scene.server.address, of), { method: 'POST', body: new URLSearchParams(fields) });
  return { status: answer.status, text: await answer.text() };
};
/** The form, opened long enough ago. */
const begun = async (): Promise<string> => {
  const text = begunOn((await open()).text);
  now += 10_000;
  return text;
};
const rows = async (entity: string) => (await scene.desk.pull()).rows.filter((row) => row.entity === entity).map((row) => row.row as Record<string, unknown>);
const gone = async () => (await open('x'.repeat(43))).text;

test('what somebody writes becomes a ticket of the client, whole, and reaches the desks by the feed', async () => {
  const contact = newId();
  const fields = { client: scene.nogal, name: 'Inés Paz', whatsapp: '70000001', email: null, authorised_from: null, authorised_to: null, can_approve_hours: false };
  await scene.server.endpoint.together(async ({ apply }) => apply([[{ kind: 'insert', entity: 'contact', key: contact, fields }]]));
  expect((await send({ begun: await begun(), ...asked })).text).toContain('Recibimos tu solicitud');
  expect(await rows('ticket')).toEqual([expect.objectContaining({ client: scene.nogal, channel: 'form', state: 'registered', severity: null, title: 'La caja no abre', description: 'Sale un error', requester: contact, requester_name: 'Inés', number: expect.any(Number), received_at: '2026-06-12T16:00:10.000Z' })]);
  expect(await rows('message')).toEqual([expect.objectContaining({ direction: 'in', channel: 'form', author: null, author_name: 'Inés', body: 'Sale un error\n\nContacto: +591 700 00001' })]);
  expect(await rows('ticket_event')).toEqual([expect.objectContaining({ type: 'registered', payload: { channel: 'form' } })]);
});

test('sent again, also many times at once, it makes one ticket', async () => {
  const form = { begun: await begun(), ...asked };
  const answers = await Promise.all(Array.from({ length: 5 }, () => send(form)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  expect(await rows('ticket')).toHaveLength(1);
  expect(await rows('message')).toHaveLength(1);
});

test('what is missing is said, with what was written, escaped', async () => {
  const answer = await send({ begun: await begun(), ...asked, name: nasty, title: '' });
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('Escribe en una línea qué pasa.');
  expect(answer.text).toContain('value="&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;"');
  expect(answer.text).not.toContain('<script');
  expect((await send({ begun: await begun(), ...asked, reach: 'no es nada' })).text).toContain('no está bien escrito');
  expect(await rows('ticket')).toEqual([]);
});

test('a machine that fills what nobody sees, or is faster than a hand, makes nothing', async () => {
  const before = await scene.server.endpoint.head();
  expect((await send({ begun: await begun(), ...asked, website: 'https://spam.example' })).text).toContain('Recibimos tu solicitud');
  const quick = begunOn((await open()).text);
  expect(await send({ begun: quick, ...asked })).toMatchObject({ status: 422, text: expect.stringContaining('muy rápido') });
  expect(await scene.server.endpoint.head()).toBe(before);
  now += 10_000;
  expect((await send({ begun: quick, ...asked })).status).toBe(200);
  expect(await rows('ticket')).toHaveLength(1);
});

test('a form that this endpoint did not give out, of another form, or with other fields makes nothing', async () => {
  const before = await scene.server.endpoint.head();
  const mine = await begun();
  const other = formResponse.parse(JSON.parse((await scene.desk.post('/v1/forms', { client: scene.prado })).body));
  for (const wrong of ['', mine.replace(/^\d/, '1').replace(/.$/, 'g'), `${start}.abcdefghijkl.${'0'.repeat(64)}`]) expect(await send({ begun: wrong, ...asked })).toEqual({ status: 404, text: await gone() });
  expect(await send({ begun: mine, ...asked }, other.secret)).toEqual({ status: 404, text: await gone() });
  expect(await send({ begun: mine, ...asked, text: 'x'.repeat(10_001) })).toEqual({ status: 404, text: await gone() });
  expect(await scene.server.endpoint.head()).toBe(before);
});

test('floods: from one address ten in ten minutes, and then it says to wait', async () => {
  const statuses: number[] = [];
  for (let turn = 0; turn < 14; turn += 1) {
    const page = begunOn((await open()).text);
    now += 5000;
    statuses.push((await send({ begun: page, ...asked })).status);
  }
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429, 429, 429, 429]);
  expect(await rows('ticket')).toHaveLength(10);
  now += 11 * 60_000;
  expect((await send({ begun: await begun(), ...asked })).status).toBe(200);
});

test('revoked or guessed, the form is not there; only leads open and revoke it, and its secret is kept nowhere', async () => {
  const page = await begun();
  expect(JSON.stringify(askStored(scene.server.dir, 'SELECT * FROM intake_form'))).not.toContain(secret);
  const consultant = await scene.join(null);
  expect((await consultant.post('/v1/forms', { client: scene.nogal })).status).toBe(403);
  expect((await consultant.post(`/v1/forms/${id}/revoke`, {})).status).toBe(403);
  const stranger = await scene.join([scene.prado], 'lead');
  expect((await stranger.post('/v1/forms', { client: scene.nogal })).status).toBe(404);
  expect((await stranger.post(`/v1/forms/${id}/revoke`, {})).status).toBe(404);
  expect((await stranger.raw(`/v1/forms?client=${scene.nogal}`)).status).toBe(404);
  expect((await scene.desk.post(`/v1/forms/${id}/revoke`, {})).status).toBe(200);
  expect(formsResponse.parse(JSON.parse((await scene.desk.raw(`/v1/forms?client=${scene.nogal}`)).body)).forms).toMatchObject([{ id, revoked: true }]);
  expect(await open()).toMatchObject({ status: 404, text: await gone() });
  expect(await send({ begun: page, ...asked })).toEqual({ status: 404, text: await gone() });
  for (const guess of [id, scene.nogal, secret.slice(1), `${secret}a`, '..%2Fhealth']) expect((await open(guess)).status).toBe(404);
  expect(await rows('ticket')).toEqual([]);
});

test('the page has no script and may load nothing, be framed by nobody and be kept nowhere', async () => {
  const { status, text, headers } = await open();
  expect([status, headers.get('cache-control'), headers.get('set-cookie'), headers.get('x-frame-options')]).toEqual([200, 'no-store', null, 'DENY']);
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
  expect(text).not.toContain('<script');
});
