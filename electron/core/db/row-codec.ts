import { z } from 'zod';
import { entityNames, specOf, type EntityName } from '#shared/domain/entities/index.ts';
import type { Json } from '#shared/domain/primitives.ts';
import type { RowFields } from '#shared/sync/merge.ts';

/** SQLite knows no booleans and no objects: what a column holds is read off the entity's shape once. */
type ColumnForm = 'plain' | 'boolean' | 'json';
export type SqlValue = string | number | null;

const formOf = (schema: z.ZodType): ColumnForm => {
  let inner = schema;
  while (inner instanceof z.ZodNullable || inner instanceof z.ZodOptional) inner = inner.unwrap() as z.ZodType;
  if (inner instanceof z.ZodBoolean) return 'boolean';
  if (inner instanceof z.ZodObject || inner instanceof z.ZodArray || inner instanceof z.ZodRecord || inner instanceof z.ZodUnion) return 'json';
  return 'plain';
};

const forms: ReadonlyMap<EntityName, ReadonlyMap<string, ColumnForm>> = new Map(
  entityNames.map((name) => [name, new Map(Object.entries(specOf(name).shape.shape).map(([field, schema]) => [field, formOf(schema as z.ZodType)]))]),
);

const formsOf = (entity: EntityName): ReadonlyMap<string, ColumnForm> => forms.get(entity) ?? new Map<string, ColumnForm>();

/** The entity's own columns, in the order of its shape, without `id`. */
export const columnsOf = (entity: EntityName): readonly string[] => [...formsOf(entity).keys()];

/** Whether this version has a column for it. */
export const isKnownField = (entity: EntityName, field: string): boolean => formsOf(entity).has(field);

/** Wire value → column value. Fields that the entity does not know are left out. */
export const encodeFields = (entity: EntityName, fields: RowFields): Record<string, SqlValue> => {
  const row: Record<string, SqlValue> = {};
  for (const [field, form] of formsOf(entity)) {
    const value = fields[field];
    if (value === undefined) continue;
    if (form === 'json') row[field] = value === null ? null : JSON.stringify(value);
    else if (form === 'boolean') row[field] = value === null ? null : Number(value);
    else row[field] = value as SqlValue;
  }
  return row;
};

/** Columns of one row → wire values. Local columns (`stamps`, `hidden`, `lane`) are left out. */
export const decodeRow = (entity: EntityName, row: Readonly<Record<string, unknown>>): RowFields => {
  const fields: Record<string, Json> = {};
  for (const [field, form] of formsOf(entity)) {
    const value = row[field] as SqlValue | undefined;
    if (value === undefined) continue;
    if (value === null) fields[field] = null;
    else if (form === 'json') fields[field] = JSON.parse(String(value)) as Json;
    else if (form === 'boolean') fields[field] = value === 1;
    else fields[field] = value;
  }
  return fields;
};
