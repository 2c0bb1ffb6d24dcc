import { afterEach, beforeEach, expect, test } from 'vitest';
import { addMessage, insertTicket } from '#test/support/endpoint/sample.ts';
import { openScene, type Scene } from '#test/support/endpoint/scene.ts';
import { newId, type WireDesk } from '#test/support/endpoint/wire.ts';
import { pullLine, type PullEnd } from '#shared/sync/protocol.ts';
import { expectEqual, settled, twoDesks } from '#test/support/network/team.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.server.stop());

interface OwnPage {
  readonly rows: number;
  readonly end: PullEnd;
}

const pullOwn = async (desk: WireDesk, since: number): Promise<OwnPage> => {
  const { body } = await desk.raw(`/v1/pull?since=${since}&inc=1&own=1`);
  const lines = body.trimEnd().split('\n').map((line) => pullLine.parse(JSON.parse(line)));
  const end = lines.at(-1);
  if (end === undefined || !('end' in end)) throw new Error('a page without its end');
  return { rows: lines.length - 1, end };
};

/** A ticket of the desk's own, and where the feed stands behind it. */
const begun = async (): Promise<{ readonly ticket: string; readonly stamp: string; readonly since: number }> => {
  const { desk, nogal } = scene;
  const ticket = newId();
  await desk.push([desk.op(insertTicket(nogal, ticket))]);
  const { rows, end } = await desk.pull();
  return { ticket, stamp: rows.find((row) => row.key === ticket)?.stamps['*'] ?? '', since: end.next };
};

test('what a desk did, and is done here as it made it, is not sent back to it: it hears that it is done', async () => {
  const { desk } = scene;
  const { ticket, stamp, since } = await begun();
  const results = await desk.push([desk.op({ kind: 'patch', entity: 'ticket', key: ticket, fields: { title: 'Otro título' }, base: { title: stamp } }), desk.op(addMessage(ticket))]);
  const page = await pullOwn(desk, since);
  expect(page.rows).toBe(0);
  expect(page.end).toMatchObject({ own: true, next: results.at(-1)?.seq, ackN: results.at(-1)?.n, more: false, remaining: 0 });
  // Whoever does not ask for the word is sent the rows.
  expect((await desk.pull(since)).rows).toHaveLength(2);
  expect((await desk.pull(since)).end.own).toBeUndefined();
});

test('it hears so only up to where somebody else has done something', async () => {
  const { desk, nogal } = scene;
  const other = await scene.join([nogal]);
  const { ticket, since } = await begun();
  const [mine] = await desk.push([desk.op(addMessage(ticket))]);
  await other.push([other.op(addMessage(ticket))]);
  await desk.push([desk.op(addMessage(ticket))]);
  const page = await pullOwn(desk, since);
  expect(page).toMatchObject({ rows: 0, end: { own: true, next: mine?.seq, ackN: mine?.n, more: true } });
  const rest = await pullOwn(desk, page.end.next);
  expect(rest.rows).toBe(2);
  expect(rest.end.own).toBeUndefined();
});

test.each([
  ['trimmed', (stamp: string) => ({ fields: { title: '  Con espacios  ' }, base: { title: stamp } })],
  ['made upon what has changed since', () => ({ fields: { title: 'Sin haberlo visto' }, base: { title: '1700000000000-0000-0000000a-aaaaaa' } })],
  ['stamped by a clock that ran ahead', (stamp: string) => ({ fields: { title: 'Mañana' }, base: { title: stamp }, hlc: scene.desk.stamp(Date.now() + 3_600_000) })],
])('a row whose change was %s is sent back', async (_how, draft) => {
  const { desk } = scene;
  const { ticket, stamp, since } = await begun();
  const [result] = await desk.push([desk.op({ kind: 'patch', entity: 'ticket', key: ticket, ...draft(stamp) })]);
  expect(result?.is).not.toBe('refused');
  const page = await pullOwn(desk, since);
  expect(page.rows).toBeGreaterThan(0);
  expect(page.end.own).toBeUndefined();
});

test('a new ticket is sent back, for it has a number now', async () => {
  const { desk, nogal } = scene;
  const { since } = await begun();
  await desk.push([desk.op(insertTicket(nogal))]);
  expect(await pullOwn(desk, since)).toMatchObject({ rows: 1 });
});

test('while a batch is on its way the desk hears of those before it, and takes none of it for an endpoint that was put back', async () => {
  const { endpoint, ana, luz, client } = await twoDesks();
  const { id } = await ana.call('ticket.create', { title: 'Cien veces', client, channel: 'phone' });
  await settled(ana);
  await settled(luz);
  await ana.call('sync.setMode', { mode: 'paused' });
  for (let n = 0; n < 1_300; n += 1) await ana.call('ticket.edit', { id, fields: { title: `Cien veces ${n}` } });
  const before = ana.proxy.seen.length;
  await ana.call('sync.setMode', { mode: 'on' });
  await settled(ana);
  const asked = ana.proxy.seen.slice(before).flatMap(({ path }) => (path.startsWith('/v1/push') ? ['push'] : path.startsWith('/v1/pull') ? ['pull'] : []));
  expect(asked.indexOf('pull')).toBeGreaterThan(0);
  expect(asked.indexOf('pull')).toBeLessThan(asked.lastIndexOf('push') + 1);
  expect(asked.filter((each) => each === 'push')).toHaveLength(3);
  expect(ana.desk().log.filter((line) => line.includes('sync.epoch') || line.includes('sync.failed'))).toEqual([]);
  expect((await ana.call('sync.status', {})).waitingOps).toBe(0);
  // What lies beneath a row that goes on being changed had these changes laid over it.
  await luz.call('ticket.edit', { id, fields: { description: 'De Luz' } });
  await ana.call('ticket.edit', { id, fields: { title: 'Cien veces y una' } });
  await settled(ana);
  await settled(luz);
  await expectEqual(endpoint, ana, luz);
});
