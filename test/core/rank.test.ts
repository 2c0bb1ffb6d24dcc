import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { InputOf } from '#shared/contract/method.ts';
import type { CoreContract } from '#shared/contract/core.ts';
import { laneIds, newTicket, openDesk, type Desk } from '#test/support/desk/open-desk.ts';

const lanes = ['untriaged', 'S1', 'S2'] as const;
type SomeLane = (typeof lanes)[number];
type Place = InputOf<CoreContract['ticket.move']>['place'];
type Board = Readonly<Record<SomeLane, readonly string[]>>;

const place = fc.oneof(
  fc.constantFrom({ at: 'top' as const }, { at: 'bottom' as const }, { at: 'step' as const, by: 1 as const }, { at: 'step' as const, by: -1 as const }),
  fc.record({ at: fc.constantFrom('before' as const, 'after' as const), n: fc.nat(5) }),
);
const moves = fc.array(fc.record({ n: fc.nat(5), lane: fc.constantFrom(...lanes), place }), { minLength: 1, maxLength: 30 });

/** What a move means, on plain lists. */
const moved = (board: Board, id: string, lane: SomeLane, to: Place): Board => {
  const from = lanes.find((each) => board[each].includes(id)) ?? 'untriaged';
  const at = board[from].indexOf(id);
  const without = { ...board, [from]: board[from].filter((each) => each !== id) };
  const target = without[lane];
  const beside = 'ticket' in to ? target.indexOf(to.ticket) : -1;
  const index = ((): number => {
    if (to.at === 'bottom') return target.length;
    if (to.at === 'step') return lane === from ? Math.max(0, Math.min(target.length, at + to.by)) : 0;
    if ('ticket' in to && to.ticket === id && lane === from) return at;
    if (beside < 0) return 0;
    return to.at === 'after' ? beside + 1 : beside;
  })();
  return { ...without, [lane]: target.toSpliced(index, 0, id) };
};

const boardOf = async (desk: Desk): Promise<Board> => ({ untriaged: await laneIds(desk, 'untriaged'), S1: await laneIds(desk, 'S1'), S2: await laneIds(desk, 'S2') });

test('any moves leave the lanes as plain lists would be, undo leads back, and redo forth again', async () => {
  await fc.assert(
    fc.asyncProperty(moves, async (steps) => {
      const desk = openDesk();
      const ids: string[] = [];
      for (let n = 0; n < 6; n += 1) ids.push(await newTicket(desk, `t${n}`));
      const start = await boardOf(desk);
      let model = start;
      for (const step of steps) {
        const id = ids[step.n] ?? '';
        const to: Place = 'n' in step.place ? { at: step.place.at, ticket: ids[step.place.n] ?? '' } : step.place;
        const result = await desk.call('ticket.move', { id, lane: step.lane, place: to });
        model = moved(model, id, step.lane, to);
        expect(await boardOf(desk)).toEqual(model);
        expect([result.lane, result.index, result.count]).toEqual([step.lane, model[step.lane].indexOf(id), model[step.lane].length]);
      }
      let undone = 0;
      for (; (await desk.call('history.state', {})).undo === 'ticket.move'; undone += 1) await desk.call('history.undo', {});
      expect(await boardOf(desk)).toEqual(start);
      for (; undone > 0; undone -= 1) await desk.call('history.redo', {});
      expect(await boardOf(desk)).toEqual(model);
      desk.close();
    }),
    { numRuns: 25 },
  );
});

const setRank = (desk: Desk, id: string, rank: string): void => void desk.spine.db.raw.prepare('UPDATE ticket SET rank = ? WHERE id = ?').run(rank, id);

test('cards that two desks ranked the same while apart make room for a third between them', async () => {
  const desk = openDesk();
  const ids: string[] = [];
  for (let n = 0; n < 6; n += 1) ids.unshift(await newTicket(desk, `t${n}`));
  const [top, ...rest] = ids;
  for (const id of rest) setRank(desk, id, 'a5');
  const order = (await laneIds(desk, 'untriaged')).filter((id) => id !== top);
  await desk.call('ticket.move', { id: top ?? '', lane: 'untriaged', place: { at: 'after', ticket: order[2] ?? '' } });
  expect(await laneIds(desk, 'untriaged')).toEqual(order.toSpliced(3, 0, top ?? ''));
  const outbox = desk.rows<{ key: string }>("SELECT DISTINCT key FROM outbox WHERE command = 'ticket.move' AND entity = 'ticket'");
  expect(outbox.length).toBeGreaterThan(1);
});

test('a rank that no rule made, and ranks grown long, are mended in passing', async () => {
  const desk = openDesk();
  const [c, b, a] = [await newTicket(desk, 'c'), await newTicket(desk, 'b'), await newTicket(desk, 'a')];
  setRank(desk, a, '!');
  setRank(desk, b, '~~');
  await desk.call('ticket.move', { id: c, lane: 'untriaged', place: { at: 'after', ticket: a } });
  expect(await laneIds(desk, 'untriaged')).toEqual([a, c, b]);
  for (let n = 0; n < 700; n += 1) await desk.call('ticket.move', { id: n % 2 === 0 ? b : c, lane: 'untriaged', place: { at: 'after', ticket: a } });
  expect(await laneIds(desk, 'untriaged')).toEqual([a, c, b]);
  expect(desk.one<{ n: number }>('SELECT max(length(rank)) AS n FROM ticket').n).toBeLessThan(100);
});
