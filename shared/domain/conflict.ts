import type { EntityName } from './entities/index.ts';
import type { Json } from './primitives.ts';

type RowFields = Readonly<Record<string, Json>>;

/** What a person should look at where two have set it: the register, and the field in it that counts. */
const watched: { readonly [E in EntityName]?: Readonly<Record<string, string>> } = {
  ticket: { progress: 'state', lane: 'severity', assignment: 'consultant', title: 'title', description: 'description', objective: 'objective', workaround: 'workaround' },
  time_entry: { note: 'note' },
};
const texts: ReadonlySet<string> = new Set(['title', 'description', 'objective', 'workaround', 'note']);
/** Longer ones travel without what was seen: the person has both values to compare. */
const maxSeenChars = 4000;

/** The field by which a register is told from another value of it, if a person should look at all. */
export const watchedField = (entity: EntityName, register: string): string | null => watched[entity]?.[register] ?? null;

/** Two texts can be put one behind the other. */
export const isCombinable = (register: string): boolean => texts.has(register);

/** Do these two values of a register differ in what counts? Two places in one lane do not, two severities do. */
export const needsLook = (entity: EntityName, register: string, kept: RowFields, lost: RowFields): boolean => {
  const field = watchedField(entity, register);
  return field !== null && field in lost && JSON.stringify(kept[field] ?? null) !== JSON.stringify(lost[field] ?? null);
};

/** Both texts, what stands first; a title on one line, cut to what a title may hold. */
export const combined = (register: string, kept: string, lost: string): string => (register === 'title' ? `${kept} / ${lost}`.slice(0, 300) : `${kept}\n\n${lost}`);

/** What an author had before him of the fields that a person may have to compare. */
export const seenFields = (entity: EntityName, before: RowFields, fields: RowFields, registerOf: (field: string) => string): RowFields | null => {
  const seen = Object.entries(before).filter(([field, value]) => field in fields && watchedField(entity, registerOf(field)) !== null && JSON.stringify(value).length <= maxSeenChars);
  return seen.length === 0 ? null : Object.fromEntries(seen);
};
