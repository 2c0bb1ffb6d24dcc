import { among, all, build, get, run } from './query.ts';
import type { ReadTx, WriteTx } from './store.ts';

export interface Meta {
  /** Changes when the endpoint's data was put back to an earlier state: then seq numbers mean something else. */
  readonly epoch: string;
  /** The endpoint's own device, under which its own ops are counted. */
  readonly device: string;
}

/** The endpoint's identity, made once per database. */
export const readMeta = async (tx: WriteTx, newId: () => string): Promise<Meta> => {
  const names = ['epoch', 'device'] as const;
  await run(tx, build.insertInto('meta').values(names.map((name) => ({ name, value: newId() }))).onConflict((conflict) => conflict.doNothing()));
  const rows = await all(tx, build.selectFrom('meta').selectAll().where(among(tx, 'name', names)));
  const value = (name: string): string => {
    const row = rows.find((each) => each.name === name);
    if (row === undefined) throw new Error('a row of meta is missing');
    return row.value;
  };
  return { epoch: value('epoch'), device: value('device') };
};

/** What the endpoint keeps of itself beside its identity. */
export const noteOf = async (tx: ReadTx, name: string): Promise<string | undefined> => (await get(tx, build.selectFrom('meta').select('value').where('name', '=', name)))?.value;

export const putNote = async (tx: WriteTx, name: string, value: string): Promise<void> =>
  void (await run(tx, build.insertInto('meta').values({ name, value }).onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))));

export const dropNote = async (tx: WriteTx, name: string): Promise<void> => void (await run(tx, build.deleteFrom('meta').where('name', '=', name)));
