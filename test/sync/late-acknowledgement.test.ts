import { expect, test } from 'vitest';
import { acknowledge } from '#core/sync/acknowledge.ts';
import { applyPage } from '#core/sync/apply-page.ts';
import type { PullRow } from '#shared/sync/protocol.ts';
import { readRow } from '#core/db/entity-rows.ts';
import { write } from '#core/db/handles.ts';
import { layingNow, layRow } from '#core/sync/lay-row.ts';
import { newTicket, openDesk, type Desk } from '#test/support/desk/open-desk.ts';

/** A ticket that the endpoint has, an edit of it that waits, and both as the endpoint then sends them. */
const editedTicket = async (): Promise<{ desk: Desk; ticket: string; heard: (fields: Record<string, string>, stamp: string) => void; acknowledged: () => void }> => {
  const desk = openDesk();
  const ticket = await newTicket(desk);
  const number = (): void => void desk.spine.db.raw.prepare('UPDATE outbox SET inc = 2, n = seq WHERE n IS NULL').run();
  const acknowledged = (): void => {
    number();
    const { n } = desk.one<{ n: number }>('SELECT max(n) AS n FROM outbox');
    write(desk.spine.db, (tx) => acknowledge(tx, { inc: 2, ackN: n, delivered: new Set(), nowMs: desk.clock.now() }));
  };
  const heard = (fields: Record<string, string>, stamp: string): void => {
    const standing = readRow(desk.spine.db, 'ticket', ticket);
    if (standing === null) throw new Error('the ticket is gone');
    const { title: _title, ...stamps } = standing.stamps;
    write(desk.spine.db, (tx) =>
      layRow(tx, { seq: 9, entity: 'ticket', key: ticket, scope: null, row: { ...standing.fields, ...fields }, stamps: { ...stamps, title: stamp } }, layingNow(tx, true)),
    );
  };
  acknowledged();
  await desk.call('ticket.edit', { id: ticket, fields: { title: 'De este escritorio' } });
  return { desk, ticket, heard, acknowledged };
};

/** After a new count the row has come long before its op is acknowledged. */
test('an op that is acknowledged after its row came leaves the row as the endpoint has it: with the stamp that it used', async () => {
  const { desk, ticket, heard, acknowledged } = await editedTicket();
  const clamped = '1700000000000-0000-0000000a-aaaaaa';
  heard({ title: 'De este escritorio' }, clamped);
  acknowledged();
  expect(readRow(desk.spine.db, 'ticket', ticket)?.stamps['title']).toBe(clamped);
  expect(desk.rows('SELECT * FROM sync_base')).toEqual([]);
});

test("another's edit over it stays, though its clock is behind", async () => {
  const { desk, ticket, heard, acknowledged } = await editedTicket();
  heard({ title: 'Corregido por otro' }, '1700000000001-0000-0000000b-bbbbbb');
  acknowledged();
  expect(readRow(desk.spine.db, 'ticket', ticket)).toMatchObject({ fields: { title: 'Corregido por otro' }, stamps: { title: '1700000000001-0000-0000000b-bbbbbb' } });
});

/** A page of more rows than go into one transaction lets others work in between; its acknowledgement comes at its end. */
test('a change that is made while a long page is laid keeps its ticket, and is not taken for nothing', async () => {
  const { desk, ticket, acknowledged } = await editedTicket();
  const standing = readRow(desk.spine.db, 'ticket', ticket);
  if (standing === null) throw new Error('the ticket is gone');
  desk.spine.db.raw.prepare('UPDATE outbox SET inc = 1, n = seq WHERE n IS NULL').run();
  const { n } = desk.one<{ n: number }>('SELECT max(n) AS n FROM outbox');
  const body = { ticket, direction: 'out', channel: 'phone', author: null, author_name: null, at: '2026-06-12T15:00:00.000Z' };
  const messages = Array.from({ length: 700 }, (_none, index): PullRow => ({ seq: index + 2, entity: 'message', key: desk.spine.newId(), scope: null, row: { ...body, body: `M ${index}` }, stamps: {} }));
  const told: PullRow = { seq: 1, entity: 'ticket', key: ticket, scope: null, row: { ...standing.fields }, stamps: standing.stamps };
  const end = { end: true as const, epoch: 'e', next: 701, head: 701, more: false, ackN: n, remaining: 0, mark: '', grants: null };
  const laid = applyPage(desk.spine, { rows: [told, ...messages], unknown: [], results: [], end });
  await desk.call('ticket.edit', { id: ticket, fields: { module: 'Ventas' } });
  await laid;
  expect(readRow(desk.spine.db, 'ticket', ticket)?.fields).toMatchObject({ title: 'De este escritorio', module: 'Ventas' });
  expect(desk.one<{ n: number }>('SELECT count(*) AS n FROM message WHERE ticket = ?', ticket).n).toBe(700);
  acknowledged();
  expect(readRow(desk.spine.db, 'ticket', ticket)).not.toBeNull();
});
