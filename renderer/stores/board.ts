import { create } from 'zustand';
import type { BoardCard, BoardFilter } from '#shared/contract/views.ts';
import { boardPageSize } from '#shared/contract/opening.ts';
import { lanes, type Lane } from '#shared/domain/enums.ts';
import type { AppError } from '#shared/errors.ts';

/** Cards are fetched by the page; a lane keeps only the pages around what is seen. */
export const PAGE = boardPageSize;

export interface LaneData {
  readonly count: number;
  readonly pages: ReadonlyMap<number, readonly BoardCard[]>;
  /** Cards that slipped in above what is seen; the pill counts them. */
  readonly fresh: number;
  /** How far the content moved at the last refresh, for the lane to keep what is seen in place. */
  readonly shift: { readonly by: number; readonly turn: number };
}

export interface BoardFocus {
  readonly lane: Lane;
  readonly index: number;
  /** null while the card is still being fetched. */
  readonly id: string | null;
  /** Counts the times that the person moved the focus: then, and only then, it is scrolled into view. */
  readonly reveal: number;
}

interface BoardStore {
  readonly filter: BoardFilter;
  readonly loaded: boolean;
  readonly error: AppError | null;
  readonly total: number;
  readonly hidden: number;
  readonly lanes: Readonly<Record<Lane, LaneData>>;
  readonly focus: BoardFocus | null;
  /** The card of each lane that Tab reaches: the last one that had the focus. */
  readonly stops: Readonly<Partial<Record<Lane, string>>>;
  readonly untriagedOpen: boolean;
}

const emptyLane: LaneData = { count: 0, pages: new Map(), fresh: 0, shift: { by: 0, turn: 0 } };
export const emptyLanes = (): Record<Lane, LaneData> => Object.fromEntries(lanes.map((lane) => [lane, emptyLane])) as Record<Lane, LaneData>;

export const useBoard = create<BoardStore>(() => ({
  filter: {},
  loaded: false,
  error: null,
  total: 0,
  hidden: 0,
  lanes: emptyLanes(),
  focus: null,
  stops: {},
  untriagedOpen: localStorage.getItem('carril.untriaged') !== 'closed',
}));

export const cardAt = (data: LaneData, index: number): BoardCard | undefined => data.pages.get(Math.floor(index / PAGE))?.[index % PAGE];

/** Index of a loaded card; -1 if it is not among the loaded. */
export const indexOf = (data: LaneData, id: string): number => {
  for (const [page, cards] of data.pages) {
    const at = cards.findIndex((card) => card.id === id);
    if (at >= 0) return page * PAGE + at;
  }
  return -1;
};

export const focusedCard = (): BoardCard | null => {
  const { focus, lanes: all } = useBoard.getState();
  if (focus === null) return null;
  const card = cardAt(all[focus.lane], focus.index);
  return card !== undefined && (focus.id === null || card.id === focus.id) ? card : null;
};

/** Focuses a place of a lane. `quiet`: the card came to be there by itself, do not scroll to it. */
export const setFocus = (lane: Lane, index: number, id?: string | null, quiet = false): void => {
  useBoard.setState((state) => {
    const data = state.lanes[lane];
    const at = Math.max(0, Math.min(index, Math.max(0, data.count - 1)));
    const known = id ?? cardAt(data, at)?.id ?? null;
    return {
      focus: { lane, index: id == null ? at : index, id: known, reveal: (state.focus?.reveal ?? 0) + (quiet ? 0 : 1) },
      ...(known === null || state.stops[lane] === known ? {} : { stops: { ...state.stops, [lane]: known } }),
    };
  });
};

export const setUntriagedOpen = (open: boolean): void => {
  localStorage.setItem('carril.untriaged', open ? 'open' : 'closed');
  useBoard.setState({ untriagedOpen: open });
};

export const isFiltering = (filter: BoardFilter): boolean => filter.client !== undefined || filter.consultant !== undefined || filter.sla !== undefined || (filter.text ?? '').trim() !== '';
