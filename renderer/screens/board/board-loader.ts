import type { BoardCard, BoardFilter } from '#shared/contract/views.ts';
import { lanes, type Lane } from '#shared/domain/enums.ts';
import { core, onChanged, touches } from '../../engine/core.ts';
import { asAppError } from '../../engine/use-query.ts';
import { t } from '../../i18n/index.ts';
import { cardAt, emptyLanes, indexOf, isFiltering, PAGE, setFocus, useBoard, type LaneData } from '../../stores/board.ts';
import { showToast } from '../../stores/toasts.ts';
import { ownFrame } from './own-frame.ts';

/** What a lane shows now; told by the lane itself, read by the loader. */
export interface LaneView {
  first: number;
  last: number;
  top: number;
  hovered: boolean;
}
/** What stands above and below the lanes' cards: bars and heads, a little less than it is. */
const aroundLanes = 110;
/** The last row that a lane shows before it has been measured: too few rows would be drawn twice, too many for nothing. */
const rowsAtFirst = Math.ceil((window.innerHeight - aroundLanes) / 90);
export const views: Record<Lane, LaneView> = Object.fromEntries(lanes.map((lane) => [lane, { first: 0, last: rowsAtFirst, top: 0, hovered: false }])) as Record<Lane, LaneView>;

/** A change of filter makes every answer to the former one worthless. */
let generation = 0;
let busy = false;
let again = false;
const asked = new Map<string, number>();

const fetchPages = async (lane: Lane, first: number, last: number, filter: BoardFilter): Promise<{ readonly count: number; readonly pages: Map<number, readonly BoardCard[]> }> => {
  const from = Math.max(0, Math.floor(first / PAGE));
  const to = Math.max(from, Math.floor(last / PAGE));
  const answers = await Promise.all(
    Array.from({ length: to - from + 1 }, (_, i) => core.call('board.page', { lane, offset: (from + i) * PAGE, limit: PAGE, filter })),
  );
  return { count: answers[0]?.count ?? 0, pages: new Map(answers.map((answer, i) => [from + i, answer.cards])) };
};

/** The same objects for the cards that did not change, so that they are not painted again. */
const reuse = (old: LaneData, pages: ReadonlyMap<number, readonly BoardCard[]>): ReadonlyMap<number, readonly BoardCard[]> => {
  const known = new Map<string, BoardCard>();
  for (const cards of old.pages.values()) for (const card of cards) known.set(card.id, card);
  return new Map(
    [...pages].map(([page, cards]) => [
      page,
      cards.map((card) => {
        const before = known.get(card.id);
        return before !== undefined && JSON.stringify(before) === JSON.stringify(card) ? before : card;
      }),
    ]),
  );
};

/** How many new cards of what is seen may be painted together with another lane's. */
const FEW = 8;

/** Whether what a lane shows is mostly new: an import, a first sync, another filter. */
const isMuchNew = (lane: Lane, old: LaneData, pages: ReadonlyMap<number, readonly BoardCard[]>): boolean => {
  const known = new Set<string>();
  for (const cards of old.pages.values()) for (const card of cards) known.add(card.id);
  const { first, last } = views[lane];
  let fresh = 0;
  for (let index = first; index <= last; index += 1) {
    const card = pages.get(Math.floor(index / PAGE))?.[index % PAGE];
    if (card !== undefined && !known.has(card.id)) fresh += 1;
  }
  return fresh > FEW;
};

/** The cards by which a lane is held in place: the focused one if it is seen, then what is seen from above. */
const anchorsOf = (lane: Lane, data: LaneData): readonly { readonly id: string; readonly index: number }[] => {
  const { focus } = useBoard.getState();
  const view = views[lane];
  // At its top, and nobody on it: new cards may simply appear.
  if (focus?.lane !== lane && view.top === 0 && !view.hovered) return [];
  const found: { id: string; index: number }[] = [];
  const add = (index: number): void => {
    const card = cardAt(data, index);
    if (card !== undefined) found.push({ id: card.id, index });
  };
  if (focus?.lane === lane && focus.index >= view.first && focus.index <= view.last) add(focus.index);
  for (let index = view.first; index <= Math.min(view.last, view.first + 6); index += 1) add(index);
  return found;
};

const refreshLane = async (lane: Lane, filter: BoardFilter, mine: number): Promise<void> => {
  const old = useBoard.getState().lanes[lane];
  const { focus } = useBoard.getState();
  // The person's own card is arriving (a move, an undo, a new ticket): the lane goes to it instead of keeping its place.
  const arriving = focus?.lane === lane && focus.id !== null && indexOf(old, focus.id) < 0;
  const anchors = arriving ? [] : anchorsOf(lane, old);
  const view = views[lane];
  let { count, pages } = await fetchPages(lane, view.first, view.last, filter);
  let by = 0;
  const held = { ...old, pages };
  const anchor = anchors.map(({ id, index }) => ({ index, now: indexOf(held, id) })).find(({ now }) => now >= 0);
  if (anchor !== undefined) by = anchor.now - anchor.index;
  else if (anchors[0] !== undefined && old.count > 0) {
    const place = await core.call('board.locate', { ticket: anchors[0].id, filter });
    if (place !== null && place.lane === lane) by = place.index - anchors[0].index;
  }
  if (by !== 0) {
    const around = await fetchPages(lane, view.first + by, view.last + by, filter);
    count = around.count;
    pages = new Map([...pages, ...around.pages]);
  }
  if (useBoard.getState().loaded && isMuchNew(lane, old, pages)) await ownFrame();
  if (mine !== generation) return;
  useBoard.setState((state) => {
    const before = state.lanes[lane];
    return {
      lanes: {
        ...state.lanes,
        [lane]: {
          count,
          pages: reuse(before, pages),
          fresh: count === 0 ? 0 : Math.max(0, by > 0 ? before.fresh + by : before.fresh),
          shift: by === 0 ? before.shift : { by, turn: before.shift.turn + 1 },
        },
      },
    };
  });
  if (!arriving) return;
  const now = useBoard.getState();
  const at = focus.id === null ? -1 : indexOf(now.lanes[lane], focus.id);
  if (at >= 0 && now.focus?.id === focus.id) setFocus(lane, at, focus.id);
};

