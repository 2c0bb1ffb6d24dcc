import { sql } from 'kysely';
import type { Json } from '#shared/domain/primitives.ts';
import type { OpResult } from '#shared/sync/protocol.ts';
import { all, among, build, get } from './query.ts';
import type { StoredReceipt, StoredTurn } from './schema.ts';
import type { ReadTx } from './store.ts';

type Told = Pick<StoredReceipt, 'id' | 'n' | 'seq' | 'outcome' | 'code' | 'details'>;

export const resultOf = (receipt: Told, n: number, dup: boolean): OpResult => ({
  id: receipt.id,
  n,
  is: receipt.outcome,
  dup,
  seq: receipt.seq,
  ...(receipt.code === null ? {} : { code: receipt.code }),
  ...(receipt.details === null ? {} : { details: JSON.parse(receipt.details) as Record<string, Json> }),
});

/** The turn that an op takes in the count of whoever sent it. `asMade`: he shows the row already as it stands here. */
export const turnOf = (receipt: StoredReceipt, turn: Omit<StoredTurn, 'op' | 'plain'>, asMade = false): StoredTurn => ({
  device: turn.device,
  inc: turn.inc,
  seq: turn.seq,
  n: turn.n,
  op: receipt.id,
  plain: receipt.outcome !== 'applied' ? 0 : asMade ? 2 : 1,
});

/** The first answers to these ops, as far as they are known. */
export const receiptsOf = (tx: ReadTx, ids: readonly string[]): Promise<readonly StoredReceipt[]> =>
  all(tx, build.selectFrom('receipt').selectAll().where(among(tx, 'id', ids)));

/** How far a device's count has come; with `upToSeq`, as the feed tells it there. n and seq rise together within one count. */
export const lastTurn = (tx: ReadTx, device: string, inc: number, upToSeq: number = Number.MAX_SAFE_INTEGER): Promise<Pick<StoredTurn, 'n' | 'op'> | undefined> =>
  get(tx, build.selectFrom('turn').select(['n', 'op']).where('device', '=', device).where('inc', '=', inc).where('seq', '<=', upToSeq).orderBy('seq', 'desc').limit(1));

/** The newest count of a device; 0 where it has none. */
export const newestCount = async (tx: ReadTx, device: string): Promise<number> =>
  (await get(tx, build.selectFrom('turn').select('inc').where('device', '=', device).orderBy('inc', 'desc').limit(1)))?.inc ?? 0;

/** The last op of a device's count, and what became of it. */
export const lastAnswer = (tx: ReadTx, device: string, inc: number): Promise<{ readonly turnN: number; readonly receipt: StoredReceipt } | undefined> =>
  get(
    tx,
    build
      .selectFrom('turn')
      .innerJoin('receipt', 'receipt.id', 'turn.op')
      .selectAll('receipt')
      .select('turn.n as turnN')
      .where('turn.device', '=', device)
      .where('turn.inc', '=', inc)
      .orderBy('turn.seq', 'desc')
      .limit(1),
  ).then((row) => {
    if (row === undefined) return undefined;
    const { turnN, ...receipt } = row;
    return { turnN, receipt };
  });

/** What became of a device's ops with seq in (since, upTo], where they were not simply applied. */
export const toldResults = async (tx: ReadTx, device: string, inc: number, since: number, upTo: number): Promise<readonly OpResult[]> => {
  const rows = await all(
    tx,
    build
      .selectFrom('turn')
      .innerJoin('receipt', 'receipt.id', 'turn.op')
      .select(['receipt.id', 'turn.n', 'receipt.seq', 'outcome', 'code', 'details'])
      .where('turn.device', '=', device)
      .where('turn.inc', '=', inc)
      .where('turn.seq', '>', since)
      .where('turn.seq', '<=', upTo)
      .where('turn.plain', '=', sql.lit(0))
      .orderBy('turn.seq'),
  );
  return rows.map((row) => resultOf(row, row.n, false));
};
