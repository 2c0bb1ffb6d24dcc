import { entityNames, specOf, type EntityName } from '#shared/domain/entities/index.ts';
import type { RowFields } from '#shared/sync/merge.ts';
import type { StoredRow } from '../store/rows.ts';
import { refuse, type Refusal } from './refusal.ts';
import { nextSeq, type WriteContext } from './write-context.ts';

export interface Place {
  readonly parent: string | null;
  readonly scope: string | null;
}

/** The entities whose rows take their scope from a row of this one. */
const childEntities = (name: EntityName): readonly EntityName[] =>
  entityNames.filter((child) => {
    const { parent } = specOf(child);
    return parent !== null && parent !== 'self' && parent.entity === name;
  });

const hasChildren = new Set(entityNames.filter((name) => childEntities(name).length > 0));

/** Where a row belongs: the row that it hangs from and the client whose grants show it. */
export const placeOf = (context: WriteContext, entity: EntityName, key: string, fields: RowFields): Place | Refusal => {
  const { parent } = specOf(entity);
  if (parent === null) return { parent: null, scope: null };
  if (parent === 'self') return { parent: null, scope: key };
  const parentKey = fields[parent.field];
  if (typeof parentKey !== 'string') return { parent: null, scope: null };
  const found = context.rows.placeOf(parent.entity, parentKey);
  if (!found) return refuse('not_found', { entity: parent.entity, key: parentKey });
  if (found.deleted === 1) return refuse('deleted', { entity: parent.entity, key: parentKey });
  return { parent: parentKey, scope: found.scope };
};

/** Everything that hangs from a row which went over to another client goes with it, each row with a seq of its own. */
const moveChildren = (context: WriteContext, of: EntityName, key: string, scope: string | null): void => {
  if (!hasChildren.has(of)) return;
  for (const child of context.rows.children(key)) {
    if (child.scope === scope) continue;
    moveRow(context, child, scope);
  }
};

const moveRow = (context: WriteContext, row: StoredRow, scope: string | null): void => {
  const seq = nextSeq(context.counters);
  if (row.scope !== null) context.rows.depart(seq, row.entity, row.key, row.scope);
  context.rows.update({ ...row, scope, seq });
  moveChildren(context, row.entity, row.key, scope);
};

/** Call after a row has been written with its new scope under `seq`. */
export const leaveScope = (context: WriteContext, before: StoredRow, scope: string | null, seq: number): void => {
  if (before.scope === scope) return;
  if (before.scope !== null) context.rows.depart(seq, before.entity, before.key, before.scope);
  moveChildren(context, before.entity, before.key, scope);
};
