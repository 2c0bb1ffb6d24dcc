import { sql } from 'kysely';
import { all, among, build, get, run } from './query.ts';
import type { StoredHeard } from './schema.ts';
import type { WriteTx } from './store.ts';

const dayMs = 86_400_000;
/** A desk tells it with every pull; to write it down each time would make every read a write. */
const noteEveryMs = 20 * 3_600_000;

export const instantBefore = (nowMs: number, days: number): string => new Date(nowMs - days * dayMs).toISOString();

/** Whether what a desk says now is worth writing down. */
export const isNews = (known: Pick<StoredHeard, 'n' | 'at'> | null, n: number, nowMs: number): boolean => n > (known?.n ?? 0) && (known === null || Math.abs(nowMs - Date.parse(known.at)) > noteEveryMs);

/** A desk no longer holds its ops up to `n`: it has what became of them. */
export const noteHeard = async (tx: WriteTx, heard: StoredHeard): Promise<void> =>
  void (await run(
    tx,
    build
      .insertInto('heard')
      .values(heard)
      .onConflict((conflict) => conflict.columns(['device', 'inc']).doUpdateSet({ n: heard.n, at: heard.at })),
  ));

/**
 * Forgets up to `atMost` turns, and the answers that no other turn leads to, that are older than `days` and that their desk
 * has said to have heard. The last turn of each count stays, for the count goes on from there. Answers with how many turns
 * went: fewer than `atMost` when there are no more.
 */
export const forgetAnswers = async (tx: WriteTx, nowMs: number, days: number, atMost: number): Promise<number> => {
  const tide = await get(tx, build.selectFrom('tide').select('seq').where('at', '<=', instantBefore(nowMs, days)).orderBy('at', 'desc').limit(1));
  if (tide === undefined) return 0;
  const gone = await all(
    tx,
    build
      .deleteFrom('turn')
      .where((is) =>
        is(
          is.refTuple('device', 'inc', 'seq'),
          'in',
          is
            .selectFrom('heard')
            .innerJoin('turn as old', (join) => join.onRef('old.device', '=', 'heard.device').onRef('old.inc', '=', 'heard.inc'))
            .select(['old.device', 'old.inc', 'old.seq'])
            .whereRef('old.n', '<=', 'heard.n')
            .where('old.seq', '<=', tide.seq)
            .where((old) => old.exists(old.selectFrom('turn as later').select(sql.lit(1).as('one')).whereRef('later.device', '=', 'old.device').whereRef('later.inc', '=', 'old.inc').whereRef('later.seq', '>', 'old.seq')))
            .limit(atMost)
            .$asTuple('device', 'inc', 'seq'),
        ),
      )
      .returning('op'),
  );
  const ops = new Set(gone.map((turn) => turn.op));
  await run(
    tx,
    build
      .deleteFrom('receipt')
      .where(among(tx, 'id', ops))
      .where((is) => is.not(is.exists(is.selectFrom('turn').select(sql.lit(1).as('one')).whereRef('turn.op', '=', 'receipt.id')))),
  );
  return gone.length;
};
