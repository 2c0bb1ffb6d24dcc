import { expect, test } from 'vitest';
import { startEndpoint } from '#test/support/endpoint/start.ts';
import { insertClient, insertTicket, addMessage } from '#test/support/endpoint/sample.ts';
import { createWireDesk, newId } from '#test/support/endpoint/wire.ts';
import { temporaryFolder } from '#test/support/desk/open-desk.ts';
import { openSyncedDesk } from '#test/support/desk/synced-desk.ts';
import { deskRows, endpointRows, people, settled, teamDesk, teamEndpoint, twoDesks } from '#test/support/network/team.ts';

const day = 86_400_000;

test('a deletion wins over a concurrent edit and over a later one, whoever is first, and the text is kept', async () => {
  const { ana, luz, client } = await twoDesks();
  for (const editFirst of [true, false]) {
    const { id } = await ana.call('ticket.create', { title: 'Se va', client, channel: 'phone' });
    await settled(ana);
    await settled(luz);
    luz.proxy.plan = () => ({ is: 'lost' });
    ana.proxy.plan = () => ({ is: 'lost' });
    await ana.call('history.undo', {});
    await luz.call('ticket.edit', { id, fields: { title: 'Cambiado sin saberlo', objective: 'Texto de Luz' } });
    for (const desk of editFirst ? [luz, ana] : [ana, luz]) {
      desk.proxy.plan = () => null;
      await settled(desk);
    }
    await settled(luz);
    for (const desk of [ana, luz]) await expect(desk.call('ticket.get', { id })).rejects.toMatchObject({ code: 'not_found' });
    const refused = await luz.call('sync.refused', {});
    // An edit that came first was applied, and went with the ticket; one that came behind is refused.
    expect(refused.map(({ code, fields }) => ({ code, objective: fields['objective'] }))).toEqual(editFirst ? [] : [{ code: 'deleted', objective: 'Texto de Luz' }]);
  }
});

test('after 90 days the ends of rows are forgotten; a desk that has not heard of them reads the rows anew and loses what is gone', async () => {
  let now = Date.now();
  const dir = temporaryFolder();
  const first = await startEndpoint({ dir, clock: () => now });
  const port = Number(new URL(first.address).port);
  await first.addUser(people.ana);
  await first.addUser(people.luz);
  const ana = createWireDesk(first.address);
  await ana.signIn(people.ana.email, people.ana.password);
  const [client, gone, stays] = [newId(), newId(), newId()];
  await ana.push([ana.op(insertClient(client)), ana.op(insertTicket(client, gone)), ana.op(insertTicket(client, stays)), ana.op(addMessage(gone)), ana.op(addMessage(stays))]);
  const luz = await openSyncedDesk({ clock: { now: () => now } });
  await luz.call('session.signIn', { address: first.address, email: people.luz.email, password: people.luz.password });
  await luz.call('sync.now', {});
  const deskDir = luz.dir;
  const token = luz.token();
  expect((await luz.call('ticket.get', { id: gone })).messages).toHaveLength(1);
  await luz.core.close();

  await ana.push([ana.op({ kind: 'delete', entity: 'ticket', key: gone, fields: {} })]);
  const seen = await ana.pull();
  expect(seen.deletes.map((each) => each.key)).toEqual([gone]);
  // Every restart notes where the head stands.
  let endpoint = first;
  for (const days of [1, 88]) {
    await endpoint.endpoint.close();
    now += days * day;
    endpoint = await startEndpoint({ dir, port, clock: () => now });
    expect((await ana.pull()).deletes).toHaveLength(1);
  }
  await endpoint.endpoint.close();
  now += 3 * day;
  endpoint = await startEndpoint({ dir, port, clock: () => now });
  expect(await ana.raw('/v1/pull?since=1&inc=1')).toMatchObject({ status: 410, code: 'behind_floor' });
  expect((await ana.pull(seen.end.next)).deletes).toEqual([]);

  const again = await openSyncedDesk({ dir: deskDir, token, clock: { now: () => now } });
  await again.call('ticket.edit', { id: gone, fields: { objective: 'Escrito sin saberlo' } });
  await again.call('ticket.edit', { id: stays, fields: { objective: 'Escrito a tiempo' } });
  await expect
    .poll(async () => {
      const { waitingOps, state } = await again.call('sync.now', {});
      return waitingOps === 0 && state === 'idle';
    }, { timeout: 10_000 })
    .toBe(true);
  await expect(again.call('ticket.get', { id: gone })).rejects.toMatchObject({ code: 'not_found' });
  expect((await again.call('ticket.get', { id: stays })).ticket.objective).toBe('Escrito a tiempo');
  expect((await again.call('sync.refused', {})).map(({ code, fields }) => ({ code, objective: fields['objective'] }))).toEqual([{ code: 'not_found', objective: 'Escrito sin saberlo' }]);
  expect(deskRows(deskDir)).toEqual(endpointRows(dir));
  await again.core.close();
  await endpoint.endpoint.close();
});

test('a desk that was told to read anew keeps what it has not sent yet', async () => {
  const endpoint = await teamEndpoint();
  const luz = await teamDesk(endpoint, 'luz');
  const { id: client } = await luz.call('client.create', { name: 'Nogal', tz: 'America/La_Paz' });
  await settled(luz);
  luz.proxy.plan = ({ path }) => (path.startsWith('/v1/pull') ? { is: 'answered', status: 410, type: 'application/json', body: '{"code":"behind_floor","details":{"floor":1}}' } : path.startsWith('/v1/push') ? { is: 'lost' } : null);
  const { id } = await luz.call('ticket.create', { title: 'Sin enviar', client, channel: 'phone' });
  await luz.call('message.add', { ticket: id, direction: 'out', channel: 'phone', body: 'Tampoco' });
  await expect.poll(async () => (await luz.call('sync.status', {})).state).toBe('offline');
  luz.proxy.plan = ({ path }) => (path.startsWith('/v1/pull') ? { is: 'answered', status: 410, type: 'application/json', body: '{"code":"behind_floor","details":{"floor":1}}' } : null);
  void luz.call('sync.now', {}).catch(() => undefined);
  await expect.poll(() => luz.proxy.seen.filter(({ path }) => path.startsWith('/v1/snapshot')).length).toBeGreaterThan(1);
  expect((await luz.call('ticket.get', { id })).messages).toHaveLength(1);
  luz.proxy.plan = () => null;
  await settled(luz);
  expect(deskRows(luz.desk().dir)).toEqual(endpointRows(endpoint.dir));
  expect((await luz.call('ticket.get', { id })).messages).toHaveLength(1);
});
