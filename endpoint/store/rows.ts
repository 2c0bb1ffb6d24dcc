import { sql } from 'kysely';
import type { EntityName } from '#shared/domain/entities/index.ts';
import { all, among, amongPairs, build, get, run } from './query.ts';
import type { StoredRow, StoredStep } from './schema.ts';
import type { ReadTx, WriteTx } from './store.ts';

export type RowRef = readonly [entity: EntityName, key: string];

export const rowsOf = (tx: ReadTx, refs: readonly RowRef[]): Promise<readonly StoredRow[]> =>
  refs.length === 0 ? Promise.resolve([]) : all(tx, build.selectFrom('entity_row').selectAll().where(amongPairs(tx, ['entity', 'key'], refs)));

export const rowOf = (tx: ReadTx, entity: EntityName, key: string): Promise<StoredRow | undefined> =>
  get(tx, build.selectFrom('entity_row').selectAll().where('entity', '=', entity).where('key', '=', key));

/** Whatever hangs from rows with these keys, tombstones too. */
export const rowsUnder = (tx: ReadTx, parents: readonly string[]): Promise<readonly StoredRow[]> =>
  parents.length === 0 ? Promise.resolve([]) : all(tx, build.selectFrom('entity_row').selectAll().where(among(tx, 'parent', parents)));

/** Those of the keys from which a living row hangs, other than the rows `besides`. */
export const keysWithLiveRows = async (tx: ReadTx, parents: readonly string[], besides: readonly RowRef[]): Promise<readonly string[]> => {
  if (parents.length === 0) return [];
  const rows = await all(
    tx,
    build
      .selectFrom('entity_row')
      .select('parent')
      .distinct()
      .where(among(tx, 'parent', parents))
      .where('deleted', '=', 0)
      .where(sql<boolean>`NOT (${amongPairs(tx, ['entity', 'key'], besides)})`),
  );
  return rows.flatMap((row) => (row.parent === null ? [] : [row.parent]));
};

/** Plans of these contracts, tombstones too. */
export const plansUnder = (tx: ReadTx, contracts: readonly string[]): Promise<readonly StoredRow[]> =>
  contracts.length === 0 ? Promise.resolve([]) : all(tx, build.selectFrom('entity_row').selectAll().where(among(tx, 'parent', contracts)).where('entity', '=', 'third_party_plan'));

/** The steps that this person has taken with these tickets. */
export const stepsOf = (tx: ReadTx, user: string, tickets: readonly string[]): Promise<readonly StoredStep[]> =>
  tickets.length === 0 ? Promise.resolve([]) : all(tx, build.selectFrom('step_taken').selectAll().where('user', '=', user).where(among(tx, 'ticket', tickets)));

export const evidenceWith = (tx: ReadTx, hashes: readonly string[]): Promise<readonly StoredRow[]> =>
  hashes.length === 0 ? Promise.resolve([]) : all(tx, build.selectFrom('entity_row').selectAll().where(among(tx, 'sha256', hashes)).where('deleted', '=', 0));

/** May he read bytes with this hash: does one of his clients have them as stored evidence? */
export const hasStoredEvidence = async (tx: ReadTx, sha256: string, clients: readonly string[] | null): Promise<boolean> => {
  const stored = build.selectFrom('entity_row').select('key').where('sha256', '=', sha256).where('upload', '=', 'stored').where('deleted', '=', 0).limit(1);
  return (await get(tx, clients === null ? stored : stored.where(among(tx, 'scope', clients)))) !== undefined;
};

export const dropRows = async (tx: WriteTx, refs: readonly RowRef[]): Promise<void> => {
  if (refs.length > 0) await run(tx, build.deleteFrom('entity_row').where(amongPairs(tx, ['entity', 'key'], refs)));
};

/** Of these hashes, whose bytes this person has sent whole. */
export const sentHashes = async (tx: ReadTx, user: string, hashes: readonly string[]): Promise<readonly string[]> => {
  if (hashes.length === 0) return [];
  const rows = await all(tx, build.selectFrom('blob_sender').select('sha256').where('user', '=', user).where(among(tx, 'sha256', hashes)));
  return rows.map((row) => row.sha256);
};

export const addSender = async (tx: WriteTx, sender: { readonly sha256: string; readonly user: string; readonly at: string }): Promise<void> =>
  void (await run(tx, build.insertInto('blob_sender').values(sender).onConflict((conflict) => conflict.doNothing())));

/** What the endpoint uses in place of stamps from clocks that ran ahead. */
export const clampsOf = async (tx: ReadTx, stamps: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  if (stamps.length === 0) return new Map();
  const rows = await all(tx, build.selectFrom('clamped_stamp').selectAll().where(among(tx, 'stamp', stamps)));
  return new Map(rows.map((row) => [row.stamp, row.effective]));
};
