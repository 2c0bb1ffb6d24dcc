import { afterEach, expect, test } from 'vitest';
import { invitationLink, parseInvitationLink } from '#shared/sync/invitation-link.ts';
import { inviteResponse, openInvitationResponse, teamResponse } from '#shared/sync/people.ts';
import { temporaryFolder } from '#test/support/desk/open-desk.ts';
import { askStored } from '#test/support/endpoint/database.ts';
import { openScene, type Scene } from '#test/support/endpoint/scene.ts';
import { spawnEndpoint, startEndpoint, type StartedEndpoint } from '#test/support/endpoint/start.ts';
import { createWireDesk, type WireDesk } from '#test/support/endpoint/wire.ts';

const stops: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

let now = Date.now();
const clock = (): number => now;
const day = 24 * 60 * 60_000;
const password = 'una contraseña larga';
const me = { name: 'Ada', email: 'ada@carril.app', password };

const bare = async (): Promise<StartedEndpoint> => {
  const server = await startEndpoint({ clock });
  stops.push(server.stop);
  return server;
};
const withAdmin = async (): Promise<{ scene: Scene; admin: WireDesk }> => {
  const scene = await openScene({ clock });
  stops.push(scene.server.stop);
  return { scene, admin: await scene.join(null, 'admin') };
};
const invite = async (admin: WireDesk, more: object = {}) =>
  inviteResponse.parse(JSON.parse((await admin.post('/v1/team/invitations', { name: 'Luz', email: 'Luz@carril.app', role: 'consultant', clients: null, ...more })).body));
const waiting = async (admin: WireDesk) => teamResponse.parse(JSON.parse((await admin.raw('/v1/team')).body)).invitations;
const people = (server: StartedEndpoint) => server.endpoint.userByEmail(me.email);

test('the first admin comes in with the code of the first start, once', async () => {
  const server = await bare();
  const first = await server.endpoint.firstAdminCode();
  const desk = createWireDesk(server.address);
  const spoken = first?.code.toLowerCase().replaceAll('-', ' ') ?? '';
  expect((await desk.enter('/v1/first-admin', { ...me, code: spoken })).status).toBe(200);
  expect((await desk.raw('/v1/team')).status).toBe(200);
  expect(await server.endpoint.firstAdminCode()).toBeNull();
  const again = createWireDesk(server.address);
  expect(await again.enter('/v1/first-admin', { ...me, email: 'otra@carril.app', code: first?.code })).toMatchObject({ status: 404, code: 'first_admin_code_invalid' });
});

test('of many who come with the code at once one comes in', async () => {
  const server = await bare();
  const first = await server.endpoint.firstAdminCode();
  const answers = await Promise.all(Array.from({ length: 5 }, (_, index) => createWireDesk(server.address).enter('/v1/first-admin', { ...me, email: `ada${index}@carril.app`, code: first?.code })));
  expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 404, 404, 404, 404]);
});

test('a wrong code, one that is a day old and one that a later start has replaced let nobody in', async () => {
  const server = await bare();
  const desk = createWireDesk(server.address);
  expect(await desk.enter('/v1/first-admin', { ...me, code: '00000-00000-00000-00000-00000' })).toMatchObject({ status: 404, code: 'first_admin_code_invalid' });
  const old = await server.endpoint.firstAdminCode();
  const newer = await server.endpoint.firstAdminCode();
  expect(await desk.enter('/v1/first-admin', { ...me, code: old?.code })).toMatchObject({ status: 404 });
  now += day;
  expect(await desk.enter('/v1/first-admin', { ...me, code: newer?.code })).toMatchObject({ status: 404 });
  expect(await people(server)).toBeNull();
  const last = await server.endpoint.firstAdminCode();
  for (let i = 0; i < 10; i += 1) await desk.enter('/v1/first-admin', { ...me, code: '00000-00000-00000-00000-00000' });
  expect(await desk.enter('/v1/first-admin', { ...me, code: last?.code })).toMatchObject({ status: 429, code: 'too_many_attempts' });
  now += 6 * 60_000;
  expect((await desk.enter('/v1/first-admin', { ...me, code: last?.code })).status).toBe(200);
});

