import { expect, test } from 'vitest';
import { askEndpoint, expectEqual, settled, teamDesk, teamEndpoint, twoDesks, type TeamDesk, type TeamEndpoint } from '#test/support/network/team.ts';

/** Both act without hearing of each other; then `order` says who is heard first. */
const apart = async (desks: readonly TeamDesk[], work: () => Promise<void>): Promise<void> => {
  for (const { proxy } of desks) {
    proxy.plan = () => ({ is: 'lost' });
    proxy.breakAll();
  }
  await work();
  for (const desk of desks) {
    desk.proxy.plan = () => null;
    await settled(desk);
  }
};

const lost = (endpoint: TeamEndpoint): readonly { register: string; side: string; value: string }[] => askEndpoint(endpoint, 'SELECT register, side, value FROM merge_loss');

test('fields changed on two desks both survive; of the same one the later survives and the other is on record', async () => {
  const { endpoint, ana, luz, client } = await twoDesks();
  const { id } = await ana.call('ticket.create', { title: 'Uno', client, channel: 'phone' });
  await settled(ana);
  await settled(luz);
  await apart([ana, luz], async () => {
    await ana.call('ticket.edit', { id, fields: { title: 'De Ana', objective: 'Facturar' } });
    await luz.call('ticket.edit', { id, fields: { title: 'De Luz, después', module: 'Inventario' } });
  });
  await expectEqual(endpoint, ana, luz);
  expect((await ana.call('ticket.get', { id })).ticket).toMatchObject({ title: 'De Luz, después', objective: 'Facturar', module: 'Inventario' });
  expect(lost(endpoint)).toEqual([{ register: 'title', side: 'standing', value: '{"title":"De Ana"}' }]);
});

test('the earlier edit that arrives last loses, is on record, and its own desk shows what won', async () => {
  const { endpoint, ana, luz, client } = await twoDesks();
  const { id } = await ana.call('ticket.create', { title: 'Uno', client, channel: 'phone' });
  await settled(ana);
  await settled(luz);
  await apart([luz, ana], async () => {
    await ana.call('ticket.edit', { id, fields: { title: 'De Ana, antes' } });
    await luz.call('ticket.edit', { id, fields: { title: 'De Luz' } });
  });
  await expectEqual(endpoint, ana, luz);
  expect((await ana.call('ticket.get', { id })).ticket.title).toBe('De Luz');
  expect(lost(endpoint)).toEqual([{ register: 'title', side: 'arriving', value: '{"title":"De Ana, antes"}' }]);
});

test('a desk whose clock runs a day ahead neither wins for that nor parts from the others', async () => {
  const endpoint = await teamEndpoint();
  const ana = await teamDesk(endpoint, 'ana', { clock: { now: () => Date.now() + 86_400_000 } });
  const luz = await teamDesk(endpoint, 'luz');
  const { id: client } = await luz.call('client.create', { name: 'Nogal', tz: 'America/Lima' });
  const { id } = await luz.call('ticket.create', { title: 'Uno', client, channel: 'phone' });
  await settled(luz);
  await settled(ana);
  await apart([luz, ana], async () => {
    await ana.call('ticket.edit', { id, fields: { title: 'Del reloj adelantado' } });
    await ana.call('ticket.edit', { id, fields: { title: 'Del reloj adelantado, otra vez', module: 'Ventas' } });
    await new Promise((resolve) => setTimeout(resolve, 30));
    await luz.call('ticket.edit', { id, fields: { title: 'Del reloj bueno' } });
    await luz.call('ticket.edit', { id, fields: { module: 'Compras' } });
  });
  await expectEqual(endpoint, ana, luz);
  // She saw the latest title: the next edit counts, whatever its clock says.
  await luz.call('ticket.edit', { id, fields: { title: 'Lo último' } });
  await settled(luz);
  await ana.call('ticket.edit', { id, fields: { objective: 'Cobrar' } });
  await expectEqual(endpoint, ana, luz);
  expect((await ana.call('ticket.get', { id })).ticket.title).toBe('Lo último');
  expect((await ana.call('sync.status', {})).skewSec).toBeLessThan(-86_000);
});

