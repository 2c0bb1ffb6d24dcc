import { sql } from 'kysely';
import { headSeq } from './head.ts';
import { all, build, get, run } from './query.ts';
import type { ReadTx, WriteTx } from './store.ts';

const dayMs = 86_400_000;
/** How long the end of a row can be heard of. */
export const tombstoneDays = 90;
/** Further back nobody asks whether history is still the same; the epoch tells it. */
const markedSeqs = 1_000_000;
/** The head is noted about once a day. */
const noteEveryMs = 20 * 3_600_000;

/** The seq under which ends of rows are forgotten: whoever has not heard of them up to here reads the rows anew. */
export const floorOf = async (tx: ReadTx): Promise<number> => Number((await get(tx, build.selectFrom('meta').select('value').where('name', '=', 'floor')))?.value ?? 0);

const instant = (ms: number): string => new Date(ms).toISOString();

export interface Forgotten {
  readonly floor: number;
  readonly tombstones: number;
}

/**
 * Notes where the head stands, and forgets the ends of rows, and their farewells, that are older than 90 days. The floor
 * rises in the same transaction, so that nobody reads on as if he had heard of them.
 */
export const forgetTombstones = async (tx: WriteTx, nowMs: number): Promise<Forgotten> => {
  const known = await all(tx, build.selectFrom('tide').selectAll().orderBy('at', 'desc'));
  const newest = known[0]?.at ?? '';
  if (newest < instant(nowMs - noteEveryMs)) {
    await run(tx, build.insertInto('tide').values({ at: instant(nowMs), seq: await headSeq(tx) }).onConflict((conflict) => conflict.doNothing()));
  }
  const old = known.find((each) => each.at <= instant(nowMs - tombstoneDays * dayMs));
  await run(tx, build.deleteFrom('commit_mark').where('seq', '<', (await headSeq(tx)) - markedSeqs));
  const floor = await floorOf(tx);
  if (old === undefined || old.seq <= floor) return { floor, tombstones: 0 };
  const tombstones = await run(tx, build.deleteFrom('entity_row').where('deleted', '=', sql.lit(1)).where('seq', '<=', old.seq));
  await run(tx, build.deleteFrom('departure').where('seq', '<=', old.seq));
  await run(tx, build.deleteFrom('tide').where('at', '<', old.at));
  const value = String(old.seq);
  await run(tx, build.insertInto('meta').values({ name: 'floor', value }).onConflict((conflict) => conflict.column('name').doUpdateSet({ value })));
  return { floor: old.seq, tombstones };
};
