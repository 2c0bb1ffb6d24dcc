import { expect, test } from 'vitest';
import { ask, askEndpoint, deskRows, endpointRows, expectEqual, keepBackup, settled, teamDesk, twoDesks } from '#test/support/network/team.ts';

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
  // Ana's desk has sent again what the endpoint forgot.
  await expectEqual(endpoint, ana, luz);
  expect((await luz.call('ticket.get', { id: lost.id })).ticket.title).toBe('Después de la copia');
});

const titles = (endpoint: Parameters<typeof askEndpoint>[0]): readonly string[] =>
  askEndpoint<{ title: string }>(endpoint, "SELECT fields ->> '$.title' AS title FROM entity_row WHERE entity = 'ticket' AND deleted = 0 ORDER BY 1").map((row) => row.title);

test('what two desks did to the same rows comes back whichever of them is first, and nothing twice', async () => {
  const { endpoint, ana, luz, client } = await twoDesks();
  const old = await ana.call('ticket.create', { title: 'Viejo', client, channel: 'phone' });
  await ana.call('message.add', { ticket: old.id, direction: 'out', channel: 'phone', body: 'Antes' });
  await settled(ana);
  await settled(luz);
  await endpoint.stop();
  const putBack = keepBackup(endpoint);
  await endpoint.start();
  const { id } = await ana.call('ticket.create', { title: 'De Ana', client, channel: 'phone' });
  const doomed = await ana.call('ticket.create', { title: 'Se borra', client, channel: 'phone' });
  await settled(ana);
  await settled(luz);
  await luz.call('ticket.edit', { id, fields: { title: 'De Ana, mejor dicho por Luz' } });
  await luz.call('message.add', { ticket: id, direction: 'out', channel: 'phone', body: 'De Luz' });
  await luz.call('ticket.edit', { id: old.id, fields: { objective: 'Lo puso Luz' } });
  await settled(luz);
  await settled(ana);
  expect(doomed.id).not.toBe(id);
  await endpoint.stop();
  putBack('new_epoch');
  // Luz comes first: the ticket that she changed is not there yet.
  ana.proxy.plan = () => ({ is: 'lost' });
  await endpoint.start();
  await settled(luz);
  expect(titles(endpoint)).toEqual(['Viejo']);
  expect((await luz.call('ticket.get', { id })).messages).toHaveLength(1);
  // A desk that never saw what was lost, and one that is restarted in the middle.
  const late = await teamDesk(endpoint, 'luz');
  await luz.restart();
  ana.proxy.plan = () => null;
  await settled(ana);
  await expectEqual(endpoint, ana, luz, late);
  await expectEqual(endpoint, ana, luz, late);
  expect(titles(endpoint)).toEqual(['De Ana, mejor dicho por Luz', 'Se borra', 'Viejo']);
  expect((await ana.call('ticket.get', { id: old.id })).ticket.objective).toBe('Lo puso Luz');
  expect(askEndpoint(endpoint, "SELECT fields ->> '$.body' AS body, count(*) AS n FROM entity_row WHERE entity = 'message' GROUP BY 1 ORDER BY 1")).toEqual([
    { body: 'Antes', n: 1 },
    { body: 'De Luz', n: 1 },
  ]);
  for (const desk of [ana, luz]) {
    expect(await desk.call('sync.refused', {})).toEqual([]);
    expect(ask(desk, "SELECT 1 FROM meta WHERE key = 'replay'")).toEqual([]);
    expect(ask(desk, 'SELECT 1 FROM forgotten')).toEqual([]);
  }
});

test('a deletion that the endpoint forgot is done again', async () => {
  const { endpoint, ana, luz, client } = await twoDesks();
  const { id } = await ana.call('ticket.create', { title: 'Se va', client, channel: 'phone' });
  await luz.call('ticket.create', { title: 'Queda', client, channel: 'phone' });
  await settled(ana);
  await settled(luz);
  await endpoint.stop();
  const putBack = keepBackup(endpoint);
  await endpoint.start();
  await ana.call('history.undo', {});
  await settled(ana);
  await endpoint.stop();
  putBack('silent');
  await endpoint.start();
  await settled(luz);
  await settled(ana);
  await expectEqual(endpoint, ana, luz);
  expect(titles(endpoint)).toEqual(['Queda']);
  await expect(luz.call('ticket.get', { id })).rejects.toMatchObject({ code: 'not_found' });
});
