import { expect, test } from 'vitest';
import { write } from '#core/db/handles.ts';
import { renumber } from '#core/identity.ts';
import { newTicket, openDesk } from '#test/support/desk/open-desk.ts';

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
