import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fields } from '#shared/domain/entities/index.ts';
import { clientLink, linkResponse, linksResponse } from '#shared/sync/client-links.ts';
import { smallPng } from '#test/support/desk/small-png.ts';
import { askStored } from '#test/support/endpoint/database.ts';
import { addEvidence, addTime, ticketFields } from '#test/support/endpoint/sample.ts';
import { openScene, type Scene } from '#test/support/endpoint/scene.ts';
import { sha256Of } from '#test/support/endpoint/tus.ts';
import { newId, type WireDesk } from '#test/support/endpoint/wire.ts';

const start = Date.parse('2026-06-12T16:00:00.000Z');
const day = 24 * 60 * 60_000;
let now = start;
let scene: Scene;
const [rosa, ticket, contract] = [newId(), newId(), newId()];
const nasty = `<script>alert(1)</script>"'&<img src=x onerror=alert(2)>`;
const png = Buffer.from(smallPng(2, 2));

const contact = (client: string, more: Partial<Fields<'contact'>> = {}): Fields<'contact'> => ({ client, name: `Rosa ${nasty}`, whatsapp: null, email: null, authorised_from: '2026-01-01', authorised_to: null, can_approve_hours: true, ...more });

/** A ticket that waits for the client, with a picture that he may see and one that he may not. */
const prepare = async (more: Partial<Fields<'ticket'>> = {}): Promise<void> => {
  const { server, nogal, desk } = scene;
  await server.endpoint.keepEvidence(png, desk.userId());
  const shown = addEvidence(ticket, sha256Of(png), png.length, desk.userId());
  const terms: Fields<'contract'> = { client: nogal, modality: 'hours_bank', valid_from: '2026-01-01', valid_to: null, calendar: null, sla_policy: null, rounding: { unit_min: 15, mode: 'up', scope: 'ticket_day', minimum_min: 0, grace_sec: 0 }, overdraft: 'warn', alert_pct: [], carry: { mode: 'none', cap_min: 0, months: 0 }, terms_version: null };
  await server.endpoint.together(async ({ apply }) =>
    apply([
      [{ kind: 'insert', entity: 'contact', key: rosa, fields: contact(nogal) }],
      [{ kind: 'insert', entity: 'contract', key: contract, fields: terms }],
      [{ kind: 'insert', entity: 'ticket', key: ticket, fields: ticketFields(nogal, { title: `Caja ${nasty}`, state: 'awaiting_validation', contract, ...more }) }],
      [{ ...shown, fields: { ...shown.fields, note: nasty } }],
      [{ ...shown, key: newId(), fields: { ...shown.fields, visibility: 'internal', note: 'SOLO EL EQUIPO' } }],
      [{ kind: 'fact', entity: 'message', key: newId(), fields: { ticket, direction: 'internal', channel: 'portal', author: null, author_name: null, at: '2026-06-12T15:50:00.000Z', body: 'NOTA INTERNA' } }],
    ]),
  );
};
const link = async (desk: WireDesk = scene.desk, days = 14) => linkResponse.parse(JSON.parse((await desk.post('/v1/links', { ticket, contact: rosa, days })).body));

beforeEach(async () => {
  now = start;
  scene = await openScene({ clock: () => now });
  await prepare();
});
afterEach(() => scene.server.stop());

