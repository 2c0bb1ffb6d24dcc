import { expect, onTestFinished, test } from 'vitest';
import { askStored } from '#test/support/endpoint/database.ts';
import { addMessage, insertClient, insertTicket } from '#test/support/endpoint/sample.ts';
import { startEndpoint } from '#test/support/endpoint/start.ts';
import { createWireDesk, newId } from '#test/support/endpoint/wire.ts';
import { temporaryFolder } from '#test/support/desk/open-desk.ts';
import { openSyncedDesk } from '#test/support/desk/synced-desk.ts';
import { people } from '#test/support/network/team.ts';

const day = 86_400_000;

const open = async () => {
  const time = { now: Date.now() };
  const dir = temporaryFolder();
  const endpoint = await startEndpoint({ dir, clock: () => time.now });
  onTestFinished(() => endpoint.stop());
  await endpoint.addUser(people.ana);
  const ana = createWireDesk(endpoint.address);
  await ana.signIn(people.ana.email, people.ana.password);
  /** Of desks: the endpoint's own are not counted. */
  const kept = (table: 'receipt' | 'turn'): number => Number(askStored<{ n: number }>(dir, `SELECT count(*) AS n FROM ${table} WHERE device = '${ana.deviceId}'`)[0]?.n);
  const later = async (days: number) => {
    time.now += days * day;
    return endpoint.endpoint.prune();
  };
  /** As a desk does that has read all there is, and holds no op up to `n` any more. */
  const hear = async (n: number): Promise<void> => {
    const answer = await ana.raw(`/v1/pull?since=${await endpoint.endpoint.head()}&inc=1&acked=${n}`);
    if (answer.status !== 200) throw new Error(answer.body);
  };
  await later(0);
  return { ...endpoint, ana, hear, kept, later, time };
};

test('an answer that a desk may not have had is kept however old it is, and what comes again is not done twice', async () => {
  const { ana, hear, later, kept } = await open();
  const [client, ticket] = [newId(), newId()];
  const ops = [ana.op(insertClient(client)), ana.op(insertTicket(client, ticket)), ana.op(addMessage(ticket)), ana.op({ kind: 'patch', entity: 'ticket', key: newId(), fields: { title: 'Nada' } })];
  const first = await ana.push(ops);
  expect(first.map(({ is }) => is)).toEqual(['applied', 'applied', 'applied', 'refused']);
  await later(1);
  await later(200);
  // It has heard of the first alone.
  await hear(1);
  await later(1);
  expect([kept('turn'), kept('receipt')]).toEqual([3, 3]);
  const again = await ana.push(ops.slice(1));
  expect(again).toMatchObject(first.slice(1).map(({ id, n, is, seq }) => ({ id, n, is, seq, dup: true })));
  expect((await ana.snapshot()).rows.filter((row) => row.entity === 'message')).toHaveLength(1);
});

test('what a desk has heard goes after 90 days, in small pieces beside pushes, and its count goes on', async () => {
  const { ana, hear, later, kept, endpoint } = await open();
  const client = newId();
  await ana.push([ana.op(insertClient(client))]);
  await ana.push(Array.from({ length: 800 }, () => ana.op(insertTicket(client))));
  await later(1);
  await hear(801);
  await later(89);
  expect(kept('receipt')).toBe(801);
  const [pruned, pushed] = await Promise.all([later(2), ana.push([ana.op(insertTicket(client))])]);
  expect(pushed).toMatchObject([{ n: 802, is: 'applied' }]);
  expect(pruned.answers).toBeGreaterThanOrEqual(800);
  // The last of the old ones stays at least until one follows it.
  expect(kept('receipt')).toBe(kept('turn'));
  expect(kept('receipt')).toBeLessThanOrEqual(2);
  expect(await ana.push([ana.op(insertTicket(client))])).toMatchObject([{ n: 803, is: 'applied' }]);
  expect((await ana.pull(await endpoint.head())).end.ackN).toBe(803);
});

test('an answer stays while another count leads to it', async () => {
  const { ana, hear, later, kept, address } = await open();
  const client = newId();
  const op = ana.op(insertClient(client));
  await ana.push([op, ana.op(insertTicket(client))]);
  await later(1);
  await hear(2);
  await later(60);
  const other = createWireDesk(address);
  await other.signIn(people.ana.email, people.ana.password);
  expect(await other.push([{ ...op, n: 1 }])).toMatchObject([{ is: 'applied', dup: true }]);
  await later(40);
  expect([kept('turn'), kept('receipt')]).toEqual([1, 2]);
  expect(await other.push([{ ...op, n: 1 }])).toMatchObject([{ is: 'applied', dup: true }]);
});

test('a desk says by itself what it has heard', async () => {
  const { address, later, dir, time } = await open();
  const desk = await openSyncedDesk({ clock: { now: () => time.now } });
  onTestFinished(() => desk.core.close());
  await desk.call('session.signIn', { address, email: people.ana.email, password: people.ana.password });
  await desk.call('client.create', { name: 'Nogal', tz: 'America/La_Paz' });
  await desk.call('client.create', { name: 'Prado', tz: 'America/La_Paz' });
  await expect
    .poll(async () => {
      await desk.call('sync.now', {});
      return askStored<{ n: number | null }>(dir, 'SELECT max(h.n) AS n FROM heard h JOIN turn t ON t.device = h.device AND t.inc = h.inc WHERE h.n < 1000')[0]?.n;
    }, { timeout: 10_000 })
    .toBe(2);
  await later(1);
  expect((await later(91)).answers).toBeGreaterThan(0);
});
