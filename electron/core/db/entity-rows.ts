import { entityNames, specOf, type EntityName, type Row } from '#shared/domain/entities/index.ts';
import type { RowFields, Stamps } from '#shared/sync/merge.ts';
import { statement, type ReadDb, type WriteDb } from './handles.ts';
import { columnsOf, decodeRow, encodeFields } from './row-codec.ts';

/** Reading and writing one row of any synchronised entity by its key: what changes, pulls and undo have in common. */
const quoted = (name: string): string => `"${name}"`;

export interface StampedRow {
  readonly fields: RowFields;
  readonly stamps: Stamps;
}

export const readRow = (db: ReadDb, entity: EntityName, key: string): StampedRow | null => {
  const row = statement(db, `SELECT * FROM ${quoted(entity)} WHERE id = ?`).get(key) as Record<string, unknown> | undefined;
  if (row === undefined) return null;
  return { fields: decodeRow(entity, row), stamps: specOf(entity).kind === 'record' ? (JSON.parse(String(row['stamps'])) as Stamps) : {} };
};

/** The typed form of one row, or null. */
export const findRow = <E extends EntityName>(db: ReadDb, entity: E, key: string): Row<E> | null => {
  const row = readRow(db, entity, key);
  return row === null ? null : ({ id: key, ...row.fields } as unknown as Row<E>);
};

interface Upsert {
  readonly text: string;
  readonly columns: readonly string[];
  readonly stamped: boolean;
}

const upsertOf = (entity: EntityName): Upsert => {
  const stamped = specOf(entity).kind === 'record';
  const columns = columnsOf(entity);
  const names = ['id', ...columns, ...(stamped ? ['stamps'] : [])];
  const updates = names.slice(1).map((name) => `${quoted(name)} = excluded.${quoted(name)}`);
  const text = `INSERT INTO ${quoted(entity)} (${names.map(quoted).join(', ')}) VALUES (${names.map(() => '?').join(', ')}) ON CONFLICT (id) DO UPDATE SET ${updates.join(', ')}`;
  return { text, columns, stamped };
};

/** Built once per entity: a first sync writes the same statement a hundred thousand times. */
const upserts = new Map<EntityName, Upsert>(entityNames.map((entity) => [entity, upsertOf(entity)]));

/** Inserts or replaces the whole row. Local columns (`hidden`) keep what they held. */
export const putRow = (tx: WriteDb, entity: EntityName, key: string, fields: RowFields, stamps: Stamps): void => {
  const { text, columns, stamped } = upserts.get(entity) ?? upsertOf(entity);
  const encoded = encodeFields(entity, fields);
  statement(tx, text).run(key, ...columns.map((column) => encoded[column] ?? null), ...(stamped ? [JSON.stringify(stamps)] : []));
};

/** Sets some fields and all stamps of an existing row. */
export const setFields = (tx: WriteDb, entity: EntityName, key: string, fields: RowFields, stamps: Stamps): void => {
  const encoded = encodeFields(entity, fields);
  const names = Object.keys(encoded);
  const sets = [...names.map((name) => `${quoted(name)} = ?`), 'stamps = ?'];
  statement(tx, `UPDATE ${quoted(entity)} SET ${sets.join(', ')} WHERE id = ?`).run(...names.map((name) => encoded[name] ?? null), JSON.stringify(stamps), key);
};

export const dropRow = (tx: WriteDb, entity: EntityName, key: string): void => {
  statement(tx, `DELETE FROM ${quoted(entity)} WHERE id = ?`).run(key);
};

/** Rows that hang from a ticket and go with it; synchronised rows carry no foreign keys, for a pull may bring the child first. */
export const ticketChildren = ['severity_agreement', 'ticket_event', 'message', 'evidence', 'change_record', 'validation', 'time_entry', 'merge_conflict', 'conflict_resolution'] as const satisfies readonly EntityName[];

export const dropTicket = (tx: WriteDb, ticket: string): void => {
  for (const child of ticketChildren) statement(tx, `DELETE FROM ${quoted(child)} WHERE ticket = ?`).run(ticket);
  const row = statement(tx, 'SELECT rowid AS n FROM ticket WHERE id = ?').get(ticket) as { n: number } | undefined;
  if (row !== undefined) statement(tx, 'DELETE FROM ticket_text WHERE rowid = ?').run(row.n);
  dropRow(tx, 'ticket', ticket);
};

/** Brings the search index in step with a ticket's row. */
export const indexTicket = (tx: WriteDb, ticket: string): void => {
  const row = statement(tx, 'SELECT rowid AS n, title, description, number, provisional_code, external_ref FROM ticket WHERE id = ?').get(ticket) as
    | { n: number; title: string; description: string; number: number | null; provisional_code: string; external_ref: string | null }
    | undefined;
  if (row === undefined) return;
  statement(tx, 'INSERT OR REPLACE INTO ticket_text (rowid, title, description, code) VALUES (?, ?, ?, ?)').run(
    row.n,
    row.title,
    row.description,
    [row.number, row.provisional_code, row.external_ref].filter((part) => part !== null).join(' '),
  );
};

/** Brings the next tickets behind row `from` into the search index; answers with the last one's row, or null where none was left. */
export const indexTickets = (tx: WriteDb, from: number, limit: number): number | null => {
  const last = statement(tx, 'SELECT max(n) AS n FROM (SELECT rowid AS n FROM ticket WHERE rowid > ? ORDER BY rowid LIMIT ?)').get(from, limit) as { n: number | null };
  if (last.n === null) return null;
  statement(
    tx,
    `INSERT OR REPLACE INTO ticket_text (rowid, title, description, code)
     SELECT rowid, title, description, concat_ws(' ', number, provisional_code, external_ref) FROM ticket WHERE rowid > ? AND rowid <= ?`,
  ).run(from, last.n);
  return last.n;
};

/** What the search index holds of a ticket, as one text; null where there is no such ticket. */
export const searchText = (db: ReadDb, ticket: string): string | null =>
  (statement(db, "SELECT concat_ws(char(31), title, description, number, provisional_code, external_ref) AS text FROM ticket WHERE id = ?").get(ticket) as { text: string } | undefined)?.text ?? null;