/** The focus stays with its ticket wherever it went; if it left the board, with its place. */
const keepFocus = async (filter: BoardFilter, mine: number): Promise<void> => {
  const { focus, lanes: all } = useBoard.getState();
  if (focus === null) return;
  const data = all[focus.lane];
  if (focus.id === null) {
    const card = cardAt(data, focus.index);
    if (card !== undefined) setFocus(focus.lane, focus.index, card.id, true);
    return;
  }
  const here = indexOf(data, focus.id);
  if (here >= 0) {
    if (here !== focus.index) setFocus(focus.lane, here, focus.id, true);
    return;
  }
  const place = await core.call('board.locate', { ticket: focus.id, filter });
  const now = useBoard.getState().focus;
  if (mine !== generation || now?.id !== focus.id) return;
  if (place !== null) {
    setFocus(place.lane, place.index, focus.id, true);
    return;
  }
  if (isFiltering(filter)) {
    const left = await core.call('ticket.get', { id: focus.id }).catch(() => null);
    if (left !== null) showToast({ text: t('board.leftFilter', { code: left.code }) });
  }
  const target = data.count > 0 ? focus.lane : lanes.find((lane) => all[lane].count > 0);
  if (target === undefined) useBoard.setState({ focus: null });
  else setFocus(target, target === focus.lane ? focus.index : 0, null, true);
};

const refreshOnce = async (): Promise<void> => {
  const mine = generation;
  const { filter } = useBoard.getState();
  const counts = await core.call('board.counts', { filter });
  if (mine !== generation) return;
  await Promise.all(lanes.map((lane) => refreshLane(lane, filter, mine)));
  if (mine !== generation) return;
  useBoard.setState({ total: counts.total, hidden: counts.hidden, loaded: true, error: null });
  await keepFocus(filter, mine);
};

/** Asks for counts and the pages that are seen. Calls during a refresh lead to one more, not to many. */
export const refreshBoard = async (): Promise<void> => {
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  try {
    await refreshOnce();
  } catch (error) {
    useBoard.setState({ error: asAppError(error) });
  } finally {
    busy = false;
    if (again) {
      again = false;
      void refreshBoard();
    }
  }
};

/** Fetches what a lane is about to show, if it is not there. */
export const ensureRange = (lane: Lane, first: number, last: number): void => {
  const { lanes: all, filter } = useBoard.getState();
  const data = all[lane];
  const from = Math.floor(Math.max(0, first) / PAGE);
  const to = Math.floor(Math.max(0, Math.min(last, data.count - 1)) / PAGE);
  const mine = generation;
  for (let page = from; page <= to; page += 1) {
    const key = `${lane} ${page}`;
    if (data.pages.has(page) || asked.get(key) === mine) continue;
    asked.set(key, mine);
    core
      .call('board.page', { lane, offset: page * PAGE, limit: PAGE, filter })
      .then((answer) => {
        if (mine !== generation) return;
        useBoard.setState((state) => {
          const before = state.lanes[lane];
          const pages = new Map(before.pages).set(page, answer.cards);
          return { lanes: { ...state.lanes, [lane]: { ...before, count: answer.count, pages } } };
        });
        return keepFocus(filter, mine);
      })
      .catch((error: unknown) => useBoard.setState({ error: asAppError(error) }))
      .finally(() => asked.delete(key));
  }
};

/** Another filter: lanes start again at their top. */
export const setFilter = (change: BoardFilter): void => {
  const merged = Object.fromEntries(Object.entries({ ...useBoard.getState().filter, ...change }).filter(([, value]) => value !== undefined && value !== '')) as BoardFilter;
  generation += 1;
  asked.clear();
  for (const lane of lanes) Object.assign(views[lane], { first: 0, last: 20, top: 0 });
  useBoard.setState((state) => ({ filter: merged, lanes: Object.fromEntries(lanes.map((lane) => [lane, { ...state.lanes[lane], fresh: 0 }])) as typeof state.lanes }));
  void refreshBoard();
};

export const clearFilter = (): void => setFilter({ client: undefined, consultant: undefined, sla: undefined, text: undefined });

/** Keeps the board up to date for as long as the app runs, shown or not: coming back to it paints at once. */
export const startBoard = (): void => {
  onChanged((topics) => {
    if (touches(topics, ['board', 'clients'])) void refreshBoard();
  });
  void refreshBoard();
};

/** Another desk: nothing of the former one stays. */
export const forgetBoard = (): void => {
  generation += 1;
  useBoard.setState({ filter: {}, loaded: false, error: null, total: 0, hidden: 0, lanes: emptyLanes(), focus: null, stops: {} });
};
