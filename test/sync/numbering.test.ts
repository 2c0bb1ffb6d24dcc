import { expect, onTestFinished, test } from 'vitest';
import { write } from '#core/db/handles.ts';
import { renumber } from '#core/identity.ts';
import { newTicket, openDesk } from '#test/support/desk/open-desk.ts';
import { openSyncedDesk } from '#test/support/desk/synced-desk.ts';
import { deskRows, endpointRows, people, teamEndpoint } from '#test/support/network/team.ts';

interface Numbered {
  readonly inc: number | null;
  readonly n: number | null;
}

test('an op has its number from its command on', async () => {
  const desk = openDesk();
  const id = await newTicket(desk);
  await desk.call('ticket.edit', { id, fields: { title: 'Otra vez' } });
  const ops = desk.rows('SELECT inc, n FROM outbox ORDER BY seq') as readonly Numbered[];
  const { inc } = ops[0] ?? { inc: null };
  expect(ops).toEqual(ops.map((_op, index) => ({ inc, n: index + 1 })));
  expect(desk.one<{ value: string }>("SELECT value FROM meta WHERE key = 'next_n'").value).toBe(String(ops.length + 1));
});

test.each([
  ['a new count began', "UPDATE outbox SET held = NULL"],
  ['an import holds them', "UPDATE outbox SET held = 'run'"],
])('behind ops that have no number (%s) it gets none before they do', async (_why, text) => {
  const desk = openDesk();
  const id = await newTicket(desk);
  write(desk.spine.db, (tx) => {
    renumber(tx);
    tx.raw.prepare(text).run();
  });
  await desk.call('ticket.edit', { id, fields: { title: 'Detrás' } });
  expect((desk.rows('SELECT inc, n FROM outbox') as readonly Numbered[]).filter((op) => op.n !== null)).toEqual([]);
});

/** A copy of this desk counts as this one does, and has sent its own op under the next number just now. */
test('what is acknowledged and was never sent from here is not taken for what waits here', async () => {
  const endpoint = await teamEndpoint();
  let told = 0;
  const copied: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init);
    if (!String(input).includes('/v1/pull') || told > 0) return answer;
    told += 1;
    // Made behind the push, and before what the feed says.
    await luz.call('client.create', { name: 'Nogal', tz: 'America/La_Paz' });
    const text = (await answer.text()).replace(/"ackN":\d+/, '"ackN":50');
    return new Response(text, { headers: { 'content-type': 'application/x-ndjson' } });
  };
  const luz = await openSyncedDesk({ fetch: copied });
  onTestFinished(luz.close);
  await luz.call('session.signIn', { address: endpoint.address, email: people.ana.email, password: people.ana.password });
  await expect.poll(async () => (await luz.call('sync.now', {})).waitingOps).toBe(0);
  expect(told).toBe(1);
  await expect.poll(() => endpointRows(endpoint.dir).join('\n')).toContain('Nogal');
  expect(deskRows(luz.dir)).toEqual(endpointRows(endpoint.dir));
});
