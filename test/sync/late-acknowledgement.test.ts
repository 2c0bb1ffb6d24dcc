import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { acknowledge, rowName } from '#core/sync/acknowledge.ts';
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
  const number = (): void => void desk.spine.db.raw.prepare('UPDATE outbox SET inc = 2, n = seq').run();
  const acknowledged = (delivered: readonly (readonly [string, 'row'])[] = []): void => {
    number();
    const { n } = desk.one<{ n: number }>('SELECT max(n) AS n FROM outbox');
    write(desk.spine.db, (tx) => acknowledge(tx, { inc: 2, ackN: n, delivered: new Map(delivered), nowMs: desk.clock.now(), portion: 500 }));
  };
  const heard = (fields: Record<string, string>, stamp: string): void => {
    const standing = readRow(desk.spine.db, 'ticket', ticket);
    if (standing === null) throw new Error('the ticket is gone');
    const { title: _title, ...stamps } = standing.stamps;
    write(desk.spine.db, (tx) =>
      layRow(tx, { seq: 9, entity: 'ticket', key: ticket, scope: null, row: { ...standing.fields, ...fields }, stamps: { ...stamps, title: stamp } }, layingNow(tx, true)),
    );
  };
  acknowledged([[rowName('ticket', ticket), 'row']]);
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

/** The row of the ticket as a page brings it, or its end, with the acknowledgement of all that waits so far. */
const page = (desk: Desk, ticket: string, line: 'row' | 'gone'): Parameters<typeof applyPage>[1] => {
  const standing = readRow(desk.spine.db, 'ticket', ticket);
  if (standing === null) throw new Error('the ticket is gone');
  desk.spine.db.raw.prepare('UPDATE outbox SET inc = 1, n = seq WHERE n IS NULL').run();
  const { n } = desk.one<{ n: number }>('SELECT max(n) AS n FROM outbox');
  const told = line === 'row' ? { seq: 1, entity: 'ticket' as const, key: ticket, scope: null, row: standing.fields, stamps: standing.stamps } : { seq: 1, entity: 'ticket' as const, key: ticket, del: true as const };
  return { rows: [told], unknown: [], results: [], end: { end: true, epoch: 'e', next: 1, head: 1, more: false, ackN: n, remaining: 0, mark: '', grants: null } };
};

test('a change that waits over a ticket that the same page ends goes with it, and waits to be refused', async () => {
  const { desk, ticket } = await editedTicket();
  const ended = page(desk, ticket, 'gone');
  await desk.call('ticket.edit', { id: ticket, fields: { module: 'Ventas' } });
  await applyPage(desk.spine, ended);
  expect(readRow(desk.spine.db, 'ticket', ticket)).toBeNull();
  expect(desk.rows("SELECT kind FROM outbox WHERE entity = 'ticket'")).toEqual([{ kind: 'patch' }]);
});

test('should nothing lie beneath what waits over a row that is there, the page is not laid, and the row stays', async () => {
  const { desk, ticket } = await editedTicket();
  const told = page(desk, ticket, 'row');
  await desk.call('ticket.edit', { id: ticket, fields: { module: 'Ventas' } });
  await applyPage(desk.spine, told);
  expect(readRow(desk.spine.db, 'ticket', ticket)?.fields).toMatchObject({ title: 'De este escritorio', module: 'Ventas' });
  desk.spine.db.raw.prepare('DELETE FROM sync_base').run();
  desk.spine.db.raw.prepare('UPDATE outbox SET inc = 2, n = seq').run();
  await desk.call('ticket.edit', { id: ticket, fields: { module: 'Compras' } });
  const { n } = desk.one<{ n: number }>('SELECT max(n) AS n FROM outbox');
  const late = (): unknown => write(desk.spine.db, (tx) => acknowledge(tx, { inc: 2, ackN: n, delivered: new Map([[rowName('ticket', ticket), 'row']]), nowMs: desk.clock.now(), portion: 500 }));
  expect(late).toThrow(ticket);
  expect(readRow(desk.spine.db, 'ticket', ticket)?.fields).toMatchObject({ module: 'Compras' });
});

test('a ticket of its own making that has gone to others before it was acknowledged leaves, also where the page is laid in parts', async () => {
  for (const rows of [600, 1]) {
    const desk = openDesk();
    const ticket = await newTicket(desk);
    const left = page(desk, ticket, 'gone');
    const other = { seq: 2, entity: 'client' as const, key: desk.spine.newId(), scope: null, row: { name: 'Prado', tz: 'America/La_Paz' }, stamps: {} };
    await applyPage({ ...desk.spine, portions: { rows, ops: 500 } }, { ...left, rows: [...left.rows, other] });
    expect(readRow(desk.spine.db, 'ticket', ticket), `${rows} rows at once`).toBeNull();
    expect(desk.rows('SELECT 1 FROM outbox')).toEqual([]);
  }
});

