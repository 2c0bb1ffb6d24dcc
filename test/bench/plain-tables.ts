import Sqlite from 'better-sqlite3';
import { migrations } from '#core/db/migrations/index.ts';
import { columnsOf, encodeFields } from '#core/db/row-codec.ts';
import { entityNames, specOf, type EntityName } from '#shared/domain/entities/index.ts';
import type { SnapshotRow } from '#shared/sync/protocol.ts';

export type PlainRow = Pick<SnapshotRow, 'entity' | 'key' | 'row' | 'stamps'>;

/** A database of a floor: the tables that the desk's own migrations make, and a prepared upsert for each entity. */
export interface PlainTables {
  readonly db: Sqlite.Database;
  readonly put: (row: PlainRow) => void;
}

const prepareUpsert = (db: Sqlite.Database, entity: EntityName): ((row: PlainRow) => void) => {
  const columns = [...columnsOf(entity), ...(specOf(entity).kind === 'record' ? ['stamps'] : [])];
  const names = columns.map((column) => `"${column}"`);
  const statement = db.prepare(
    `INSERT INTO "${entity}" (id, ${names.join(', ')}) VALUES (?${', ?'.repeat(columns.length)}) ON CONFLICT (id) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`,
  );
  return ({ key, row, stamps }) => {
    const encoded: Record<string, string | number | null> = { ...encodeFields(entity, row), stamps: JSON.stringify(stamps) };
    statement.run(key, ...columns.map((column) => encoded[column] ?? null));
  };
};

/** Durable as the desk's own database is, with as much memory. `indexes` false: the bare tables. */
export const openPlainTables = (file: string, { indexes }: { readonly indexes: boolean }): PlainTables => {
  const db = new Sqlite(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.pragma('cache_size = -32000');
  for (const text of migrations) db.exec(text);
  if (!indexes) {
    const made = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL").all() as { name: string }[];
    for (const { name } of made) db.exec(`DROP INDEX "${name}"`);
  }
  const upserts = new Map(entityNames.map((entity) => [entity, prepareUpsert(db, entity)]));
  return {
    db,
    put: (row) => {
      const upsert = upserts.get(row.entity);
      if (upsert === undefined) throw new Error(`no table for ${row.entity}`);
      upsert(row);
    },
  };
};
