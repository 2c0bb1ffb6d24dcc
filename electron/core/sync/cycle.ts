import { setImmediate as turn } from 'node:timers/promises';
import { AppError } from '#shared/errors.ts';
import { instantAt, localDayAt } from '../clock.ts';
import { getMeta, setMeta } from '../db/meta.ts';
import { write, writeLoosely } from '../db/handles.ts';
import type { Spine } from '../spine.ts';
import { applyOwn, applyPage } from './apply-page.ts';
import { letGo } from './forget.ts';
import { bringNext, putBack, readHeld } from './grants.ts';
import { isCode, type Http } from './http.ts';
import { fetchOwn, fetchPage, isNext, readTo, type Page, type ToldPage } from './pull.ts';
import { pushBatch, type Pushed, type Sent } from './push.ts';
import { meetEpoch } from './epoch.ts';
import { replaySent } from './replay.ts';
import { finishIndex } from './lay-snapshot.ts';
import { takeSnapshot } from './snapshot.ts';
import { demandSnapshot, needsSnapshot } from './snapshot-state.ts';
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
  /** Pages that came by themselves, in their order. */
  readonly told: ToldPage[];
}

/** The endpoint began anew (restored, or replaced): nothing of what was counted with it holds, all of what waits does. */
const beginAnew = ({ spine, sent }: Cycle, epoch: string): void => {
  spine.log.warn('sync.epoch', { known: getMeta(spine.db, 'epoch') !== null });
  write(spine.db, (tx) => meetEpoch(tx, epoch));
  sent.upTo = 0;
  sent.replayed = false;
};

/**
 * Hears, while the endpoint takes a batch, that those before it were done as they were made. Whatever else there is to hear
 * waits for the pull that follows the batches. False: there is something else.
 */
const hearOwn = async ({ spine, http, sent, stopped }: Cycle): Promise<boolean> => {
  if (needsSnapshot(spine.db)) return false;
  const { upTo } = sent;
  const from = readTo(spine.db);
  const page = await fetchOwn(spine, http, upTo);
  return page !== null && !stopped() && applyOwn(spine, page, from, upTo);
};

/** One batch; beside it what there is to hear of those before. */
const pushBeside = async (cycle: Cycle, beside: boolean): Promise<Pushed & { readonly beside: boolean }> => {
  const [heard, pushed] = await Promise.allSettled([beside && hearOwn(cycle), pushBatch(cycle.spine, cycle.http, cycle.sent)]);
  // Of the network and of what the endpoint says the next pull hears too.
  if (heard.status === 'rejected' && !(heard.reason instanceof AppError)) throw heard.reason;
  if (pushed.status === 'rejected') throw pushed.reason;
  return { ...pushed.value, beside: heard.status === 'fulfilled' && heard.value };
};

const pushSome = async (cycle: Cycle): Promise<boolean> => {
  const { spine, state } = cycle;
  let others = false;
  for (let batch = 0; batch < batchesPerPull && !cycle.stopped(); batch += 1) {
    const { since } = readTo(spine.db);
    const { sent: ops, answer, beside } = await pushBeside(cycle, batch > 0 && !others);
    if (ops === 0) return false;
    others = batch > 0 && !beside;
    if (answer !== null) state.skewSec = Math.round((Date.parse(answer.serverNow) - spine.clock.now()) / 1000);
    // What was done just now stands behind what was read before, unless the endpoint was put back in between.
    if (answer !== null && answer.results.some((result) => !result.dup && result.seq <= since)) beginAnew(cycle, answer.epoch);
    spine.announce(['sync']);
  }
  return true;
};

/** Only to be shown: nobody waits for the disk. */
const countReceived = (spine: Spine, rows: number): void => {
  const now = instantAt(spine.clock.now());
  const day = localDayAt(spine.clock.now());
  writeLoosely(spine.db, (tx) => {
    const before = JSON.parse(getMeta(tx, 'received') ?? '{"day":"","n":0}') as { day: string; n: number };
    if (rows > 0) setMeta(tx, 'received', JSON.stringify({ day, n: (before.day === day ? before.n : 0) + rows }));
    setMeta(tx, 'last_sync_at', now);
  });
};

/** The endpoint has forgotten the ends of rows that this desk has not heard of. */
const isBehind = (error: unknown): boolean => isCode(error, 'endpoint_refused') && error.details['code'] === 'behind_floor';

/** The next page where it has come by itself already: then nobody has to ask for it. */
const takeTold = ({ spine, told }: Cycle): Page | null => {
  for (let next = told.shift(); next !== undefined; next = told.shift()) if (isNext(spine.db, next)) return next.page;
  return null;
};