const address = (secret: string): string => clientLink(scene.server.address, secret);
const open = async (secret: string, more = ''): Promise<{ status: number; text: string; headers: Headers }> => {
  const answer = await fetch(`${address(secret)}${more}`);
  return { status: answer.status, text: await answer.text(), headers: answer.headers };
};
const sealOn = (page: string, act: string): string => new RegExp(`name="act" value="${act}"><input type="hidden" name="seal" value="([0-9a-f]{64})"`).exec(page)?.[1] ?? '';
const post = async (secret: string, fields: Record<string, string>) => {
  const answer = await fetch(address(secret), { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
  return { status: answer.status, text: await answer.text() };
};
const rows = async (entity: string) => (await scene.desk.pull()).rows.filter((row) => row.entity === entity).map((row) => row.row as Record<string, unknown>);
const gone = async () => (await open('x'.repeat(43))).text;

test('the page tells the state in plain words and shows what the client may see, and nothing else', async () => {
  const { secret } = await link();
  const { status, text, headers } = await open(secret);
  expect(status).toBe(200);
  expect(text).toContain('Listo para que lo revises');
  expect(text).not.toContain('SOLO EL EQUIPO');
  expect(text).not.toContain('NOTA INTERNA');
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/);
  expect([headers.get('cache-control'), headers.get('referrer-policy'), headers.get('set-cookie')]).toEqual(['no-store', 'no-referrer', null]);
  expect(JSON.stringify(askStored(scene.server.dir, 'SELECT * FROM client_link'))).not.toContain(secret);
});

test('HTML in title, name, note and comment is text on the page', async () => {
  const { secret } = await link();
  const before = (await open(secret)).text;
  expect(before).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;&lt;img src=x onerror=alert(2)&gt;');
  await post(secret, { act: 'accept', seal: sealOn(before, 'accept'), comment: nasty });
  const after = (await open(secret)).text;
  for (const page of [before, after]) expect(page).not.toMatch(/<script|<img src=x/);
  expect(after).toContain('Aceptado');
});

test('a picture comes through the link’s own permission, and runs nothing', async () => {
  const { secret } = await link();
  const [picture] = /\/evidence\/[0-9a-f-]{36}/.exec((await open(secret)).text) ?? [];
  const answer = await fetch(`${address(secret)}${picture}`);
  expect(Buffer.from(await answer.arrayBuffer()).equals(png)).toBe(true);
  expect([answer.headers.get('content-type'), answer.headers.get('content-security-policy'), answer.headers.get('x-content-type-options')]).toEqual(['image/png', "default-src 'none'; sandbox", 'nosniff']);
  const hidden = (await scene.desk.pull()).rows.find((row) => (row.row as { note?: string }).note === 'SOLO EL EQUIPO')?.key ?? '';
  for (const other of [hidden, newId(), '..%2F..']) expect((await open(secret, `/evidence/${other}`)).status).toBe(404);
  expect((await fetch(`${address('y'.repeat(43))}${picture}`)).status).toBe(404);
});

test('acceptance is a fact of the contact, and reaches every desk', async () => {
  const { secret } = await link();
  const page = (await open(secret)).text;
  expect((await post(secret, { act: 'accept', seal: sealOn(page, 'accept'), comment: 'Todo bien' })).status).toBe(303);
  expect(await rows('validation')).toEqual([expect.objectContaining({ ticket, cycle: 1, decision: 'accepted', contact: rosa, via: 'portal', on_behalf_by: null, comment: 'Todo bien', at: '2026-06-12T16:00:00.000Z' })]);
  expect((await rows('ticket'))[0]).toMatchObject({ state: 'awaiting_validation' });
});

test('a rejection needs its reason, and takes the ticket back into work with it', async () => {
  const { secret } = await link();
  const page = (await open(secret)).text;
  expect((await post(secret, { act: 'reject', seal: sealOn(page, 'reject'), comment: '  ' })).status).toBe(404);
  expect(await rows('validation')).toEqual([]);
  expect((await post(secret, { act: 'reject', seal: sealOn(page, 'reject'), comment: 'Falta el IVA' })).status).toBe(303);
  expect((await rows('ticket'))[0]).toMatchObject({ state: 'in_progress', closed_at: null, cycle: 1 });
  expect((await rows('ticket_event'))[0]).toMatchObject({ type: 'state_changed', payload: { from: 'awaiting_validation', to: 'in_progress', comment: 'Falta el IVA' } });
  expect((await open(secret)).text).not.toContain('value="accept"');
});

test('hours that the lead has reviewed are approved with their rounded minutes, and drafts are not shown', async () => {
  const { server, desk } = scene;
  const [reviewed, draft] = [addTime(ticket, desk.userId()), addTime(ticket, desk.userId())];
  await server.endpoint.together(async ({ apply }) => apply([[{ ...reviewed, fields: { ...reviewed.fields, end: '2026-06-12T16:50:00.000Z', status: 'lead_approved' } }], [draft]]));
  const { secret } = await link();
  const page = (await open(secret)).text;
  expect(page).toContain('En total 1 h 05 min');
  expect((await post(secret, { act: 'approve_hours', seal: sealOn(page, 'approve_hours') })).status).toBe(303);
  expect(await rows('hours_approval')).toEqual([expect.objectContaining({ contract, entries: [reviewed.key], rounded_min: 75, contact: rosa, decision: 'approved' })]);
  const entries = (await desk.pull()).rows.filter((row) => row.entity === 'time_entry');
  expect(entries.map((row) => [row.key, (row.row as { status: string }).status]).toSorted()).toEqual([[reviewed.key, 'client_approved'], [draft.key, 'draft']].toSorted());
  expect((await post(secret, { act: 'approve_hours', seal: sealOn(page, 'approve_hours') })).status).toBe(404);
  expect(await rows('hours_approval')).toHaveLength(1);
});

test('one question of rating, once', async () => {
  const { secret } = await link();
  await post(secret, { act: 'accept', seal: sealOn((await open(secret)).text, 'accept') });
  const seal = sealOn((await open(secret)).text, 'rate');
  expect((await post(secret, { act: 'rate', seal, stars: '6' })).status).toBe(404);
  const answers = await Promise.all([4, 5].map((stars) => post(secret, { act: 'rate', seal, stars: String(stars), comment: 'Gracias' })));
  expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 404]);
  expect((await rows('message')).filter(({ direction }) => direction === 'in')).toHaveLength(1);
});

