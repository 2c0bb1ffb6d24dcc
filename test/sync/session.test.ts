import { expect, test } from 'vitest';
import { codeOfError } from '#test/support/desk/open-desk.ts';
import { ask, deskRows, expectEqual, settled, teamDesk, teamEndpoint, twoDesks } from '#test/support/network/team.ts';

test('a revoked token ends the session but not the work; signing in again sends what waits', async () => {
  const { endpoint, ana, luz, client } = await twoDesks();
  const { device } = await luz.call('session.get', {});
  await endpoint.now().endpoint.revokeDevice(device);
  await expect.poll(async () => (await luz.call('sync.status', {})).state, { timeout: 8000 }).toBe('signed_out');
  expect(await luz.call('session.get', {})).toMatchObject({ authorised: false, user: { name: 'Luz' } });
  expect((await luz.call('sync.status', {})).lastError?.code).toBe('token_revoked');
  await luz.call('ticket.create', { title: 'Sin sesión', client, channel: 'phone' });
  await luz.restart();
  expect(await luz.call('session.get', {})).toMatchObject({ authorised: false });
  expect((await luz.call('sync.status', {})).waiting).toBe(1);
  await luz.signIn();
  expect(await luz.call('session.get', {})).toMatchObject({ authorised: true });
  await settled(luz);
  await expectEqual(endpoint, ana, luz);
});

test('signing out keeps the copy and stops listening', async () => {
  const { endpoint, ana, luz, client } = await twoDesks();
  const before = deskRows(luz.desk().dir);
  await luz.call('session.signOut', {});
  const asked = luz.proxy.seen.length;
  await ana.call('ticket.create', { title: 'No lo oye', client, channel: 'phone' });
  await settled(ana);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(luz.proxy.seen.length).toBe(asked);
  expect(deskRows(luz.desk().dir)).toEqual(before);
  expect((await luz.call('sync.status', {})).state).toBe('signed_out');
  await luz.signIn();
  await expectEqual(endpoint, ana, luz);
});

test('signing out ends the token at the endpoint too, and without a connection it ends the session all the same', async () => {
  const { endpoint, luz } = await twoDesks();
  const { device } = await luz.call('session.get', {});
  await luz.call('session.signOut', {});
  expect(await endpoint.now().endpoint.revokeDevice(device)).toBe(0);
  await luz.signIn();
  await settled(luz);
  luz.proxy.plan = () => ({ is: 'lost' });
  expect(await luz.call('session.signOut', {})).toMatchObject({ authorised: false });
  expect(await endpoint.now().endpoint.revokeDevice(device)).toBe(1);
});

test('a desk that another person takes over is another device to the endpoint, also after it was taken back', async () => {
  const { endpoint, ana, luz, client } = await twoDesks();
  const [first, own] = [await luz.call('session.get', {}), await ana.call('session.get', {})];
  await luz.signIn('ana');
  const second = await luz.call('session.get', {});
  expect([first.device, own.device]).not.toContain(second.device);
  await settled(luz);
  await luz.call('ticket.create', { title: 'De Ana, en el equipo de Luz', client, channel: 'phone' });
  await settled(luz);
  await luz.signIn('luz');
  const third = await luz.call('session.get', {});
  expect([first.device, second.device]).not.toContain(third.device);
  await settled(luz);
  await luz.call('ticket.create', { title: 'De Luz otra vez', client, channel: 'phone' });
  await settled(luz);
  await expectEqual(endpoint, ana, luz);
});

test('what one person left unsent never goes out under another name', async () => {
  const { ana, luz, client } = await twoDesks();
  await luz.call('session.signOut', {});
  const { id } = await luz.call('ticket.create', { title: 'De Luz', client, channel: 'phone' });
  const refused = await codeOfError(luz.signIn('ana'));
  expect(refused).toMatchObject({ code: 'not_allowed', details: { reason: 'other_user_pending' } });
  expect(await luz.call('session.get', {})).toMatchObject({ user: { name: 'Luz' } });
  await luz.signIn('luz');
  await settled(luz);
  await settled(ana);
  expect((await ana.call('ticket.get', { id })).ticket.title).toBe('De Luz');
});

test('another person sees what he may see, and nothing of what the one before saw', async () => {
  const endpoint = await teamEndpoint(['ana']);
  const ana = await teamDesk(endpoint, 'ana');
  const { id: mine } = await ana.call('client.create', { name: 'Nogal', tz: 'America/Lima' });
  const { id: other } = await ana.call('client.create', { name: 'Cedro', tz: 'America/Lima' });
  const shown = await ana.call('ticket.create', { title: 'De Nogal', client: mine, channel: 'phone' });
  const hidden = await ana.call('ticket.create', { title: 'De Cedro', client: other, channel: 'phone' });
  await settled(ana);
  await endpoint.now().addUser({ name: 'Luz', email: 'luz@example.test', password: 'another long password', role: 'consultant', profile: 'technical', clients: [mine] });
  await ana.signIn('luz');
  await settled(ana);
  expect((await ana.call('client.list', {})).map((client) => client.name)).toEqual(['Nogal']);
  expect((await ana.call('ticket.get', { id: shown.id })).ticket.title).toBe('De Nogal');
  expect((await codeOfError(ana.call('ticket.get', { id: hidden.id }))).code).toBe('not_found');
  expect(ask<{ n: number }>(ana, "SELECT count(*) AS n FROM ticket_text WHERE ticket_text MATCH 'Cedro'")).toEqual([{ n: 0 }]);
  expect(ask<{ n: number }>(ana, "SELECT count(*) AS n FROM ticket_text WHERE ticket_text MATCH 'Nogal'")).toEqual([{ n: 1 }]);
  await ana.signIn('ana');
  await expectEqual(endpoint, ana);
});
