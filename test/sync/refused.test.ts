import { expect, test } from 'vitest';
import { codeOfError } from '#test/support/desk/open-desk.ts';
import { ask, expectEqual, settled, twoDesks, type TeamDesk } from '#test/support/network/team.ts';

/** Luz writes under a ticket that Ana deletes first. */
const writtenTooLate = async (): Promise<Awaited<ReturnType<typeof twoDesks>> & { readonly id: string; readonly group: string }> => {
  const team = await twoDesks();
  const { ana, luz, client } = team;
  const { id } = await ana.call('ticket.create', { title: 'Se borra', client, channel: 'phone' });
  await settled(ana);
  await settled(luz);
  luz.proxy.plan = () => ({ is: 'lost' });
  luz.proxy.breakAll();
  await luz.call('message.add', { ticket: id, direction: 'internal', channel: 'phone', body: 'Texto que no se pierde' });
  await ana.call('history.undo', {});
  await settled(ana);
  luz.proxy.plan = () => null;
  const { id: next } = await luz.call('ticket.create', { title: 'Sigue', client, channel: 'phone' });
  await settled(luz);
  await expectEqual(team.endpoint, ana, luz);
  expect((await ana.call('ticket.get', { id: next })).ticket.title).toBe('Sigue');
  const refused = await luz.call('sync.refused', {});
  expect(refused).toHaveLength(1);
  expect(refused[0]).toMatchObject({ command: 'message.add', entity: 'message', fields: { body: 'Texto que no se pierde' } });
  return { ...team, id, group: refused[0]?.group ?? '' };
};

const refusedTexts = async (desk: TeamDesk): Promise<readonly unknown[]> => (await desk.call('sync.refused', {})).map((refused) => refused.fields['body']);

test('a refused change outlives a restart, and is refused again with its text when it is tried again in vain', async () => {
  const { endpoint, ana, luz, group } = await writtenTooLate();
  await luz.restart();
  expect(await refusedTexts(luz)).toEqual(['Texto que no se pierde']);
  const again = await luz.call('sync.retry', { group });
  expect(again.group).not.toBe(group);
  await settled(luz);
  expect(await refusedTexts(luz)).toEqual(['Texto que no se pierde']);
  await expectEqual(endpoint, ana, luz);
});

test('a refused change that is let go is gone', async () => {
  const { endpoint, ana, luz, group } = await writtenTooLate();
  await luz.call('sync.discard', { group });
  expect(await luz.call('sync.refused', {})).toEqual([]);
  expect(ask(luz, 'SELECT 1 FROM outbox')).toEqual([]);
  expect((await codeOfError(luz.call('sync.discard', { group }))).code).toBe('not_found');
  expect((await codeOfError(luz.call('sync.retry', { group }))).code).toBe('not_found');
  await expectEqual(endpoint, ana, luz);
});

test('a command is taken back as a whole, and counts as a whole when it is tried again', async () => {
  const { endpoint, ana, luz, client } = await twoDesks();
  const { id } = await luz.call('ticket.create', { title: 'Dos campos', client, channel: 'phone' });
  await settled(luz);
  luz.proxy.plan = (seen) => {
    if (!seen.path.startsWith('/v1/push')) return null;
    const { ops } = JSON.parse(seen.body.toString('utf8')) as { ops: { id: string; n: number }[] };
    const results = ops.map((op, index) => ({ id: op.id, n: op.n, is: 'refused', dup: false, seq: 1, code: index === 0 ? 'not_allowed' : 'group_refused', details: {} }));
    return { is: 'answered', status: 200, type: 'application/json', body: JSON.stringify({ serverNow: new Date().toISOString(), epoch: 'x', head: 1, results }) };
  };
  await luz.call('ticket.edit', { id, fields: { title: 'Otro título', module: 'Ventas' } });
  await expect.poll(async () => (await luz.call('sync.status', {})).refused, { timeout: 3000 }).toBe(1);
  expect((await luz.call('ticket.get', { id })).ticket).toMatchObject({ title: 'Dos campos', module: null });
  luz.proxy.plan = () => null;
  const group = (await luz.call('sync.refused', {}))[0]?.group ?? '';
  await luz.call('sync.retry', { group });
  expect((await luz.call('ticket.get', { id })).ticket).toMatchObject({ title: 'Otro título', module: 'Ventas' });
  await settled(luz);
  expect(await luz.call('sync.refused', {})).toEqual([]);
  await expectEqual(endpoint, ana, luz);
});

test('a ticket whose deletion is refused comes back with all that hung from it', async () => {
  const { endpoint, ana, luz, client } = await twoDesks();
  const { id } = await luz.call('ticket.create', { title: 'No se borra', client, channel: 'phone' });
  await settled(luz);
  luz.proxy.plan = (seen) => {
    if (!seen.path.startsWith('/v1/push')) return null;
    const { ops } = JSON.parse(seen.body.toString('utf8')) as { ops: { id: string; n: number }[] };
    const results = ops.map((op) => ({ id: op.id, n: op.n, is: 'refused', dup: false, seq: 1, code: 'not_allowed', details: {} }));
    return { is: 'answered', status: 200, type: 'application/json', body: JSON.stringify({ serverNow: new Date().toISOString(), epoch: 'x', head: 1, results }) };
  };
  await luz.call('history.undo', {});
  await expect.poll(async () => (await luz.call('sync.status', {})).refused, { timeout: 3000 }).toBe(1);
  luz.proxy.plan = () => null;
  await settled(luz);
  expect((await luz.call('ticket.get', { id })).events.map((event) => event.type)).toContain('registered');
  await luz.call('sync.discard', { group: (await luz.call('sync.refused', {}))[0]?.group ?? '' });
  await expectEqual(endpoint, ana, luz);
});

test('what waits is told in its order, one line a command', async () => {
  const { luz, client } = await twoDesks();
  luz.proxy.plan = () => ({ is: 'lost' });
  luz.proxy.breakAll();
  const { id } = await luz.call('ticket.create', { title: 'Espera', client, channel: 'phone' });
  await luz.call('ticket.move', { id, lane: 'S2', place: { at: 'top' } });
  await luz.call('message.add', { ticket: id, direction: 'out', channel: 'phone', body: 'Hola' });
  const waiting = await luz.call('sync.waiting', {});
  expect(waiting.map((change) => [change.command, change.ticket?.title, change.ticket?.client])).toEqual([
    ['ticket.create', 'Espera', 'Textiles Nogal'],
    ['ticket.move', 'Espera', 'Textiles Nogal'],
    ['message.add', 'Espera', 'Textiles Nogal'],
  ]);
  expect(waiting.reduce((sum, change) => sum + change.ops, 0)).toBe((await luz.call('sync.status', {})).waitingOps);
});