test('a lane moved on one desk and a state changed on the other are both kept', async () => {
  const { endpoint, ana, luz, client } = await twoDesks();
  const { id } = await ana.call('ticket.create', { title: 'Uno', client, channel: 'phone' });
  await settled(ana);
  await settled(luz);
  await apart([ana, luz], async () => {
    await ana.call('ticket.move', { id, lane: 'S1', place: { at: 'top' } });
    await luz.call('ticket.move', { id, lane: 'S3', place: { at: 'top' } });
    await luz.call('ticket.edit', { id, fields: { workaround: 'A mano' } });
  });
  await expectEqual(endpoint, ana, luz);
  const { ticket } = await ana.call('ticket.get', { id });
  expect(ticket).toMatchObject({ severity: 'S3', workaround: 'A mano' });
});

test('what hangs from a ticket that another deleted goes with it, also what was being changed', async () => {
  const { endpoint, ana, luz, client } = await twoDesks();
  const { id } = await ana.call('ticket.create', { title: 'Se va', client, channel: 'phone' });
  const { id: stays } = await luz.call('ticket.create', { title: 'Se queda', client, channel: 'phone' });
  // In this order: Luz has to know Ana's ticket.
  await settled(ana);
  await settled(luz);
  await apart([ana, luz], async () => {
    const entry = await luz.call('time.add', { ticket: id, start: '2026-06-12T15:00:00.000Z', end: '2026-06-12T16:00:00.000Z', tz: 'America/Lima', note: 'Nota que no se pierde' });
    await luz.call('time.edit', { id: entry.id, ticket: stays });
    await luz.call('time.add', { ticket: id, start: '2026-06-12T17:00:00.000Z', end: '2026-06-12T18:00:00.000Z', tz: 'America/Lima', note: 'Otra nota' });
    await ana.call('history.undo', {});
  });
  await expectEqual(endpoint, ana, luz);
  const notes = (await luz.call('sync.refused', {})).map((refused) => refused.fields['note']);
  expect(notes).toContain('Otra nota');
});

test('a time entry that is being moved elsewhere while its ticket is deleted is nowhere half', async () => {
  const { endpoint, ana, luz, client } = await twoDesks();
  const { id: stays } = await ana.call('ticket.create', { title: 'Se queda', client, channel: 'phone' });
  const { id } = await ana.call('ticket.create', { title: 'Se va', client, channel: 'phone' });
  await settled(ana);
  await settled(luz);
  const entry = await luz.call('time.add', { ticket: id, start: '2026-06-12T15:00:00.000Z', end: '2026-06-12T16:00:00.000Z', tz: 'America/Lima' });
  await settled(luz);
  // Ana has not heard of the entry, so she may still take her ticket back.
  await apart([ana, luz], async () => {
    await luz.call('time.edit', { id: entry.id, ticket: stays });
    await luz.call('time.edit', { id: entry.id, note: 'Texto' });
    await ana.call('history.undo', {}).catch(() => undefined);
  });
  await expectEqual(endpoint, ana, luz);
});

test('what is changed while the news of its ticket\'s end is on the way ends refused, with its text, and nothing half', async () => {
  const { endpoint, ana, luz, client } = await twoDesks();
  const { id: stays } = await ana.call('ticket.create', { title: 'Se queda', client, channel: 'phone' });
  const { id } = await ana.call('ticket.create', { title: 'Se va', client, channel: 'phone' });
  await settled(ana);
  await settled(luz);
  ana.proxy.plan = () => ({ is: 'lost' });
  ana.proxy.breakAll();
  const entry = await luz.call('time.add', { ticket: id, start: '2026-06-12T15:00:00.000Z', end: '2026-06-12T16:00:00.000Z', tz: 'America/Lima' });
  await settled(luz);
  await ana.call('history.undo', {});
  let asked = false;
  luz.proxy.plan = (seen) => {
    if (!seen.path.startsWith('/v1/pull')) return null;
    asked = true;
    return { is: 'slow', ms: 700 };
  };
  ana.proxy.plan = () => null;
  await settled(ana);
  await expect.poll(() => asked, { timeout: 5000, interval: 5 }).toBe(true);
  await luz.call('time.edit', { id: entry.id, ticket: stays, note: 'Texto que queda' });
  // It is being told that the ticket is gone before it can send this.
  await settled(luz);
  luz.proxy.plan = () => null;
  await expectEqual(endpoint, ana, luz);
  expect((await luz.call('sync.refused', {})).map((refused) => refused.fields['note'])).toEqual(['Texto que queda']);
});
