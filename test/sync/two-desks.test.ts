import { afterEach, expect, test } from 'vitest';
import { openSyncedDesk, type SyncedDesk } from '#test/support/desk/synced-desk.ts';
import { settled as heard, twoDesks } from '#test/support/network/team.ts';
import { startEndpoint, type StartedEndpoint } from '#test/support/endpoint/start.ts';

const people = {
  ana: { name: 'Ana', email: 'ana@example.test', password: 'a long enough password', role: 'lead', profile: 'functional', clients: null },
  luz: { name: 'Luz', email: 'luz@example.test', password: 'another long password', role: 'consultant', profile: 'technical', clients: null },
} as const;

const open: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

const team = async (): Promise<{ endpoint: StartedEndpoint; ana: SyncedDesk; luz: SyncedDesk; client: string }> => {
  const endpoint = await startEndpoint();
  open.push({ close: endpoint.stop });
  await endpoint.addUser(people.ana);
  await endpoint.addUser(people.luz);
  const ana = await openSyncedDesk();
  const luz = await openSyncedDesk();
  open.unshift(ana, luz);
  await ana.call('session.signIn', { address: endpoint.address, email: people.ana.email, password: people.ana.password });
  await luz.call('session.signIn', { address: endpoint.address, email: people.luz.email, password: people.luz.password });
  const { id: client } = await ana.call('client.create', { name: 'Textiles Nogal', tz: 'America/La_Paz' });
  await expect.poll(() => luz.call('client.list', {}), { timeout: 5000 }).toHaveLength(1);
  return { endpoint, ana, luz, client };
};

const settled = async (desk: SyncedDesk): Promise<void> => {
  await expect.poll(async () => (await desk.call('sync.status', {})).waitingOps, { timeout: 10_000 }).toBe(0);
};

test('what one desk does another shows within a second', async () => {
  const { ana, luz, client } = await team();
  const { id } = await ana.call('ticket.create', { title: 'No valida el albarán', client, channel: 'phone' });
  await ana.call('ticket.move', { id, lane: 'S2', place: { at: 'top' } });
  await ana.call('message.add', { ticket: id, direction: 'out', channel: 'phone', body: 'Lo vemos.' });
  await expect.poll(async () => (await luz.call('ticket.get', { id }).catch(() => null))?.messages.length ?? 0, { timeout: 1000, interval: 20 }).toBe(1);
  await settled(ana);
  await luz.call('sync.now', {});
  const [here, there] = [await ana.call('ticket.get', { id }), await luz.call('ticket.get', { id })];
  expect(there.ticket).toEqual(here.ticket);
  expect(there.ticket.number).toBe(1);
  expect(there.ticket.severity).toBe('S2');
  expect(there.events.map((event) => event.id)).toEqual(here.events.map((event) => event.id));
});

test('what others did counts as received today, also where it comes together with what this desk did', async () => {
  const { ana, luz, client } = await team();
  await settled(ana);
  await luz.call('sync.now', {});
  const received = async (): Promise<number> => (await luz.call('sync.status', {})).receivedToday;
  await luz.call('sync.setMode', { mode: 'paused' });
  for (const title of ['Uno', 'Dos', 'Tres']) await ana.call('ticket.create', { title, client, channel: 'phone' });
  await settled(ana);
  await luz.call('ticket.create', { title: 'Propio', client, channel: 'phone' });
  const before = await received();
  await luz.call('sync.setMode', { mode: 'on' });
  await expect.poll(async () => (await luz.call('sync.status', {})).waitingOps, { timeout: 10_000 }).toBe(0);
  // Each a ticket and the event that tells of it; of her own, none.
  await expect.poll(async () => (await received()) - before, { timeout: 5000 }).toBe(6);
});

test('a desk without its endpoint works on, and what it did goes out when the endpoint is back', async () => {
  const { endpoint, ana, luz, client } = await team();
  const { port } = new URL(endpoint.address);
  await settled(ana);
  await endpoint.endpoint.close();
  const { id } = await luz.call('ticket.create', { title: 'Sin conexión', client, channel: 'on_site' });
  await luz.call('ticket.move', { id, lane: 'S1', place: { at: 'top' } });
  await expect.poll(async () => (await luz.call('sync.status', {})).state, { timeout: 5000 }).toBe('offline');
  expect((await luz.call('sync.status', {})).waiting).toBe(2);
  const back = await startEndpoint({ dir: endpoint.dir, port: Number(port) });
  open.push({ close: back.stop });
  await settled(luz);
  await expect.poll(async () => (await ana.call('ticket.get', { id }).catch(() => null))?.ticket.severity, { timeout: 10_000 }).toBe('S1');
});

test('different fields of one ticket changed on two desks both stay', async () => {
  const { endpoint, ana, luz, client } = await team();
  const { id } = await ana.call('ticket.create', { title: 'Uno', client, channel: 'phone' });
  await settled(ana);
  await expect.poll(() => luz.call('ticket.get', { id }).catch(() => null)).not.toBeNull();
  const { port } = new URL(endpoint.address);
  await endpoint.endpoint.close();
  await ana.call('ticket.edit', { id, fields: { objective: 'Facturar hoy' } });
  await luz.call('ticket.edit', { id, fields: { module: 'Inventario' } });
  const back = await startEndpoint({ dir: endpoint.dir, port: Number(port) });
  open.push({ close: back.stop });
  await settled(ana);
  await settled(luz);
  for (const desk of [ana, luz]) {
    await expect.poll(async () => (await desk.call('ticket.get', { id })).ticket, { timeout: 5000 }).toMatchObject({ objective: 'Facturar hoy', module: 'Inventario' });
  }
});

test('a refused change keeps its text, is taken back, and holds nothing up', async () => {
  const { ana, luz, client } = await twoDesks();
  const { id } = await ana.call('ticket.create', { title: 'Se borra', client, channel: 'phone' });
  await heard(ana);
  await heard(luz);
  // Luz does not hear of the deletion before she writes.
  luz.proxy.plan = () => ({ is: 'lost' });
  luz.proxy.breakAll();
  await ana.call('history.undo', {});
  await heard(ana);
  await luz.call('message.add', { ticket: id, direction: 'internal', channel: 'phone', body: 'Texto que no se pierde' });
  const { id: next } = await luz.call('ticket.create', { title: 'Sigue', client, channel: 'phone' });
  luz.proxy.plan = () => null;
  await heard(luz);
  await expect.poll(async () => (await ana.call('ticket.get', { id: next }).catch(() => null))?.ticket.title, { timeout: 5000 }).toBe('Sigue');
  const refused = await luz.call('sync.refused', {});
  expect(refused).toHaveLength(1);
  expect(refused[0]).toMatchObject({ command: 'message.add', entity: 'message', fields: { body: 'Texto que no se pierde' } });
  await luz.call('sync.discard', { group: refused[0]?.group ?? '' });
  expect(await luz.call('sync.refused', {})).toEqual([]);
});
