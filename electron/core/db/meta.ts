import { statement, type ReadDb, type WriteDb } from './connection.ts';

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
  | 'token_at'
  | 'epoch'
  | 'cursor'
  | 'mark'
  | 'schema'
  | 'snapshot'
  | 'sync_mode'
  | 'replay'
  | 'scrub'
  | 'grants'
  | 'last_sync_at'
  | 'received'
  | 'settings';

export const getMeta = (db: ReadDb, key: MetaKey): string | null =>
  (statement(db, 'SELECT value FROM meta WHERE key = ?').get(key) as { value: string | null } | undefined)?.value ?? null;

export const setMeta = (tx: WriteDb, key: MetaKey, value: string | null): void => {
  if (value === null) statement(tx, 'DELETE FROM meta WHERE key = ?').run(key);
  else statement(tx, 'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value').run(key, value);
};