test('the command line prints the code while there is no admin, and keeps only its hash', async () => {
  const dir = temporaryFolder();
  const server = await spawnEndpoint({ dir });
  stops.push(server.stop);
  const code = await server.firstAdminCode;
  expect(code).toMatch(/^([0-9A-Z]{5}-){4}[0-9A-Z]{5}$/);
  expect(JSON.stringify(askStored(dir, 'SELECT * FROM meta'))).not.toContain(code.slice(0, 5));
  expect((await createWireDesk(server.address).enter('/v1/first-admin', { ...me, code })).status).toBe(200);
});

test('a link lets one person in, once, as whom it says', async () => {
  const { scene, admin } = await withAdmin();
  const { code } = await invite(admin, { role: 'lead', clients: [scene.nogal] });
  const link = parseInvitationLink(` ${invitationLink(`${scene.server.address}/`, code)}\n`);
  expect(link).toEqual({ address: scene.server.address, code });
  const luz = createWireDesk(link?.address ?? '');
  const opened = await luz.post('/v1/invitations/open', { code });
  expect(openInvitationResponse.parse(JSON.parse(opened.body))).toMatchObject({ name: 'Luz', email: 'Luz@carril.app', role: 'lead' });
  expect(await luz.enter('/v1/invitations/redeem', { code, password: 'corta' })).toMatchObject({ status: 400, code: 'invalid_input' });
  expect((await luz.enter('/v1/invitations/redeem', { code, password })).status).toBe(200);
  const rows = (await luz.pull()).rows;
  expect(rows.filter((row) => row.entity === 'client').map((row) => row.key)).toEqual([scene.nogal]);
  expect(rows.find((row) => row.key === luz.userId())?.row).toMatchObject({ name: 'Luz', role: 'lead', clients: [scene.nogal] });
  expect((await createWireDesk(scene.server.address).signIn('luz@carril.app', password)).status).toBe(200);
  const late = createWireDesk(scene.server.address);
  expect(await late.enter('/v1/invitations/redeem', { code, password })).toMatchObject({ status: 404, code: 'invitation_invalid' });
  expect(JSON.parse((await late.post('/v1/invitations/open', { code })).body)).toMatchObject({ details: { reason: 'used' } });
  expect(await waiting(admin)).toEqual([]);
});

test('of many who open the same link at once one comes in', async () => {
  const { scene, admin } = await withAdmin();
  const { code } = await invite(admin);
  const answers = await Promise.all(Array.from({ length: 5 }, () => createWireDesk(scene.server.address).enter('/v1/invitations/redeem', { code, password })));
  expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 404, 404, 404, 404]);
});

test('a link that was taken back, is too old or was never made lets nobody in', async () => {
  const { scene, admin } = await withAdmin();
  const [taken, old] = [await invite(admin), await invite(admin, { email: 'eva@carril.app', days: 1 })];
  expect((await waiting(admin)).map((each) => each.id).toSorted()).toEqual([taken.id, old.id].toSorted());
  expect((await admin.post(`/v1/team/invitations/${taken.id}/revoke`, {})).status).toBe(200);
  expect((await admin.post(`/v1/team/invitations/${taken.id}/revoke`, {})).status).toBe(404);
  const desk = createWireDesk(scene.server.address);
  const reasonOf = async (code: string): Promise<unknown> => (JSON.parse((await desk.enter('/v1/invitations/redeem', { code, password })).body) as { details: { reason: unknown } }).details.reason;
  expect(await reasonOf(taken.code)).toBe('revoked');
  expect(await reasonOf('x'.repeat(43))).toBe('unknown');
  now += day;
  expect(await reasonOf(old.code)).toBe('expired');
  expect(await admin.post('/v1/team/invitations', { name: 'Otra', email: 'persona1@carril.app', role: 'consultant', clients: null })).toMatchObject({ status: 409, code: 'email_taken' });
});

test('what is no link is not taken for one', () => {
  for (const text of ['', 'https://carril.example', 'https://carril.example/join', 'https://carril.example/join#corto', 'ftp://carril.example/join#aaaaaaaaaaaaaaaaaaaaaaaaaaaaa', `javascript:alert(1)//join#${'a'.repeat(43)}`]) {
    expect(parseInvitationLink(text)).toBeNull();
  }
});
