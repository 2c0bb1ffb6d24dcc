import { among, all, build, run } from './query.ts';
import type { WriteTx } from './store.ts';

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
