import { expect, test } from 'vitest';
import { acme, ana, codeOfError, lastOps, luis, newTicket, openDesk } from '#test/support/desk/open-desk.ts';

test('clients come by name with their open tickets; a new one is a record that waits to go out', async () => {
  const desk = openDesk();
  const { id } = await desk.call('client.create', { name: 'Ábaco', country: 'BO', tz: 'America/La_Paz' });
  expect(lastOps(desk)).toMatchObject([{ kind: 'insert', entity: 'client', key: id, fields: { name: 'Ábaco', odoo: null } }]);
  await newTicket(desk);
  const gone = await newTicket(desk);
  await desk.call('ticket.transition', { id: gone, to: 'cancelled', cancel_reason: 'duplicate' });
  expect(await desk.call('client.list', {})).toEqual([
    { id, name: 'Ábaco', openTickets: 0 },
    { id: acme, name: 'Acme', openTickets: 1 },
  ]);
  expect([...desk.topics]).toContain('clients');
});

test('contacts belong to a client; the team is listed by name', async () => {
  const desk = openDesk();
  const { id } = await desk.call('contact.create', { client: acme, name: 'Rosa', authorised_from: '2026-01-01' });
  expect(await desk.call('contact.list', { client: acme })).toEqual([{ id, name: 'Rosa' }]);
  expect(await codeOfError(desk.call('contact.create', { client: ana.id, name: 'x' }))).toMatchObject({ code: 'not_found' });
  expect(await desk.call('user.list', {})).toEqual([
    { id: ana.id, name: ana.name, closed: false },
    { id: luis.id, name: luis.name, closed: false },
  ]);
  desk.spine.db.raw.prepare('UPDATE user SET closed_at = ? WHERE id = ?').run('2026-06-01T00:00:00.000Z', ana.id);
  expect((await desk.call('user.list', {})).map(({ name, closed }) => [name, closed])).toEqual([[luis.name, false], [ana.name, true]]);
});

test('settings have defaults, keep what is set, and need no session', async () => {
  const desk = openDesk({ user: null });
  expect(await desk.call('settings.get', {})).toEqual({ locale: 'es', theme: 'system', density: 'regular', sidebar: 'open', singleKeys: true });
  await desk.call('settings.set', { locale: 'en', singleKeys: false });
  await desk.call('settings.set', { theme: 'dark' });
  const again = desk.reopen();
  expect(await again.call('settings.get', {})).toEqual({ locale: 'en', theme: 'dark', density: 'regular', sidebar: 'open', singleKeys: false });
  expect(again.rows('SELECT * FROM outbox')).toEqual([]);
});
