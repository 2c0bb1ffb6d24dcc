import { isEntityName, specOf, type EntityName } from '#shared/domain/entities/index.ts';
import type { RowFields, Stamps } from '#shared/sync/merge.ts';
import { schemaVersion } from '#shared/sync/protocol.ts';
import { indexTicket, putRow, readRow, setFields } from '../db/entity-rows.ts';
import { statement, write, type ReadDb, type WriteDb } from '../db/handles.ts';
import { getMeta, setMeta } from '../db/meta.ts';
import { isKnownField } from '../db/row-codec.ts';
import { isPending, putBase, readBase } from './rebase.ts';

/** A row of an entity that only a newer version knows, or its end. */
export interface UnknownRow {
  readonly entity: string;
  readonly key: string;
  /** Null: it is gone. */
  readonly row: RowFields | null;
  /** The client whose it is; null: the whole team's. */
  readonly scope: string | null;
  readonly stamps: Stamps;
}

const keep = (tx: WriteDb, entity: string, key: string, fields: RowFields, stamps: Stamps, scope: string | null = null): void => {
  statement(tx, 'INSERT OR REPLACE INTO unknown_part (entity, key, fields, stamps, scope) VALUES (?, ?, ?, ?, ?)').run(entity, key, JSON.stringify(fields), JSON.stringify(stamps), scope);
};

const drop = (tx: WriteDb, entity: string, key: string): void => {
  statement(tx, 'DELETE FROM unknown_part WHERE entity = ? AND key = ?').run(entity, key);
};

export const somethingUnknown = (db: ReadDb): boolean => statement(db, 'SELECT 1 FROM unknown_part LIMIT 1').get() !== undefined;

const unknownOf = (entity: EntityName, row: RowFields): RowFields | null => {
  let unknown: Record<string, RowFields[string]> | null = null;
  for (const name in row) if (!isKnownField(entity, name)) (unknown ??= {})[name] = row[name] as RowFields[string];
  return unknown;
};

/** Keeps apart what a row says beyond this version's fields; null: the row is gone. `some`: whether anything is kept already. */
export const keepUnknownFields = (tx: WriteDb, entity: EntityName, key: string, row: RowFields | null, some: boolean): void => {
  const unknown = row === null ? null : unknownOf(entity, row);
  if (unknown !== null) keep(tx, entity, key, unknown, {});
  else if (some) drop(tx, entity, key);
};

export const keepUnknownRows = (tx: WriteDb, rows: readonly UnknownRow[]): void => {
  for (const { entity, key, row, scope, stamps } of rows) {
    if (row === null) drop(tx, entity, key);
    else keep(tx, entity, key, row, stamps, scope);
  }
};

const split = (entity: EntityName, fields: RowFields): { readonly known: RowFields; readonly rest: RowFields } => {
  const entries = Object.entries(fields);
  return { known: Object.fromEntries(entries.filter(([name]) => isKnownField(entity, name))), rest: Object.fromEntries(entries.filter(([name]) => !isKnownField(entity, name))) };
};

const learnPart = (tx: WriteDb, entity: EntityName, key: string, fields: RowFields, stamps: Stamps): void => {
  const { known, rest } = split(entity, fields);
  if (Object.keys(known).length > 0) {
    const standing = readRow(tx, entity, key);
    // A whole row carries its stamps. One that is here by now is newer than what was kept.
    if (standing === null && Object.keys(stamps).length + Number(specOf(entity).kind === 'fact') > 0) putRow(tx, entity, key, known, stamps);
    else if (standing !== null) {
      setKnown(tx, entity, key, known, standing.stamps);
      const base = readBase(tx, entity, key);
      if (base !== null && isPending(tx, entity, key)) putBase(tx, entity, key, { fields: { ...base.fields, ...known }, stamps: base.stamps });
    }
    if (entity === 'ticket') indexTicket(tx, key);
  }
  if (Object.keys(rest).length === 0) drop(tx, entity, key);
  else keep(tx, entity, key, rest, {});
};

const setKnown = (tx: WriteDb, entity: EntityName, key: string, known: RowFields, stamps: Stamps): void => {
  if (specOf(entity).kind === 'record') setFields(tx, entity, key, known, stamps);
  // A fact has no stamps: it is laid whole again.
  else putRow(tx, entity, key, { ...readRow(tx, entity, key)?.fields, ...known }, {});
};

const learnedAtOnce = 500;

/** After an update: what an earlier version kept apart, and this one knows, takes its place in the tables. Answers with how many rows. */
export const learnUnknown = (db: ReadDb): number => {
  if (getMeta(db, 'schema') === String(schemaVersion)) return 0;
  let learned = 0;
  let [entity, key] = ['', ''];
  for (;;) {
    const parts = statement(db, 'SELECT entity, key, fields, stamps FROM unknown_part WHERE (entity, key) > (?, ?) ORDER BY entity, key LIMIT ?').all(entity, key, learnedAtOnce) as { entity: string; key: string; fields: string; stamps: string }[];
    const last = parts.at(-1);
    write(db, (tx) => {
      for (const part of parts) {
        if (!isEntityName(part.entity)) continue;
        learnPart(tx, part.entity, part.key, JSON.parse(part.fields) as RowFields, JSON.parse(part.stamps) as Stamps);
        learned += 1;
      }
      if (last === undefined) setMeta(tx, 'schema', String(schemaVersion));
    });
    if (last === undefined) return learned;
    [entity, key] = [last.entity, last.key];
  }
};
