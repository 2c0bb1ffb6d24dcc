import { expect, test } from 'vitest';
import { onceAt, type Fault } from '#test/support/network/flaky-proxy.ts';
import { ask, askEndpoint, expectEqual, settled, twoDesks } from '#test/support/network/team.ts';

const pushFaults: readonly Fault[] = [
  { is: 'lost' },
  { is: 'answer_lost' },
  { is: 'answer_cut', at: 0.5 },
  { is: 'request_cut', at: 0.6 },
  { is: 'twice' },
  { is: 'slow', ms: 150 },
  { is: 'answered', status: 503, type: 'text/html', body: '<h1>Service Unavailable</h1>' },
  { is: 'answered', status: 502, type: 'text/html', body: '<h1>Bad gateway</h1>' },
];

test('whatever the network does to a push, each op has its effect exactly once', async () => {
  const { endpoint, ana, luz, client } = await twoDesks();
  const ids: string[] = [];
  for (const fault of pushFaults) {
    ana.proxy.plan = onceAt('POST', '/v1/push', fault);
    const { id } = await ana.call('ticket.create', { title: `Con ${fault.is}`, client, channel: 'phone' });
    ids.push(id);
    await ana.call('message.add', { ticket: id, direction: 'out', channel: 'phone', body: fault.is });
    await settled(ana);
  }
  await expectEqual(endpoint, ana, luz);
  expect(askEndpoint<{ n: number }>(endpoint, "SELECT count(*) AS n FROM entity_row WHERE entity = 'message'")).toEqual([{ n: pushFaults.length }]);
  expect(new Set(askEndpoint<{ number: number }>(endpoint, "SELECT fields ->> '$.number' AS number FROM entity_row WHERE entity = 'ticket'").map((row) => row.number)).size).toBe(ids.length);
  expect(await ana.call('sync.refused', {})).toEqual([]);
});

test('an op goes out again under its own number after a lost answer and a restart', async () => {
  const { endpoint, ana, client } = await twoDesks();
  ana.proxy.plan = (seen) => (seen.path.startsWith('/v1/push') ? { is: 'answer_lost' } : null);
  await ana.call('ticket.create', { title: 'Una vez', client, channel: 'phone' });
  await expect.poll(async () => (await ana.call('sync.status', {})).state, { timeout: 5000 }).toBe('offline');
  const before = ask<{ op: string; n: number; inc: number }>(ana, 'SELECT op, n, inc FROM outbox ORDER BY seq');
  expect(before.every((op) => op.n !== null)).toBe(true);
  await ana.restart();
  ana.proxy.plan = () => null;
  await settled(ana);
  const pushes = ana.proxy.seen.filter((seen) => seen.path.startsWith('/v1/push')).map((seen) => JSON.parse(seen.body.toString('utf8')) as { ops: { id: string; n: number }[] });
  const numbers = new Map<string, Set<number>>();
  for (const { id, n } of pushes.flatMap((push) => push.ops)) numbers.set(id, (numbers.get(id) ?? new Set<number>()).add(n));
  expect([...numbers.values()].every((each) => each.size === 1)).toBe(true);
  await expectEqual(endpoint, ana);
});

test('a page that breaks off counts for nothing, and comes again', async () => {
  const { endpoint, ana, luz, client } = await twoDesks();
  for (const fault of [{ is: 'answer_cut', at: 0.4 }, { is: 'lost' }, { is: 'answer_lost' }] as const) {
    luz.proxy.plan = onceAt('GET', '/v1/pull', fault);
    await ana.call('ticket.create', { title: fault.is, client, channel: 'email', description: 'x'.repeat(3000) });
    await settled(ana);
    await settled(luz);
  }
  await expectEqual(endpoint, ana, luz);
});

test('a poke shows a change on the other desk within a second; without the live stream it comes too', async () => {
  const { ana, luz, client } = await twoDesks();
  const seen = async (id: string): Promise<boolean> => (await luz.call('board.locate', { ticket: id, filter: {} })) !== null;
  const { id } = await ana.call('ticket.create', { title: 'Aviso', client, channel: 'phone' });
  await expect.poll(() => seen(id), { timeout: 1000, interval: 10 }).toBe(true);
  luz.proxy.breakAll();
  await settled(luz);
  const { id: next } = await ana.call('ticket.create', { title: 'Otro aviso', client, channel: 'phone' });
  await expect.poll(() => seen(next), { timeout: 8000, interval: 20 }).toBe(true);
});

test('an answer that falls silent is given up when the desk closes', async () => {
  const { ana } = await twoDesks();
  ana.proxy.plan = (one) => (one.path.startsWith('/v1/pull') ? { is: 'slow', ms: 60_000 } : null);
  void ana.call('sync.now', {}).catch(() => undefined);
  await expect.poll(() => ana.proxy.seen.at(-1)?.path ?? '').toContain('/v1/pull');
  const begun = performance.now();
  await ana.desk().core.close();
  expect(performance.now() - begun).toBeLessThan(2500);
});
