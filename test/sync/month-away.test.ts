import { expect, test } from 'vitest';
import { pullPageRows } from '#shared/sync/protocol.ts';
import { addMessage } from '#test/support/endpoint/sample.ts';
import { askEndpoint, settled, teamDesk, teamEndpoint } from '#test/support/network/team.ts';
import { expectOnly, grant, teamAdmin } from '#test/support/network/grants.ts';

const day = 86_400_000;

test('a desk that comes back after a month brings its own, takes what was done, ended, granted and withdrawn, and reads nothing anew that it has', { timeout: 60_000 }, async () => {
  let now = Date.parse('2026-10-20T13:00:00.000Z');
  const clock = { now: () => now };
  const endpoint = await teamEndpoint(['ana', 'luz'], undefined, clock.now);
  const admin = await teamAdmin(endpoint);
  const ana = await teamDesk(endpoint, 'ana', { clock });
  const [nogal, cedro, prado] = [await ana.call('client.create', { name: 'Nogal', tz: 'America/La_Paz' }), await ana.call('client.create', { name: 'Cedro', tz: 'America/La_Paz' }), await ana.call('client.create', { name: 'Prado', tz: 'America/La_Paz' })].map(({ id }) => id) as [string, string, string];
  const ticket = async (title: string, client: string): Promise<string> => (await ana.call('ticket.create', { title, client, channel: 'phone' })).id;
  const [changed, ended, moved, withdrawn, granted] = [await ticket('Cambia', nogal), await ticket('Termina', nogal), await ticket('Se muda', nogal), await ticket('Se retira', cedro), await ticket('Se concede', prado)];
  await settled(ana);
  const luz = await teamDesk(endpoint, 'luz', { clock });
  await grant(admin, luz, [nogal, cedro]);
  await expectOnly(endpoint, luz, [nogal, cedro]);

  const { user } = await luz.call('session.get', {});

  // What she does on her way out never leaves the desk.
  luz.proxy.plan = () => ({ is: 'lost' });
  await luz.call('ticket.edit', { id: changed, fields: { objective: 'Objetivo de Luz' } });
  await luz.call('ticket.edit', { id: ended, fields: { objective: 'Escrito sin saber que termina' } });
  await luz.call('ticket.edit', { id: withdrawn, fields: { objective: 'Escrito sin saber que se retira' } });
  await luz.call('message.add', { ticket: moved, direction: 'internal', channel: 'phone', body: 'Nota de antes de irse' });
  const { id: own } = await luz.call('ticket.create', { title: 'Solo en su escritorio', client: nogal, channel: 'phone' });
  await luz.call('message.add', { ticket: own, direction: 'out', channel: 'phone', body: 'Sin enviar' });
  await luz.call('time.add', { ticket: own, start: '2026-10-20T12:00:00.000Z', end: '2026-10-20T12:30:00.000Z', tz: 'America/La_Paz', note: 'Revisión' });
  await expect.poll(async () => (await luz.call('sync.status', {})).state).toBe('offline');
  await luz.desk().core.close();

  // A month of the others: several pages of news, an end, a ticket that changes hands, other clients for her.
  const total = pullPageRows + 600;
  for (let week = 0; week < 4; week += 1) {
    for (let sent = 0; sent < total / 4; sent += 700) await admin.push(Array.from({ length: 700 }, () => admin.op(addMessage(changed))));
    await endpoint.stop();
    now += 7.5 * day;
    await endpoint.start();
  }
  await ana.call('ticket.edit', { id: changed, fields: { title: 'Cambió' } });
  await ana.call('ticket.edit', { id: moved, fields: { client: prado } });
  await settled(ana);
  expect((await admin.push([admin.op({ kind: 'delete', entity: 'ticket', key: ended, fields: {} })])).map(({ is }) => is)).toEqual(['applied']);
  expect((await admin.post(`/v1/team/people/${user?.id}`, { clients: [nogal, prado] })).status).toBe(200);

  const before = luz.proxy.seen.length;
  luz.proxy.plan = () => null;
  await luz.restart();
  await settled(luz, 30_000);
  await expectOnly(endpoint, luz, [nogal, prado]);
  expect((await luz.call('ticket.get', { id: changed })).ticket).toMatchObject({ title: 'Cambió', objective: 'Objetivo de Luz' });
  expect((await luz.call('ticket.get', { id: granted })).ticket.title).toBe('Se concede');
  expect((await luz.call('ticket.get', { id: moved })).messages.map((message) => message.body)).toEqual(['Nota de antes de irse']);
  for (const id of [ended, withdrawn]) await expect(luz.call('ticket.get', { id })).rejects.toMatchObject({ code: 'not_found' });
  // Her own is at the endpoint, once.
  const there = askEndpoint<{ entity: string; n: number }>(endpoint, "SELECT entity, count(*) AS n FROM entity_row WHERE deleted = 0 AND entity IN ('message', 'time_entry') AND parent = ? GROUP BY entity ORDER BY entity", own);
  expect(there.map(({ entity, n }) => [entity, Number(n)])).toEqual([['message', 1], ['time_entry', 1]]);
  // What could not be kept is shown with its text and its reason.
  const refused = await luz.call('sync.refused', {});
  expect(refused.map(({ code, fields }) => [fields['objective'], code]).toSorted()).toEqual([['Escrito sin saber que se retira', 'not_allowed'], ['Escrito sin saber que termina', 'deleted']]);
  // Only the client that is new to her is read as a whole.
  const snapshots = luz.proxy.seen.slice(before).map(({ path }) => path).filter((path) => path.startsWith('/v1/snapshot'));
  expect(snapshots.length).toBeGreaterThan(0);
  expect(snapshots.filter((path) => !path.includes(prado))).toEqual([]);
  expect(luz.proxy.seen.slice(before).filter(({ path }) => path.startsWith('/v1/pull')).length).toBeGreaterThan(1);
});
