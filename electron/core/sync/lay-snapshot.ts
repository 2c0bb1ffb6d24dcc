import { setImmediate as turn } from 'node:timers/promises';
import { specOf, type EntityName } from '#shared/domain/entities/index.ts';
import { indexTickets } from '../db/entity-rows.ts';
import { statement, write, writeLoosely, type WriteDb } from '../db/handles.ts';
import { setMeta } from '../db/meta.ts';
import type { Spine } from '../spine.ts';
import { noteForgotten, rememberAll } from './forgotten.ts';
import type { Section, SnapshotPage } from './fetch-snapshot.ts';
import { noteSnapshotGrants } from './grants.ts';
import { asRowFault, layingNow, layRow, seeStamps, type Laying } from './lay-row.ts';
import { renumber } from '../identity.ts';
import { isPending } from './rebase.ts';
import { keepUnknownRows } from './unknown-parts.ts';
import { keepSnapshot, readSnapshot, type SnapshotState } from './snapshot-state.ts';

/** How long a portion may hold the database, so that a window's question never waits longer. Looked at every few rows. */
const portionMs = 12;
const rowsPerLook = 25;
/** Behind every key. */
const noEnd = '~';

interface Portion {
  readonly section: Section;
  /** The first row of the section that is not laid yet. */
  readonly at: number;
  /** The key behind which the section has to be laid. */
  readonly from: string;
}

/** Rows of this desk between two keys that the endpoint does not have. What waits to go out is not among them. */
const unheard = (tx: WriteDb, entity: EntityName, from: string, to: string, heard: ReadonlySet<string>): readonly string[] => {
  const here = statement(tx, `SELECT id FROM "${entity}" WHERE id > ? AND id <= ? UNION SELECT key FROM sync_base WHERE entity = ? AND key > ? AND key <= ?`).all(from, to, entity, from, to) as { id: string }[];
  return here.map((row) => row.id).filter((key) => !heard.has(key));
};

/** What the endpoint no longer has goes here too; a change of it that waits is refused when it arrives there, with its text kept. */
const sweep = (tx: WriteDb, entity: EntityName, keys: readonly string[], laying: Laying): void => {
  for (const key of keys) {
    if (specOf(entity).kind === 'fact' && laying.somethingWaits && isPending(tx, entity, key)) continue;
    layRow(tx, { seq: 0, entity, key, del: true }, laying);
  }
};

interface Laid {
  readonly state: SnapshotState;
  /** Where the section goes on; null where it is done. */
  readonly rest: Portion | null;
}

const layPortion = (spine: Spine, tx: WriteDb, state: SnapshotState, { section, at, from }: Portion): Laid => {
  const { entity, rows, whole } = section;
  const laying = layingNow(tx, state.index === null);
  const until = performance.now() + portionMs;
  let next = at;
  while (next < rows.length && ((next - at) % rowsPerLook !== 0 || next === at || performance.now() < until)) {
    const row = rows[next];
    if (row !== undefined) layRow(tx, row, laying);
    next += 1;
  }
  const laid = rows.slice(at, next);
  const last = laid.at(-1)?.key ?? from;
  const done = next === rows.length;
  if (state.why !== 'grant') {
    const keys = unheard(tx, entity, from, done && whole ? noEnd : last, new Set(laid.map((row) => row.key)));
    if (state.why === 'epoch') noteForgotten(tx, entity, keys);
    else sweep(tx, entity, keys, laying);
  }
  seeStamps(tx, spine, laid);
  const moved: SnapshotState = { ...state, after: last === '' ? state.after : `${entity},${last}`, done: state.done + laid.length };
  keepSnapshot(tx, moved);
  return { state: moved, rest: done ? null : { section, at: next, from: last } };
};

/**
 * Lays one page, portion by portion with a turn of the event loop between them. The place is kept with each portion, so
 * that a crash costs one portion. Answers with the state behind the page.
 */
export const laySnapshotPage = async (spine: Spine, page: SnapshotPage, from: SnapshotState, onLaid: (state: SnapshotState) => void): Promise<SnapshotState> => {
  const { epoch, since, mark, total } = page.end;
  let state: SnapshotState = { ...from, from: from.from ?? { epoch, since, mark, total } };
  const [firstEntity, firstKey = ''] = (from.after ?? '').split(',');
  try {
    // Before the first row of them: a client that is taken between two pages is known to be here.
    if (from.scope === null) write(spine.db, (tx) => noteSnapshotGrants(tx, page.end.grants, from.from === null));
    if (page.unknown.length > 0) write(spine.db, (tx) => keepUnknownRows(tx, page.unknown));
    for (const section of page.sections) {
      let portion: Portion | null = { section, at: 0, from: section.entity === firstEntity ? firstKey : '' };
      while (portion !== null) {
        const next: Portion = portion;
        const laid = writeLoosely(spine.db, (tx) => layPortion(spine, tx, state, next));
        state = laid.state;
        portion = laid.rest;
        onLaid(state);
        await turn();
      }
    }
    write(spine.db, (tx) => {
      state = { ...state, after: page.end.next ?? state.after, laid: page.end.next === null };
      keepSnapshot(tx, state);
      if (state.laid) finishRows(tx, state);
    });
    return state;
  } catch (error) {
    throw asRowFault(spine, error);
  }
};

/**
 * All rows are here: the feed goes on from where the first page was read. What became of this desk's ops before that is
 * not told again, so the waiting ones go out under a new count; the endpoint repeats its first answers.
 */
const finishRows = (tx: WriteDb, state: SnapshotState): void => {
  if (state.why === 'grant') return;
  setMeta(tx, 'cursor', String(state.from?.since ?? 0));
  setMeta(tx, 'mark', state.from?.mark ?? null);
  renumber(tx);
  if (state.why !== 'epoch') rememberAll(tx);
};

/** Tickets per transaction. */
const indexTicketsAtOnce = 400;

/** Builds the search index behind the rows, from where it stopped. The snapshot is over when this is done. */
export const finishIndex = async (spine: Spine, stopped: () => boolean): Promise<void> => {
  for (let state = readSnapshot(spine.db); state !== null && state.laid && !stopped(); state = readSnapshot(spine.db)) {
    const { index } = state;
    const standing = state;
    writeLoosely(spine.db, (tx) => {
      const last = index === null ? null : indexTickets(tx, index, indexTicketsAtOnce);
      keepSnapshot(tx, last === null ? null : { ...standing, index: last });
    });
    await turn();
  }
};
