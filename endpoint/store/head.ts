import { randomBytes } from 'node:crypto';
import { atOnce, build, get, run } from './query.ts';
import type { ReadTx, Store, WriteTx } from './store.ts';

export interface Counters {
  seq: number;
  nextTicket: number;
}

/** Of one row. */
export const counterRow = build.selectFrom('head').select(['seq', 'next_ticket as nextTicket']).where('id', '=', 1);

export const readCounters = async (tx: ReadTx): Promise<Counters> => {
  const row = await get(tx, counterRow);
  if (row === undefined) throw new Error('the counter row is missing');
  return { ...row };
};

/** The last seq that was given out. */
export const headSeq = async (tx: ReadTx): Promise<number> => (await readCounters(tx)).seq;

/** Writes the counters back, with a mark where seqs were given out. */
const putCounters = async (tx: WriteTx, before: Counters, counters: Counters): Promise<void> => {
  if (counters.seq === before.seq && counters.nextTicket === before.nextTicket) return;
  const marked = counters.seq === before.seq ? null : build.insertInto('commit_mark').values({ seq: counters.seq, mark: randomBytes(6).toString('base64url') });
  await atOnce([run(tx, build.updateTable('head').set({ seq: counters.seq, next_ticket: counters.nextTicket }).where('id', '=', 1)), marked === null ? 0 : run(tx, marked)]);
};

/**
 * Runs `work` in one transaction that has the counters to itself, and writes them back last: two writers never give the
 * same seq, and commit order is seq order.
 */
export const inOrder = <T>(store: Store, work: (tx: WriteTx, counters: Counters) => Promise<T>): Promise<T> => inOrderAsking(store, async () => undefined, (tx, counters) => work(tx, counters));

/** The same, with questions whose answers `work` gets. They travel with the taking of the counters and are answered after it: nobody waits for a journey of theirs. */
export const inOrderAsking = <A, T>(store: Store, ask: (tx: WriteTx) => Promise<A>, work: (tx: WriteTx, counters: Counters, answer: A) => Promise<T>): Promise<T> =>
  store.write(async (tx) => {
    const [counters, answer] = await atOnce([store.takeCounters(tx), ask(tx)]);
    const before = { ...counters };
    const result = await work(tx, counters, answer);
    await putCounters(tx, before, counters);
    return result;
  });

/** The word of the last commit up to a seq; null where none is known any more. It stays what it is unless history was put back. */
export const markAt = async (tx: ReadTx, seq: number): Promise<string | null> =>
  (await get(tx, build.selectFrom('commit_mark').select('mark').where('seq', '<=', seq).orderBy('seq', 'desc').limit(1)))?.mark ?? null;

export const nextSeq = (counters: Counters): number => {
  counters.seq += 1;
  return counters.seq;
};
