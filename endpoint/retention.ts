import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from './log.ts';
import { forgetAnswers, noteHeard } from './store/answers.ts';
import { inOrder } from './store/head.ts';
import type { Store } from './store/store.ts';
import { forgetTombstones, type Forgotten } from './store/tombstones.ts';

export interface Pruned extends Forgotten {
  /** How many turns of desks' counts, each with its answer where nothing else leads to it. */
  readonly answers: number;
}

export interface RetentionEnvironment {
  readonly store: Store;
  readonly now: () => number;
  readonly log: Log;
  readonly newId: () => string;
  /** How old answers are when they may go. */
  readonly answerDays: number;
}

/** Turns in one transaction: some ten milliseconds for which a push may have to wait. */
const atOnceTurns = 300;
/** Between two of them, so that a long clearing leaves the disk to others. */
const restMs = 20;
const everyMs = 6 * 3_600_000;

/** Lets go of what no desk will ask for any more, now and every few hours. */
export const createRetention = ({ store, now, log, newId, answerDays }: RetentionEnvironment) => {
  const life = { over: false };
  const forget = (): Promise<Forgotten> =>
    store.write(async (tx) => {
      // What the endpoint did by itself it never does again.
      await noteHeard(tx, { device: store.meta.device, inc: 1, n: Number.MAX_SAFE_INTEGER, at: new Date(now()).toISOString() });
      return forgetTombstones(tx, now());
    });
  const pruneNow = async (): Promise<Pruned> => {
    const forgotten = await forget();
    let answers = 0;
    while (!life.over) {
      const gone = await inOrder(store, (tx) => forgetAnswers(tx, now(), answerDays, atOnceTurns));
      answers += gone;
      if (gone < atOnceTurns) break;
      await sleep(restMs);
    }
    if (forgotten.tombstones > 0 || answers > 0) log.info('pruned', { ...forgotten, answers });
    return { ...forgotten, answers };
  };

  let running: Promise<unknown> = Promise.resolve();
  const prune = (): Promise<Pruned> => {
    const turn = running.then(pruneNow);
    running = turn.catch(() => undefined);
    return turn;
  };
  const pruneBeside = (): void => void prune().catch((error: unknown) => log.failure(newId(), 'prune', error));
  const timer = setInterval(pruneBeside, everyMs);
  timer.unref();
  return {
    /** The ends of rows alone, which is soon done. */
    forget,
    prune,
    pruneBeside,
    /** Answers when nothing of it is under way. */
    close: async (): Promise<void> => {
      life.over = true;
      clearInterval(timer);
      await running;
    },
  } as const;
};
