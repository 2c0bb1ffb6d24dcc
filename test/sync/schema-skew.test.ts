import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { schemaVersion } from '#shared/sync/protocol.ts';
import { insertTicket } from '#test/support/endpoint/sample.ts';
import { openScene } from '#test/support/endpoint/scene.ts';
import { newId } from '#test/support/endpoint/wire.ts';
import { ask, expectEqual, settled, twoDesks } from '#test/support/network/team.ts';

const ship = newId();

/** As an endpoint with a newer schema would tell it: a field more on each ticket, and an entity more. */
const newer = (body: string): string =>
  body
    .split('\n')
    .map((line) => (line.includes('"entity":"ticket"') && line.includes('"row":{') ? line.replace('"row":{', '"row":{"zona":"norte",') : line))
    .flatMap((line) => (line.startsWith('{"end"') ? [`{"seq":1,"entity":"spaceship","key":"${ship}","scope":null,"row":{"name":"Nostromo"},"stamps":{"*":"x"}}`, line] : [line]))
    .join('\n');

const parts = (desk: Parameters<typeof ask>[0]): readonly { entity: string; key: string; fields: string }[] => ask(desk, 'SELECT entity, key, fields FROM unknown_part ORDER BY entity');

test('what a newer endpoint says beyond this version is kept apart, left alone by edits, and takes its place after the update', async () => {
  const { ana, luz, client } = await twoDesks();
  // From before the first word of it: a poke brings it at once.
  luz.proxy.plan = ({ path: asked }) => {
    if (asked.startsWith('/v1/live')) return { is: 'lost' };
    return asked.startsWith('/v1/pull') || asked.startsWith('/v1/snapshot') ? { is: 'rewritten', text: newer } : null;
  };
  // The stream that is open would bring it as this version's endpoint tells it.
  luz.proxy.breakAll();
  const { id } = await ana.call('ticket.create', { title: 'Con campo nuevo', client, channel: 'phone' });
  await settled(ana);
  await settled(luz);
  const kept = [
    { entity: 'spaceship', key: ship, fields: '{"name":"Nostromo"}' },
    { entity: 'ticket', key: id, fields: '{"zona":"norte"}' },
  ];
  expect(parts(luz)).toEqual(kept);
  await luz.call('ticket.edit', { id, fields: { title: 'Editado por quien no lo conoce' } });
  await settled(luz);
  expect(parts(luz)).toEqual(kept);
  const sent = luz.proxy.seen.filter((seen) => seen.path.startsWith('/v1/push')).map((seen) => seen.body.toString('utf8')).join('');
  expect(sent).toContain('Editado por quien no lo conoce');
  expect(sent).not.toContain('zona');
  luz.proxy.plan = () => null;

  // The update: what an older version had kept apart is known to this one. Something waits on the same ticket meanwhile.
  luz.proxy.plan = () => ({ is: 'lost' });
  await luz.call('ticket.edit', { id, fields: { objective: 'Espera' } });
  await luz.desk().core.close();
  const db = new Sqlite(path.join(luz.desk().dir, 'carril.db'));
  const contact = newId();
  const fields = { client, name: 'Eva', whatsapp: null, email: null, authorised_from: null, authorised_to: null, can_approve_hours: true };
  db.prepare("UPDATE meta SET value = '0' WHERE key = 'schema'").run();
  db.prepare('UPDATE unknown_part SET fields = ? WHERE entity = ?').run('{"zona":"norte","module":"Ventas"}', 'ticket');
  db.prepare('INSERT INTO unknown_part (entity, key, fields, stamps) VALUES (?, ?, ?, ?)').run('contact', contact, JSON.stringify({ ...fields, apodo: 'E' }), '{"*":"1"}');
  db.close();
  await luz.restart();
  expect((await luz.call('ticket.get', { id })).ticket).toMatchObject({ module: 'Ventas', objective: 'Espera', title: 'Editado por quien no lo conoce' });
  expect(ask(luz, 'SELECT name, can_approve_hours, stamps FROM contact WHERE id = ?', contact)).toEqual([{ name: 'Eva', can_approve_hours: 1, stamps: '{"*":"1"}' }]);
  expect(parts(luz).map(({ entity, fields: rest }) => [entity, rest])).toEqual([
    ['contact', '{"apodo":"E"}'],
    ['spaceship', '{"name":"Nostromo"}'],
    ['ticket', '{"zona":"norte"}'],
  ]);
  expect(ask(luz, "SELECT value FROM meta WHERE key = 'schema'")).not.toEqual([{ value: '0' }]);
});

