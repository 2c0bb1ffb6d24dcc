import { z } from 'zod';
import { entityNames, specOf, type EntityName } from '#shared/domain/entities/index.ts';
import type { Json } from '#shared/domain/primitives.ts';
import type { RowFields } from '#shared/sync/merge.ts';
import { refuse, type Refusal } from './refusal.ts';

interface Shapes {
  readonly whole: z.ZodObject;
  readonly part: z.ZodObject;
}

const shapesOf = (name: EntityName): Shapes => {
  const spec = specOf(name);
  const open = Object.entries(spec.shape.shape).filter(([field]) => !spec.managed.includes(field));
  const whole = z.strictObject(Object.fromEntries(open));
  return { whole, part: whole.partial() };
};

const shapes = new Map<EntityName, Shapes>(entityNames.map((name) => [name, shapesOf(name)]));

const shapeFor = (name: EntityName): Shapes => {
  const found = shapes.get(name);
  if (!found) throw new Error('entity without a shape');
  return found;
};

export const issuesOf = (error: z.ZodError): Json =>
  error.issues.slice(0, 20).map((issue) => ({ path: issue.path.map(String).join('.'), message: issue.message }));

const parse = (shape: z.ZodObject, fields: RowFields): RowFields | Refusal => {
  const parsed = shape.safeParse(fields);
  return parsed.success ? (parsed.data as RowFields) : refuse('invalid_input', { issues: issuesOf(parsed.error) });
};

/** Fields that the endpoint alone sets are left out of `fields`; a desk may send its own idea of them. */
export const withoutManaged = (name: EntityName, fields: RowFields): RowFields => {
  const { managed } = specOf(name);
  if (managed.length === 0) return fields;
  return Object.fromEntries(Object.entries(fields).filter(([field]) => !managed.includes(field)));
};

/** A whole row as its author sent it, without the managed fields; unknown fields are refused. */
export const parseWhole = (name: EntityName, fields: RowFields): RowFields | Refusal => parse(shapeFor(name).whole, withoutManaged(name, fields));

/** The fields of a patch; unknown and managed fields are refused, for to drop them would be to lose an edit in silence. */
export const parsePart = (name: EntityName, fields: RowFields): RowFields | Refusal => parse(shapeFor(name).part, fields);
