import type { Lane } from '#shared/domain/enums.ts';
import { ranksBetween } from '#shared/domain/lane.ts';
import { statement, type ReadDb } from '../db/handles.ts';

/** Where in a lane a card goes; the same as the contract's `place`. */
export type Place =
  | { readonly at: 'top' }
  | { readonly at: 'bottom' }
  | { readonly at: 'before' | 'after'; readonly ticket: string }
  | { readonly at: 'step'; readonly by: -1 | 1 };

interface Ranked {
  readonly id: string;
  readonly rank: string;
}

/** The gap below `above` and above `below`; null is the lane's end. */
export interface Slot {
  readonly above: Ranked | null;
  readonly below: Ranked | null;
}

export interface Ranking {
  readonly rank: string;
  /** Neighbours that had to be ranked anew to make room. */
  readonly others: readonly Ranked[];
}

/** Longer ranks than this are spread anew, far below the 200 characters that the column takes. */
const longestRank = 80;

/** Up to `count` cards of the lane on one side of a card (or of the lane's end), nearest first, without the card itself. */
const cardsFrom = (db: ReadDb, lane: Lane, from: Ranked | null, side: 'above' | 'below', self: string, count: number): readonly Ranked[] => {
  const order = side === 'above' ? 'rank DESC, id DESC' : 'rank, id';
  const compare = side === 'above' ? '<' : '>';
  const bound = from === null ? '' : `AND (rank, id) ${compare} (?, ?)`;
  const text = `SELECT id, rank FROM ticket WHERE lane = ? ${bound} AND id <> ? ORDER BY ${order} LIMIT ?`;
  return statement(db, text).all(lane, ...(from === null ? [] : [from.rank, from.id]), self, count) as Ranked[];
};

const slotBelow = (db: ReadDb, lane: Lane, above: Ranked | null, self: string): Slot => ({ above, below: cardsFrom(db, lane, above, 'below', self, 1)[0] ?? null });
const slotAbove = (db: ReadDb, lane: Lane, below: Ranked | null, self: string): Slot => ({ above: cardsFrom(db, lane, below, 'above', self, 1)[0] ?? null, below });

/** The slot in which the card lies now. */
export const slotOf = (db: ReadDb, lane: Lane, card: Ranked): Slot => ({
  above: cardsFrom(db, lane, card, 'above', card.id, 1)[0] ?? null,
  below: cardsFrom(db, lane, card, 'below', card.id, 1)[0] ?? null,
});

/**
 * The slot that a place names. A step from another lane lands on top, and so does a place beside a card that has left the
 * lane meanwhile (another desk moved it): the person sees the card land instead of an error.
 */
export const findSlot = (db: ReadDb, lane: Lane, place: Place, card: Ranked & { readonly lane: Lane | null }): Slot => {
  const top = (): Slot => slotBelow(db, lane, null, card.id);
  switch (place.at) {
    case 'top':
      return top();
    case 'bottom':
      return slotAbove(db, lane, null, card.id);
    case 'before':
    case 'after': {
      if (place.ticket === card.id) return card.lane === lane ? slotOf(db, lane, card) : top();
      const anchor = statement(db, 'SELECT id, rank FROM ticket WHERE id = ? AND lane = ?').get(place.ticket, lane) as Ranked | undefined;
      if (anchor === undefined) return top();
      return place.at === 'before' ? slotAbove(db, lane, anchor, card.id) : slotBelow(db, lane, anchor, card.id);
    }
    case 'step': {
      if (card.lane !== lane) return top();
      const next = cardsFrom(db, lane, card, place.by < 0 ? 'above' : 'below', card.id, 1)[0];
      if (next === undefined) return slotOf(db, lane, card);
      return place.by < 0 ? slotAbove(db, lane, next, card.id) : slotBelow(db, lane, next, card.id);
    }
  }
};

/** Ranks between two bounds, or null where the bounds leave no room: they are equal, out of order, or no ranks at all. */
const spread = (above: string | null, below: string | null, count: number): readonly string[] | null => {
  if (above !== null && below !== null && above >= below) return null;
  try {
    return ranksBetween(above, below, count);
  } catch {
    // fractional-indexing throws on a bound that it did not make (another program's rank): no room beside it.
    return null;
  }
};

/**
 * A rank for the slot. Where the neighbours' ranks collide (two desks ranked the same slot while apart) or have grown
 * long, ever more neighbours are ranked anew, evenly, until the ranks are sound and short again.
 */
export const rankIn = (db: ReadDb, lane: Lane, slot: Slot, self: string): Ranking => {
  for (let width = 0; ; width = width * 2 + 1) {
    const above = slot.above === null ? [] : [slot.above, ...cardsFrom(db, lane, slot.above, 'above', self, width)];
    const below = slot.below === null ? [] : [slot.below, ...cardsFrom(db, lane, slot.below, 'below', self, width)];
    const movedAbove = above.slice(0, width).toReversed();
    const movedBelow = below.slice(0, width);
    const ranks = spread(above[width]?.rank ?? null, below[width]?.rank ?? null, movedAbove.length + 1 + movedBelow.length);
    const whole = above.length <= width && below.length <= width;
    if (ranks === null || (!whole && ranks.some((rank) => rank.length > longestRank))) continue;
    const others = [...movedAbove.map((card, index) => ({ id: card.id, rank: ranks[index] ?? card.rank })), ...movedBelow.map((card, index) => ({ id: card.id, rank: ranks[movedAbove.length + 1 + index] ?? card.rank }))];
    return { rank: ranks[movedAbove.length] ?? '', others };
  }
};
