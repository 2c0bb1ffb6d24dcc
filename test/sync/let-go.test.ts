import { expect, test } from 'vitest';
import { readRow } from '#core/db/entity-rows.ts';
import { write } from '#core/db/handles.ts';
import { letGo } from '#core/sync/forget.ts';
import { putHeld } from '#core/sync/grants.ts';
import { acme, newTicket, openDesk, pulled, type Desk } from '#test/support/desk/open-desk.ts';

/** A ticket of Acme's that the endpoint has, and that is being handed to Prado on this desk: the endpoint has not said yet whether it may. */
const handed = async (): Promise<{ desk: Desk; ticket: string; prado: string }> => {
  const desk = openDesk();
  const ticket = await newTicket(desk);
  desk.spine.db.raw.prepare('DELETE FROM outbox').run();
  const prado = desk.spine.newId();
  pulled(desk, 'client', prado, { name: 'Prado', tz: 'America/La_Paz', country: null, odoo: null });
  await desk.call('ticket.edit', { id: ticket, fields: { client: prado } });
  return { desk, ticket, prado };
};

test('a ticket of a client that is withdrawn goes, though a change that waits gives it to another', async () => {
  const { desk, ticket, prado } = await handed();
  write(desk.spine.db, (tx) => putHeld(tx, { clients: [prado], bringing: [], leaving: true }));
  await letGo(desk.spine, true);
  expect(readRow(desk.spine.db, 'ticket', ticket)).toBeNull();
  expect(desk.rows("SELECT key FROM sync_base WHERE entity = 'ticket'")).toEqual([]);
});

test('a ticket of a client that is granted stays, though a change that waits gives it to one that is not', async () => {
  const { desk, ticket } = await handed();
  write(desk.spine.db, (tx) => putHeld(tx, { clients: [acme], bringing: [], leaving: true }));
  await letGo(desk.spine, true);
  expect(desk.rows<{ key: string }>("SELECT key FROM sync_base WHERE entity = 'ticket'")).toEqual([{ key: ticket }]);
  expect(readRow(desk.spine.db, 'ticket', ticket)).not.toBeNull();
});
