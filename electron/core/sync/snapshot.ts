import type { Topic } from '#shared/contract/events.ts';
import { instantAt } from '../clock.ts';
import { write } from '../db/handles.ts';
import { getMeta, setMeta } from '../db/meta.ts';
import type { Spine } from '../spine.ts';
import { fetchSnapshotPage, type SnapshotPage } from './fetch-snapshot.ts';
import type { Http } from './http.ts';
import { finishIndex, laySnapshotPage } from './lay-snapshot.ts';
import { demandSnapshot, readSnapshot, type SnapshotState } from './snapshot-state.ts';
import type { EngineState } from './status.ts';

export interface SnapshotRun {
  readonly spine: Spine;
  readonly http: Http;
  readonly state: EngineState;
  readonly stopped: () => boolean;
  readonly onStored: (sha256: readonly string[]) => void;
}

/** 32 MiB of log, against SQLite's usual four. */
const bulkLogPages = 8192;
const usualLogPages = 1000;

const everything: readonly Topic[] = ['sync', 'board', 'clients', 'time', 'timer', 'evidence', 'people'];

const begin = (spine: Spine): SnapshotState =>
  write(spine.db, (tx) => {
    const known = readSnapshot(tx);
    if (known !== null) return known;
    demandSnapshot(tx, 'first');
    return readSnapshot(tx) as SnapshotState;
  });

const storedIn = (page: SnapshotPage): readonly string[] =>
  page.sections.flatMap(({ entity, rows }) => (entity === 'evidence' ? rows.filter(({ row }) => row['upload'] === 'stored').map(({ row }) => String(row['sha256'])) : []));

/**
 * Reads the rows anew, from where an earlier run has stopped. The next page is on its way while one is laid. Answers with
 * the epoch of a page that is not the desk's own any more, before anything of it is laid; null when all is here.
 */
export const takeSnapshot = async ({ spine, http, state, stopped, onStored }: SnapshotRun): Promise<{ readonly epoch: string } | null> => {
  let at = begin(spine);
  let bytes = 0;
  const show = (now: SnapshotState): void => {
    state.progress = { stage: now.laid ? 'search' : 'rows', done: now.done, remaining: Math.max(0, (now.from?.total ?? now.done) - now.done), bytes };
  };
  const fetchAfter = (after: string | null): Promise<SnapshotPage> => {
    const page = fetchSnapshotPage(http, at.scope, after, (size) => void (bytes += size));
    // It may fail while the page before is still being laid; whoever awaits it then hears of it.
    page.catch(() => undefined);
    return page;
  };
  // Rows by the megabyte: the log is folded in less often.
  spine.db.raw.pragma(`wal_autocheckpoint = ${bulkLogPages}`);
  let coming: Promise<SnapshotPage> | null = at.laid ? null : fetchAfter(at.after);
  while (coming !== null && !stopped()) {
    const page: SnapshotPage = await coming;
    if (stopped()) return null;
    const known: string | null = at.from?.epoch ?? getMeta(spine.db, 'epoch');
    if (page.end.epoch !== known) return { epoch: page.end.epoch };
    coming = page.end.next === null ? null : fetchAfter(page.end.next);
    at = await laySnapshotPage(spine, page, at, show);
    show(at);
    spine.announce(everything);
    onStored(storedIn(page));
  }
  if (!stopped()) await endSnapshot(spine, stopped);
  return null;
};

const endSnapshot = async (spine: Spine, stopped: () => boolean): Promise<void> => {
  await finishIndex(spine, stopped);
  spine.db.raw.pragma(`wal_autocheckpoint = ${usualLogPages}`);
  write(spine.db, (tx) => setMeta(tx, 'last_sync_at', instantAt(spine.clock.now())));
  spine.announce(everything);
};
