import type { TimeEntryView } from '#shared/contract/views.ts';

/** What the day shows, in order: entries and the holes between them. Milliseconds since the epoch; `end` of the running one is now. */
export type DayItem =
  | { readonly is: 'entry'; readonly key: string; readonly entry: TimeEntryView; readonly start: number; readonly end: number; readonly column: number; readonly columns: number }
  | { readonly is: 'gap'; readonly key: string; readonly start: number; readonly end: number };

/** Shorter holes are the walk to the coffee machine. */
const SHORTEST_GAP_MS = 5 * 60_000;

interface Block {
  readonly entry: TimeEntryView;
  readonly start: number;
  readonly end: number;
}

/** Entries that overlap stand side by side: each gets a column, and the cluster's number of columns. */
const inColumns = (blocks: readonly Block[]): readonly Extract<DayItem, { is: 'entry' }>[] => {
  const placed: Extract<DayItem, { is: 'entry' }>[] = [];
  let cluster: { block: Block; column: number }[] = [];
  let clusterEnd = Number.NEGATIVE_INFINITY;
  const flush = (): void => {
    const columns = Math.max(1, ...cluster.map((one) => one.column + 1));
    for (const { block, column } of cluster) placed.push({ is: 'entry', key: block.entry.id, ...block, column, columns });
    cluster = [];
  };
  for (const block of blocks) {
    if (block.start >= clusterEnd) {
      flush();
      clusterEnd = Number.NEGATIVE_INFINITY;
    }
    const taken = new Set(cluster.filter((one) => one.block.end > block.start).map((one) => one.column));
    let column = 0;
    while (taken.has(column)) column += 1;
    cluster.push({ block, column });
    clusterEnd = Math.max(clusterEnd, block.end);
  }
  flush();
  return placed;
};

/**
 * The day's entries clipped to [from, to), with the holes between them. Holes exist only between entries: before the first
 * and after the last nobody says that work was going on; while a day is under way the hole up to `now` counts.
 */
export const planDay = (entries: readonly TimeEntryView[], from: number, to: number, now: number): readonly DayItem[] => {
  const blocks = entries
    .map((entry) => ({ entry, start: Math.max(from, Date.parse(entry.start)), end: Math.min(to, entry.end === null ? now : Date.parse(entry.end)) }))
    .filter((block) => block.end >= block.start && block.start < to && block.end > from - 1)
    .toSorted((a, b) => a.start - b.start || a.end - b.end);
  const items: DayItem[] = [];
  let covered = blocks[0]?.start ?? 0;
  for (const item of inColumns(blocks)) {
    if (item.start - covered >= SHORTEST_GAP_MS) items.push({ is: 'gap', key: `gap-${covered}`, start: covered, end: item.start });
    items.push(item);
    covered = Math.max(covered, item.end);
  }
  const today = now >= from && now < to;
  if (blocks.length > 0 && today && now - covered >= SHORTEST_GAP_MS) items.push({ is: 'gap', key: `gap-${covered}`, start: covered, end: now });
  return items;
};

export interface DayTotals {
  /** Seconds. */
  readonly tracked: number;
  readonly billable: number;
  readonly notBillable: number;
  readonly gaps: number;
  readonly gapCount: number;
  /** Most time first. `null`: no ticket, inside work. */
  readonly byClient: readonly { readonly client: string | null; readonly seconds: number }[];
}

export const totalsOf = (items: readonly DayItem[]): DayTotals => {
  const clients = new Map<string | null, number>();
  let billable = 0;
  let notBillable = 0;
  let gaps = 0;
  let gapCount = 0;
  for (const item of items) {
    const seconds = Math.floor((item.end - item.start) / 1000);
    if (item.is === 'gap') {
      gaps += seconds;
      gapCount += 1;
      continue;
    }
    if (item.entry.billable) billable += seconds;
    else notBillable += seconds;
    const client = item.entry.ticket?.client ?? null;
    clients.set(client, (clients.get(client) ?? 0) + seconds);
  }
  const byClient = [...clients].map(([client, seconds]) => ({ client, seconds })).toSorted((a, b) => b.seconds - a.seconds);
  return { tracked: billable + notBillable, billable, notBillable, gaps, gapCount, byClient };
};