/** The end of a page that tells of no row. */
const pageEnd = (ackN: number, more: boolean): Parameters<typeof applyPage>[1] => ({
  rows: [],
  unknown: [],
  results: [],
  end: { end: true, epoch: 'e', next: more ? 8 : 9, head: 9, more, ackN, remaining: Number(more), mark: '', grants: null },
});

const numbered = (desk: Desk): number => {
  desk.spine.db.raw.prepare('UPDATE outbox SET inc = 1, n = seq').run();
  return desk.one<{ n: number }>('SELECT max(n) AS n FROM outbox').n;
};

/** A snapshot has told that the endpoint does not have it: it had come there, and ended, before what was read. */
test('a row of its own making that has ended before all that the feed tells does not come back as its ops are acknowledged, one by one or at once, on a page that reaches the end or before', async () => {
  for (const ops of [500, 1]) {
    for (const ends of ['undone here', 'ended by another']) {
      for (const pages of [[false], [true, false], [true, true, false]]) {
        const desk = openDesk();
        const ticket = await newTicket(desk);
        if (ends === 'undone here') await desk.call('history.undo', {});
        else await desk.call('ticket.edit', { id: ticket, fields: { module: 'Ventas' } });
        const n = numbered(desk);
        for (const more of pages) await applyPage({ ...desk.spine, portions: { rows: 600, ops } }, pageEnd(n, more));
        expect(readRow(desk.spine.db, 'ticket', ticket), `${ends}, ${ops} ops at once, ${pages.length} pages`).toBeNull();
        expect(desk.rows('SELECT 1 FROM sync_base UNION ALL SELECT 1 FROM outbox')).toEqual([]);
      }
    }
  }
});

test('a row of its own making that comes with a later page than its acknowledgement stays shown until then, with what waits on top of it', async () => {
  const desk = openDesk();
  const ticket = await newTicket(desk);
  const told = page(desk, ticket, 'row');
  const n = numbered(desk);
  await desk.call('ticket.edit', { id: ticket, fields: { module: 'Ventas' } });
  await applyPage(desk.spine, pageEnd(n, true));
  expect(readRow(desk.spine.db, 'ticket', ticket)?.fields).toMatchObject({ title: 'No imprime la factura', module: 'Ventas' });
  const [line] = told.rows;
  if (line === undefined || !('row' in line)) throw new Error('no row');
  await applyPage(desk.spine, { ...told, rows: [{ ...line, row: { ...line.row, title: 'De otro' }, stamps: { ...line.stamps, title: '1700000000001-0000-0000000b-bbbbbb' } }] });
  expect(readRow(desk.spine.db, 'ticket', ticket)?.fields).toMatchObject({ title: 'De otro', module: 'Ventas' });
  expect(desk.rows("SELECT DISTINCT command FROM outbox WHERE state = 'waiting'")).toEqual([{ command: 'ticket.edit' }]);
});

test('a command leaves the outbox whole, on a page that ends within it as where many go in parts', async () => {
  const desk = openDesk();
  await newTicket(desk);
  for (const name of ['Prado', 'Olmo', 'Roble']) await desk.call('client.create', { name, tz: 'America/La_Paz' });
  await newTicket(desk);
  const n = numbered(desk);
  const commands = (table: string): readonly string[] => desk.rows<{ command: string }>(`SELECT DISTINCT command FROM ${table} ORDER BY seq`).map(({ command }) => command);
  const all = commands('outbox');
  const { first, ops } = desk.one<{ first: number; ops: number }>("SELECT min(n) AS first, count(*) AS ops FROM outbox WHERE grp = (SELECT grp FROM outbox WHERE command = 'ticket.create' ORDER BY seq LIMIT 1)");
  expect(ops).toBeGreaterThan(1);
  for (const cut of [first, first + ops - 2]) {
    await applyPage(desk.spine, pageEnd(cut, false));
    expect(commands('sent_log')).not.toContain('ticket.create');
    expect(desk.one<{ ops: number }>("SELECT count(*) AS ops FROM outbox WHERE command = 'ticket.create'").ops).toBe(2 * ops);
  }
  const parts = new Set<number>();
  const torn: unknown[] = [];
  const going = { on: true };
  const laid = applyPage({ ...desk.spine, portions: { rows: 600, ops: 1 } }, pageEnd(n, false)).finally(() => (going.on = false));
  // As a crash between two of the parts would find it.
  while (going.on) {
    await turn();
    parts.add(desk.one<{ ops: number }>('SELECT count(*) AS ops FROM outbox').ops);
    torn.push(...desk.rows('SELECT grp FROM outbox INTERSECT SELECT grp FROM sent_log'));
  }
  await laid;
  expect(parts.size).toBeGreaterThan(2);
  expect(torn).toEqual([]);
  expect(commands('outbox')).toEqual([]);
  expect(commands('sent_log')).toEqual(all);
});
