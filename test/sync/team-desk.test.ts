import { expect, onTestFinished, test } from 'vitest';
import { codeOfError } from '#test/support/desk/open-desk.ts';
import { openSyncedDesk, type SyncedDesk } from '#test/support/desk/synced-desk.ts';
import { startEndpoint } from '#test/support/endpoint/start.ts';

const password = 'una contraseña larga';

const desk = async (): Promise<SyncedDesk> => {
  const opened = await openSyncedDesk();
  onTestFinished(opened.close);
  return opened;
};

/** A new endpoint and the desk of its first admin. */
const begun = async () => {
  const server = await startEndpoint();
  onTestFinished(server.stop);
  const first = await server.endpoint.firstAdminCode();
  const ada = await desk();
  const session = await ada.call('session.firstAdmin', { address: server.address, code: first?.code ?? '', name: 'Ada', email: 'ada@example.test', password });
  expect(session).toMatchObject({ user: { name: 'Ada', role: 'admin' }, authorised: true });
  return { server, ada, code: first?.code ?? '' };
};

const idle = (one: SyncedDesk): Promise<void> => expect.poll(async () => (await one.call('sync.now', {})).waitingOps, { timeout: 8000 }).toBe(0);

test('the first admin comes in by the code, invites by a link, grants a client and takes it', async () => {
  const { ada, code } = await begun();
  const { id: nogal } = await ada.call('client.create', { name: 'Nogal', tz: 'America/La_Paz' });
  await ada.call('ticket.create', { title: 'De Nogal', client: nogal, channel: 'phone' });
  await idle(ada);
  const { link } = await ada.call('team.invite', { name: 'Luz', email: 'luz@example.test', role: 'consultant', clients: [] });
  const luz = await desk();
  expect(await luz.call('session.invitation', { link })).toMatchObject({ name: 'Luz', email: 'luz@example.test', role: 'consultant' });
  expect(await luz.call('session.redeem', { link, password })).toMatchObject({ user: { name: 'Luz' }, authorised: true });
  await idle(luz);
  expect(await luz.call('client.list', {})).toEqual([]);
  const { people, invitations } = await ada.call('team.get', {});
  expect(people.map((person) => [person.name, person.devices.length])).toEqual([['Ada', 1], ['Luz', 1]]);
  expect(invitations).toEqual([]);
  const person = people[1]?.id ?? '';
  await ada.call('team.change', { person, change: { clients: [nogal] } });
  await expect.poll(async () => (await luz.call('client.list', {})).map((client) => client.openTickets), { timeout: 8000 }).toEqual([1]);
  await ada.call('team.change', { person, change: { clients: [] } });
  await expect.poll(() => luz.call('client.list', {}), { timeout: 8000 }).toEqual([]);
  expect((await codeOfError(luz.call('session.redeem', { link, password }))).code).toBe('invitation_invalid');
  expect((await codeOfError(luz.call('session.firstAdmin', { address: new URL(link).origin, code, name: 'X', email: 'x@example.test', password }))).code).toBe('first_admin_code_invalid');
});

test('whose account is closed is known on every desk as soon as it is, and open again', async () => {
  const { ada } = await begun();
  const { link } = await ada.call('team.invite', { name: 'Luz', email: 'luz@example.test', role: 'consultant', clients: null });
  const luz = await desk();
  const { user } = await luz.call('session.redeem', { link, password });
  const closed = async () => (await ada.call('user.list', {})).map(({ name, closed: is }) => [name, is]);
  await expect.poll(closed, { timeout: 8000 }).toEqual([['Ada', false], ['Luz', false]]);
  await ada.call('team.change', { person: user?.id ?? '', change: { enabled: false } });
  await expect.poll(closed, { timeout: 8000 }).toEqual([['Ada', false], ['Luz', true]]);
  await ada.call('team.change', { person: user?.id ?? '', change: { enabled: true } });
  await expect.poll(closed, { timeout: 8000 }).toEqual([['Ada', false], ['Luz', false]]);
});

test('what an admin may not do, and what others may not, is said in words of its own', async () => {
  const { server, ada } = await begun();
  const { user } = await ada.call('session.get', {});
  expect((await codeOfError(ada.call('team.change', { person: user?.id ?? '', change: { role: 'lead' } }))).code).toBe('last_admin');
  expect((await codeOfError(ada.call('team.invite', { name: 'Ada', email: 'ADA@example.test', role: 'lead', clients: null }))).code).toBe('email_taken');
  const { link } = await ada.call('team.invite', { name: 'Luz', email: 'luz@example.test', role: 'lead', clients: null });
  const luz = await desk();
  await luz.call('session.redeem', { link, password });
  expect((await codeOfError(luz.call('team.get', {}))).code).toBe('not_allowed');
  expect((await codeOfError(luz.call('session.invitation', { link: 'https://example.test' }))).code).toBe('invalid_input');
  const { people } = await ada.call('team.get', {});
  await ada.call('team.change', { person: people[1]?.id ?? '', change: { enabled: false } });
  await expect.poll(async () => (await luz.call('session.get', {})).authorised, { timeout: 8000 }).toBe(false);
  expect((await codeOfError(luz.call('session.signIn', { address: server.address, email: 'luz@example.test', password }))).code).toBe('account_disabled');
  await server.endpoint.close();
  expect((await codeOfError(ada.call('team.get', {}))).code).toBe('endpoint_unreachable');
});

test('a person sees his devices, takes the access of one, and changes his password', async () => {
  const { server, ada } = await begun();
  const other = await desk();
  await other.call('session.signIn', { address: server.address, email: 'ada@example.test', password });
  const devices = await ada.call('session.devices', {});
  expect(devices.map((device) => device.current)).toHaveLength(2);
  const { device } = await other.call('session.get', {});
  await ada.call('session.revokeDevice', { device });
  await expect.poll(async () => (await other.call('session.get', {})).authorised, { timeout: 8000 }).toBe(false);
  await ada.call('session.changePassword', { current: password, next: 'otra contraseña larga' });
  expect((await codeOfError(other.call('session.signIn', { address: server.address, email: 'ada@example.test', password }))).code).toBe('wrong_credentials');
  expect((await other.call('session.signIn', { address: server.address, email: 'ada@example.test', password: 'otra contraseña larga' })).authorised).toBe(true);
});
