import { expect, test } from 'vitest';
import { ask, askEndpoint, deskRows, endpointRows, keepBackup, settled, twoDesks } from '#test/support/network/team.ts';

test.each(['new_epoch', 'silent'] as const)('an endpoint that was put back to its backup (%s) gets what waits, and is read from its beginning', async (how) => {
  const { endpoint, ana, luz, client } = await twoDesks();
  await ana.call('ticket.create', { title: 'En la copia', client, channel: 'phone' });
  await settled(ana);
  await settled(luz);
  await endpoint.stop();
  const putBack = keepBackup(endpoint);
  await endpoint.start();
  const lost = await ana.call('ticket.create', { title: 'Después de la copia', client, channel: 'phone' });
  await settled(ana);
  await settled(luz);
  await endpoint.stop();
  const kept = await luz.call('ticket.create', { title: 'Esperaba', client, channel: 'phone' });
  await luz.call('message.add', { ticket: kept.id, direction: 'out', channel: 'phone', body: 'Esperaba también' });
  putBack(how);
  // Without a new epoch a desk tells it only by a head behind its cursor, or by where its own ops come to stand.
  luz.proxy.plan = () => ({ is: 'lost' });
  await endpoint.start();
  await settled(ana);
  luz.proxy.plan = () => null;
  await settled(luz);
  await settled(ana);
  const there = endpointRows(endpoint.dir);
  for (const desk of [ana, luz]) {
    const here = new Set(deskRows(desk.desk().dir));
    expect(there.filter((row) => !here.has(row))).toEqual([]);
    expect(desk.desk().log.some((line) => line.includes('sync.epoch'))).toBe(true);
    // What the endpoint forgot is still here: a desk's copy may be the last one.
    expect((await desk.call('ticket.get', { id: lost.id })).ticket.title).toBe('Después de la copia');
  }
  expect((await ana.call('ticket.get', { id: kept.id })).messages).toHaveLength(1);
  expect(askEndpoint<{ n: number }>(endpoint, "SELECT count(*) AS n FROM entity_row WHERE entity = 'message'")).toEqual([{ n: 1 }]);
  expect(ask(luz, 'SELECT 1 FROM outbox')).toEqual([]);
});
