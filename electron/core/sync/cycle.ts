import { AppError } from '#shared/errors.ts';
import { instantAt } from '../clock.ts';
import { getMeta, setMeta } from '../db/meta.ts';
import { write } from '../db/handles.ts';
import type { Spine } from '../spine.ts';
import { applyPage } from './apply-page.ts';
import type { Http } from './http.ts';
import { fetchPage } from './pull.ts';
import { pushBatch, renumber, type Sent } from './push.ts';
import type { EngineState } from './status.ts';

/** Batches between two pulls: an import of a hundred thousand ops must not keep the news of the others waiting. */
const batchesPerPull = 10;
/** A page under this many rows is everyday news, not a first sync with a bar. */
const progressRows = 2_000;

export interface Cycle {
  readonly spine: Spine;
  readonly http: Http;
  readonly sent: Sent;
  readonly state: EngineState;
  readonly stopped: () => boolean;
  readonly onStored: (sha256: readonly string[]) => void;
}

/** The endpoint began anew (restored, or replaced): nothing of what was counted with it holds, all of what waits does. */
const beginAnew = ({ spine, sent }: Cycle, epoch: string): void => {
  spine.log.warn('sync.epoch', { known: getMeta(spine.db, 'epoch') !== null });
  write(spine.db, (tx) => {
    setMeta(tx, 'cursor', '0');
    setMeta(tx, 'epoch', epoch);
    renumber(tx);
  });
  sent.upTo = 0;
};

const pushSome = async (cycle: Cycle): Promise<boolean> => {
  const { spine, http, sent, state } = cycle;
  for (let batch = 0; batch < batchesPerPull && !cycle.stopped(); batch += 1) {
    const { sent: ops, answer } = await pushBatch(spine, http, sent);
    if (ops === 0) return false;
    if (answer !== null) state.skewSec = Math.round((Date.parse(answer.serverNow) - spine.clock.now()) / 1000);
    spine.announce(['sync']);
  }
  return true;
};

const countReceived = (spine: Spine, rows: number): void => {
  const now = instantAt(spine.clock.now());
  const day = now.slice(0, 10);
  write(spine.db, (tx) => {
    const before = JSON.parse(getMeta(tx, 'received') ?? '{"day":"","n":0}') as { day: string; n: number };
    if (rows > 0) setMeta(tx, 'received', JSON.stringify({ day, n: (before.day === day ? before.n : 0) + rows }));
    setMeta(tx, 'last_sync_at', now);
  });
};

const pullAll = async (cycle: Cycle): Promise<void> => {
  const { spine, http, state, stopped } = cycle;
  let begun = 0;
  let bytes = 0;
  let done = 0;
  for (let more = true; more && !stopped(); ) {
    const page = await fetchPage(spine, http, (size) => {
      bytes += size;
    });
    if (stopped()) return;
    const before = Number(getMeta(spine.db, 'cursor') ?? '0');
    // A head behind the cursor is an endpoint that was put back, whether or not it says so.
    if (page.end.epoch !== getMeta(spine.db, 'epoch') || page.end.head < before) {
      begun += 1;
      if (begun > 2) throw new AppError('endpoint_garbled', {});
      beginAnew(cycle, page.end.epoch);
      continue;
    }
    const applied = await applyPage(spine, page);
    done += applied.rows;
    // News and old news alike: whoever stands still asks no further.
    if (page.end.more && page.end.next <= before) throw new AppError('endpoint_garbled', {});
    more = page.end.more;
    if (page.end.remaining > 0 || done > progressRows) state.progress = { done, remaining: page.end.remaining, bytes };
    countReceived(spine, applied.acknowledged > 0 ? 0 : applied.rows);
    spine.announce(['sync']);
    cycle.onStored(applied.stored);
  }
};

/** Push what waits and pull what is new until both are done. Throws what stops it; all that is applied stays. */
export const runCycle = async (cycle: Cycle): Promise<void> => {
  let changes = 0;
  for (let more = true; more && !cycle.stopped(); ) {
    try {
      more = await pushSome(cycle);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'epoch_changed') throw error;
      // The feed tells the new epoch; an endpoint whose two answers never agree is not asked without end.
      changes += 1;
      if (changes > 2) throw error;
      more = true;
    }
    await pullAll(cycle);
  }
};
