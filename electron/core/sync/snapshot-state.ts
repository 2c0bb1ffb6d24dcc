import { getMeta, setMeta } from '../db/meta.ts';
import { statement, type ReadDb, type WriteDb } from '../db/handles.ts';

/**
 * Why the rows are read anew.
 * - `first`: this desk has none, or the feed has to be read from its beginning; what does not come by goes.
 * - `behind`: the endpoint has forgotten the ends of rows that this desk has not heard of; what does not come by goes.
 * - `epoch`: the endpoint was put back to an earlier state; what it forgot stays here, for this copy may be the last one.
 * - `grant`: one client's rows are added; nothing goes.
 */
export type SnapshotWhy = 'first' | 'behind' | 'epoch' | 'grant';

/** How far a snapshot has come, kept with each portion that is laid. */
export interface SnapshotState {
  readonly why: SnapshotWhy;
  /** One client; null: all that the person may see. */
  readonly scope: string | null;
  /** Of the first page; null until it has come. */
  readonly from: { readonly epoch: string; readonly since: number; readonly mark: string | null; readonly total: number } | null;
  /** `entity,key` of the last row that was laid. */
  readonly after: string | null;
  readonly done: number;
  /** The search index is built behind the rows: the row from which on it is missing, or null where it goes along with them. */
  readonly index: number | null;
  /** Whether all rows are laid. */
  readonly laid: boolean;
}

export const readSnapshot = (db: ReadDb): SnapshotState | null => {
  const text = getMeta(db, 'snapshot');
  return text === null ? null : (JSON.parse(text) as SnapshotState);
};

export const keepSnapshot = (tx: WriteDb, state: SnapshotState | null): void => setMeta(tx, 'snapshot', state === null ? null : JSON.stringify(state));

/** From the next cycle on this desk reads the rows anew before it goes on with the feed. What was under way begins again. */
export const demandSnapshot = (tx: WriteDb, why: SnapshotWhy, scope: string | null = null): void => {
  // Nothing to search yet: the index is built in one go. An index that was not finished still has to be.
  const empty = statement(tx, 'SELECT 1 FROM ticket LIMIT 1').get() === undefined;
  // All comes again.
  if (why !== 'grant') statement(tx, 'DELETE FROM unknown_part').run();
  const unfinished = readSnapshot(tx)?.index ?? null;
  keepSnapshot(tx, { why, scope, from: null, after: null, done: 0, index: unfinished ?? (empty ? 0 : null), laid: false });
};

/** True while rows are missing: the cursor must not move before they are here. */
export const needsSnapshot = (db: ReadDb): boolean => getMeta(db, 'snapshot') !== null || Number(getMeta(db, 'cursor') ?? '0') === 0;