describe('a link that is not good gives one and the same page, and changes nothing', () => {
  const untouched = async (before: number): Promise<void> => expect(await scene.server.endpoint.head()).toBe(before);

  test('enumerated: other secrets, other lengths, paths', async () => {
    const { secret, id } = await link();
    const head = await scene.server.endpoint.head();
    const guesses = [id, ticket, 'a', `${secret}a`, secret.slice(1), secret.toUpperCase(), '%00', '..%2Fhealth', "'OR'1'='1", ...Array.from({ length: 20 }, (_, index) => String(index).padStart(43, 'A'))];
    for (const guess of guesses) {
      const { status, text } = await open(guess);
      expect([guess, status, text]).toEqual([guess, 404, await gone()]);
    }
    await untouched(head);
  });

  test('expired: also its forms and its pictures', async () => {
    const { secret } = await link(scene.desk, 1);
    const { text } = await open(secret);
    const head = await scene.server.endpoint.head();
    now += day;
    expect(await open(secret)).toMatchObject({ status: 404, text: await gone() });
    expect(await post(secret, { act: 'accept', seal: sealOn(text, 'accept') })).toEqual({ status: 404, text: await gone() });
    expect((await open(secret, /\/evidence\/[0-9a-f-]{36}/.exec(text)?.[0] ?? '')).status).toBe(404);
    await untouched(head);
  });

  test('revoked: by anybody who sees the ticket, and by nobody else', async () => {
    const { id, secret } = await link();
    const page = (await open(secret)).text;
    const stranger = await scene.join([scene.prado]);
    expect((await stranger.post(`/v1/links/${id}/revoke`, {})).status).toBe(404);
    expect((await stranger.post('/v1/links', { ticket, contact: rosa })).status).toBe(404);
    expect((await stranger.raw(`/v1/links?ticket=${ticket}`)).status).toBe(404);
    expect((await open(secret)).status).toBe(200);
    const head = await scene.server.endpoint.head();
    expect((await scene.desk.post(`/v1/links/${id}/revoke`, {})).status).toBe(200);
    expect(await open(secret)).toMatchObject({ status: 404, text: await gone() });
    expect(await post(secret, { act: 'accept', seal: sealOn(page, 'accept') })).toEqual({ status: 404, text: await gone() });
    expect(linksResponse.parse(JSON.parse((await scene.desk.raw(`/v1/links?ticket=${ticket}`)).body)).links).toMatchObject([{ id, revoked: true, expired: false, contact: rosa }]);
    await untouched(head);
  });

  test('replayed: a form that was answered, also many at once, and one of an earlier state', async () => {
    const { secret } = await link();
    const page = (await open(secret)).text;
    const form = { act: 'reject', seal: sealOn(page, 'reject'), comment: 'No' };
    const answers = await Promise.all(Array.from({ length: 6 }, () => post(secret, form)));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    const head = await scene.server.endpoint.head();
    expect(await post(secret, form)).toEqual({ status: 404, text: await gone() });
    expect(await post(secret, { act: 'accept', seal: sealOn(page, 'accept') })).toEqual({ status: 404, text: await gone() });
    expect(await rows('validation')).toHaveLength(1);
    await untouched(head);
  });

  test('tampered: no seal, another’s seal, another act, doubled fields, another kind of body', async () => {
    const [mine, other] = [await link(), await link()];
    const [page, others] = [(await open(mine.secret)).text, (await open(other.secret)).text];
    const head = await scene.server.endpoint.head();
    const seal = sealOn(page, 'accept');
    const forms: Record<string, string>[] = [{ act: 'accept' }, { act: 'accept', seal: '' }, { act: 'accept', seal: sealOn(others, 'accept') }, { act: 'accept', seal: seal.replace(/.$/, (last) => (last === '0' ? '1' : '0')) }, { act: 'reject', seal, comment: 'No' }, { act: 'rate', seal, stars: '5' }, { act: 'constructor', seal }];
    for (const form of forms) expect(await post(mine.secret, form)).toEqual({ status: 404, text: await gone() });
    for (const [type, body] of [['application/x-www-form-urlencoded', `act=accept&act=accept&seal=${seal}`], ['application/json', JSON.stringify({ act: 'accept', seal })], ['application/x-www-form-urlencoded', `act=accept&seal=${seal}&comment=${'x'.repeat(70_000)}`]] as const) {
      const answer = await fetch(address(mine.secret), { method: 'POST', headers: { 'content-type': type }, body });
      expect([answer.status, await answer.text()]).toEqual([404, await gone()]);
    }
    await untouched(head);
  });

  test('of a contact who may not speak for the client any more, or whose ticket went to another client', async () => {
    const { secret } = await link();
    const page = (await open(secret)).text;
    const patch = (entity: 'contact' | 'ticket', key: string, fields: Record<string, string>) => scene.server.endpoint.together(async ({ apply }) => apply([[{ kind: 'patch', entity, key, fields }]]));
    await patch('contact', rosa, { authorised_to: '2026-06-01' });
    expect((await open(secret)).text).not.toContain('value="accept"');
    expect((await post(secret, { act: 'accept', seal: sealOn(page, 'accept') })).status).toBe(404);
    await patch('ticket', ticket, { client: scene.prado });
    expect(await open(secret)).toMatchObject({ status: 404, text: await gone() });
    expect(await rows('validation')).toEqual([]);
  });
});

test('too many visits from one address wait, with a page that says so', async () => {
  await scene.server.stop();
  scene = await openScene({ clock: () => now, limits: { device: 0, address: 30, signIn: 0, windowMs: 60_000, headersMs: 15_000, bodyMs: 60_000, requestMs: 300_000 } });
  const statuses = [];
  for (let visit = 0; visit < 40; visit += 1) statuses.push((await open('x'.repeat(43))).status);
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(10);
  expect((await open('x'.repeat(43))).text).toContain('Espera un momento');
});
