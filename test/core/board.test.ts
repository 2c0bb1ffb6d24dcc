import { expect, test } from 'vitest';
import { acme, ana, newTicket, openDesk, type Desk } from '#test/support/desk/open-desk.ts';
import { beta, layTickets, manyId } from '#test/support/desk/many-tickets.ts';

const planOf = (desk: Desk, text: string): string => desk.rows<{ detail: string }>(`EXPLAIN QUERY PLAN ${text}`, ...Array.from(text.matchAll(/\?/g), () => 1)).map((row) => row.detail).join('\n');

test('at 100,000 tickets counts, pages and places are those of the rows', async () => {
  const desk = openDesk();
  layTickets(desk, 100_000);
  const page = (lane: 'untriaged' | 'S1', offset: number, filter = {}) => desk.call('board.page', { lane, offset, limit: 100, filter });

  expect(await desk.call('board.counts', { filter: {} })).toEqual({ lanes: { untriaged: 20_000, S1: 20_000, S2: 20_000, S3: 20_000, S4: 20_000 }, total: 100_000, hidden: 0 });
  const middle = await page('S1', 12_345);
  expect(middle.count).toBe(20_000);
  expect(middle.cards.map((card) => card.id)).toEqual(Array.from({ length: 100 }, (_, index) => manyId((12_345 + index) * 5 + 1)));
  expect(middle.cards[0]).toMatchObject({ code: `#${12_345 * 5 + 2}`, lane: 'S1', state: 'assigned', provisional: true, waiting: false, running: false, evidence: 0 });
  expect((await page('S1', 19_990)).cards).toHaveLength(10);
  expect((await page('S1', 20_000)).cards).toEqual([]);
  expect(await desk.call('board.locate', { ticket: manyId(50_001), filter: {} })).toEqual({ lane: 'S1', index: 10_000, count: 20_000 });
  expect(await desk.call('board.locate', { ticket: manyId(100_000), filter: {} })).toBeNull();

  const ofBeta = await desk.call('board.counts', { filter: { client: beta } });
  expect([ofBeta.total, ofBeta.hidden]).toEqual([33_334, 66_666]);
  const betaPage = await page('S1', 6_000, { client: beta });
  expect(betaPage.count).toBe(6_667);
  expect(betaPage.cards[0]).toMatchObject({ id: manyId(6 + 15 * 6_000), client: { id: beta, name: 'Beta' } });
  expect(await desk.call('board.locate', { ticket: manyId(6 + 15 * 6_000), filter: { client: beta } })).toEqual({ lane: 'S1', index: 6_000, count: 6_667 });
  expect(await desk.call('board.locate', { ticket: manyId(1), filter: { client: beta } })).toBeNull();

  expect((await desk.call('board.counts', { filter: { consultant: ana.id } })).total).toBe(10_000);
  expect((await desk.call('board.counts', { filter: { consultant: 'none' } })).total).toBe(90_000);
  expect((await desk.call('board.counts', { filter: { consultant: ana.id, client: beta } })).total).toBe(3_334);

  const found = await desk.call('board.counts', { filter: { text: 'FACTURACION  caid' } });
  expect([found.total, found.hidden]).toEqual([100, 99_900]);
  const clients = await desk.call('client.list', {});
  expect(clients.map((client) => client.openTickets)).toEqual([66_666, 33_334]);

  // By their plans they walk the lane's index and sort nothing.
  for (const text of [
    'SELECT count(*) AS n FROM ticket t WHERE t.lane = ?',
    'SELECT t.rowid AS n, t.rank, t.id FROM ticket t WHERE t.lane = ? ORDER BY t.rank, t.id LIMIT 9 OFFSET 9',
    'SELECT count(*) FROM ticket t WHERE t.lane = ? AND (t.rank, t.id) < (?, ?)',
  ]) {
    expect(planOf(desk, text)).toMatch(/^SEARCH t USING (COVERING )?INDEX ticket_lane \([^\n]*\)$/);
  }
});

test('the text filter finds words by their beginning, numbers and codes, and takes nothing for syntax', async () => {
  const desk = openDesk();
  const { id, code } = await desk.call('ticket.create', { title: 'Impresión de guías: año 2501', client: acme, channel: 'email', description: 'El camión espera' });
  const other = await newTicket(desk, 'Otra cosa');
  desk.spine.db.raw.prepare('UPDATE ticket SET number = 2501 WHERE id = ?').run(other);
  const find = async (text: string): Promise<readonly string[]> => (await desk.call('board.page', { lane: 'untriaged', offset: 0, limit: 9, filter: { text } })).cards.map((card) => card.id);
  for (const text of ['impresion', 'GUÍAS', 'guia', 'ano 25', 'camion impr', code, code.toLowerCase(), code.slice(0, 5), '"guías"', 'guías:']) expect(await find(text), text).toEqual([id]);
  expect(await find('#2501')).toEqual([other]);
  expect(await find('2501')).toEqual([other, id]);
  for (const text of ['#25', 'nada', '***', 'guias NOT año', 'title:', '(', "'; --", 'impresion OR otra']) expect(await find(text), text).toEqual([]);
  expect(await find('   ')).toEqual([other, id]);
  await desk.call('ticket.edit', { id, fields: { title: 'Ahora distinto' } });
  expect(await find('guias')).toEqual([]);
  expect(await find('distinto')).toEqual([id]);
});

test('a card shows evidence, timers of anybody and what waits, and a filter says how many it hides', async () => {
  const desk = openDesk();
  const [b, a] = [await newTicket(desk, 'b'), await newTicket(desk, 'a')];
  await desk.call('timer.start', { ticket: a, tz: 'America/Lima' });
  desk.spine.db.raw.prepare('DELETE FROM outbox WHERE ticket = ?').run(b);
  const { cards } = await desk.call('board.page', { lane: 'untriaged', offset: 0, limit: 9, filter: {} });
  expect(cards.map((card) => [card.id, card.running, card.waiting])).toEqual([
    [a, true, true],
    [b, false, false],
  ]);
  expect(await desk.call('board.counts', { filter: { text: 'a' } })).toMatchObject({ total: 1, hidden: 1, lanes: { untriaged: 1 } });
});