test('a desk that is too old is told so, works on, and sends all once it is updated', async () => {
  const { endpoint, ana, luz, client } = await twoDesks();
  luz.proxy.plan = () => ({ is: 'answered', status: 426, type: 'application/json', body: '{"code":"protocol_too_old","details":{"known":2}}' });
  const { id } = await luz.call('ticket.create', { title: 'Escrito con la versión vieja', client, channel: 'phone' });
  expect(await luz.call('sync.now', {})).toMatchObject({ state: 'too_old', waiting: 1, lastError: { code: 'protocol_too_old' } });
  await luz.call('message.add', { ticket: id, direction: 'out', channel: 'phone', body: 'Sigue' });
  await luz.restart();
  expect((await luz.call('sync.status', {})).waiting).toBe(2);
  luz.proxy.plan = () => null;
  await settled(luz);
  await expectEqual(endpoint, ana, luz);
});

test('a desk newer than its endpoint keeps what that does not know, and hears the others meanwhile', async () => {
  const { endpoint, ana, luz, client } = await twoDesks();
  luz.proxy.plan = ({ path: asked }) => (asked.startsWith('/v1/push') ? { is: 'answered', status: 426, type: 'application/json', body: '{"code":"endpoint_too_old","details":{"known":1}}' } : null);
  await luz.call('ticket.create', { title: 'Con lo nuevo', client, channel: 'phone' });
  const { id } = await ana.call('ticket.create', { title: 'De Ana', client, channel: 'phone' });
  await settled(ana);
  expect(await luz.call('sync.now', {})).toMatchObject({ state: 'too_old', waiting: 1, lastError: { code: 'endpoint_too_old' } });
  expect((await luz.call('ticket.get', { id })).ticket.title).toBe('De Ana');
  expect(await luz.call('sync.refused', {})).toEqual([]);
  luz.proxy.plan = () => null;
  await settled(luz);
  await expectEqual(endpoint, ana, luz);
});

test('the endpoint tells a desk that is too old, and one that is too new for an op, and takes the rest of a newer one', async () => {
  const scene = await openScene();
  try {
    const { desk, nogal } = scene;
    expect(await desk.raw('/v1/pull?since=0&inc=1', { headers: { 'x-carril-schema': '0' } })).toMatchObject({ status: 426, code: 'protocol_too_old' });
    expect(await desk.raw('/v1/pull?since=0&inc=1', { headers: { 'x-carril-schema': 'old' } })).toMatchObject({ status: 426, code: 'protocol_too_old' });
    const plain = desk.op(insertTicket(nogal));
    const more = { ...plain, fields: { ...plain.fields, zona: 'norte' } };
    const request = desk.request([more]);
    const head = await scene.server.endpoint.head();
    expect(await desk.post('/v1/push', { ...request, schema: schemaVersion + 1 })).toMatchObject({ status: 426, code: 'endpoint_too_old' });
    expect(await desk.post('/v1/push', { ...request, schema: schemaVersion + 1, ops: [{ ...plain, entity: 'spaceship' }] })).toMatchObject({ status: 426, code: 'endpoint_too_old' });
    expect(await scene.server.endpoint.head()).toBe(head);
    expect(await desk.post('/v1/push', { ...request, schema: schemaVersion + 1, ops: [plain] })).toMatchObject({ status: 200 });
    // Whoever speaks this schema must not send what it does not know.
    const [refused] = await desk.push([desk.op({ kind: 'patch', entity: 'ticket', key: plain.key, fields: { zona: 'norte' } })]);
    expect(refused).toMatchObject({ is: 'refused', code: 'invalid_input' });
  } finally {
    await scene.server.stop();
  }
});
