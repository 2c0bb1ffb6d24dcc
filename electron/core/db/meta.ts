import { get, run, sql, type ReadDb, type WriteDb } from './handles.ts';

/** What the desk remembers of itself: one text per name. */
export type MetaKey =
  | 'device'
  | 'identity'
  | 'inc'
  | 'next_n'
  | 'hlc'
  | 'user'
  | 'endpoint'
  | 'demo'
  | 'authorised'
  | 'epoch'
  | 'cursor'
  | 'mark'
  | 'schema'
  | 'snapshot'
  | 'sync_mode'
  | 'replay'
  | 'grants'
  | 'last_sync_at'
  | 'received'
  | 'settings';

export const getMeta = (db: ReadDb, key: MetaKey): string | null => get(db, sql.selectFrom('meta').select('value').where('key', '=', key))?.value ?? null;

export const setMeta = (tx: WriteDb, key: MetaKey, value: string | null): void => {
  if (value === null) run(tx, sql.deleteFrom('meta').where('key', '=', key));
  else run(tx, sql.insertInto('meta').values({ key, value }).onConflict((on) => on.column('key').doUpdateSet({ value })));
};
