import type { Sqlite } from './open.ts';

export interface Meta {
  /** Changes when the endpoint's data was put back to an earlier state: then seq numbers mean something else. */
  readonly epoch: string;
  /** The endpoint's own device, under which its own ops are counted. */
  readonly device: string;
}

/** Reads the endpoint's identity, made once per database. */
export const readMeta = (db: Sqlite, newId: () => string): Meta => {
  const once = db.prepare<[string, string]>('INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING');
  const get = db.prepare<[string], { value: string }>('SELECT value FROM meta WHERE name = ?');
  const value = (name: string): string => {
    once.run(name, newId());
    const row = get.get(name);
    if (!row) throw new Error('meta row vanished');
    return row.value;
  };
  return db.transaction(() => ({ epoch: value('epoch'), device: value('device') })).immediate();
};