/** One page; null where the rows have to be read anew first. */
const fetchNext = async ({ spine, http, sent }: Cycle, onBytes: (bytes: number) => void, anew: (epoch: string) => void): Promise<Page | null> => {
  try {
    return await fetchPage(spine, http, sent.upTo, onBytes);
  } catch (error) {
    // The history up to the cursor is not the one that was read, and other desks may have filled it up already.
    if (isCode(error, 'epoch_changed') && typeof error.details['epoch'] === 'string') {
      anew(error.details['epoch']);
      return null;
    }
    if (!isBehind(error)) throw error;
    spine.log.warn('sync.behind', {});
    write(spine.db, (tx) => demandSnapshot(tx, 'behind'));
    return null;
  }
};

/** A client whose rows were being brought may be taken meanwhile: the feed tells, and is asked before anything else is brought. */
const snapshotOf = async (cycle: Cycle): Promise<{ readonly epoch: string } | null> => {
  try {
    return await takeSnapshot(cycle);
  } catch (error) {
    const taken = isCode(error, 'endpoint_refused') && error.details['code'] === 'not_allowed' && write(cycle.spine.db, putBack);
    if (!taken) throw error;
    return null;
  }
};

/** Answers with whether something waits again that had been sent before. */
const pullAll = async (cycle: Cycle): Promise<boolean> => {
  const { spine, sent, state, stopped } = cycle;
  let begun = 0;
  let behind = 0;
  let replayed = 0;
  let bytes = 0;
  let done = 0;
  const anew = (epoch: string): void => {
    begun += 1;
    if (begun > 2) throw new AppError('endpoint_garbled', {});
    beginAnew(cycle, epoch);
  };
  for (let more = true; more && !stopped(); ) {
    if (needsSnapshot(spine.db)) {
      const other = await snapshotOf(cycle);
      if (stopped()) return false;
      // What waits got new numbers.
      sent.upTo = 0;
      state.progress = null;
      if (other !== null) anew(other.epoch);
      continue;
    }
    const page =
      takeTold(cycle) ??
      (await fetchNext(
        cycle,
        (size) => {
          bytes += size;
        },
        anew,
      ));
    if (stopped()) return false;
    if (page === null) {
      // An endpoint that is behind its own floor is not asked without end.
      behind += 1;
      if (behind > 3) throw new AppError('endpoint_garbled', {});
      continue;
    }
    const before = Number(getMeta(spine.db, 'cursor') ?? '0');
    // A head behind the cursor is an endpoint that was put back, whether or not it says so.
    if (page.end.epoch !== getMeta(spine.db, 'epoch') || page.end.head < before) {
      anew(page.end.epoch);
      continue;
    }
    // What has not been taken from this desk may bear the number of what was taken from a copy of it.
    const applied = await applyPage(spine, { ...page, end: { ...page.end, ackN: Math.min(page.end.ackN, sent.upTo) } });
    // The windows hear of it before anything else is done.
    await turn();
    if (stopped()) return false;
    done += applied.rows;
    // News and old news alike: whoever stands still asks no further.
    if (page.end.more && page.end.next <= before) throw new AppError('endpoint_garbled', {});
    await letGo(spine, !page.end.more && !needsSnapshot(spine.db));
    if (!page.end.more && (readHeld(spine.db)?.bringing.length ?? 0) > 0) write(spine.db, bringNext);
    more = page.end.more || cycle.told.length > 0 || needsSnapshot(spine.db);
    // What this desk had sent before the endpoint was restored, now that its rows are there.
    if (!needsSnapshot(spine.db) && (applied.rows > 0 || !sent.replayed)) {
      replayed += await replaySent(spine, stopped);
      sent.replayed = true;
    }
    if (page.end.remaining > 0 || done > progressRows) state.progress = { stage: 'rows', done, remaining: page.end.remaining, bytes };
    // Its own changes come back too, and are nothing that it has received.
    countReceived(spine, Math.max(0, applied.rows - applied.acknowledged));
    spine.announce(['sync']);
    cycle.onStored(applied.stored);
  }
  return replayed > 0;
};

/** Push what waits and pull what is new until both are done. Throws what stops it; all that is applied stays. */
export const runCycle = async (cycle: Cycle): Promise<void> => {
  // A crash may have left it half built; it needs no network.
  await finishIndex(cycle.spine, cycle.stopped);
  let changes = 0;
  for (let more = true; more && !cycle.stopped(); ) {
    try {
      more = await pushSome(cycle);
    } catch (error) {
      // The others' news comes in all the same.
      if (isCode(error, 'endpoint_too_old')) {
        await pullAll(cycle);
        throw error;
      }
      if (!isCode(error, 'epoch_changed')) throw error;
      // The feed tells the new epoch; an endpoint whose two answers never agree is not asked without end.
      changes += 1;
      if (changes > 2) throw error;
      more = true;
    }
    if (await pullAll(cycle)) more = true;
  }
};
