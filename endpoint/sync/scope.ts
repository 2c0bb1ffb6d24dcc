import { isEntityName, specOf, type EntityName } from '#shared/domain/entities/index.ts';
import type { RowFields } from '#shared/sync/merge.ts';
import { nextSeq } from '../store/head.ts';
import { wholeTeam, type StoredRow } from '../store/schema.ts';
import { holdsRows } from './load-batch.ts';
import { refuse, type Refusal } from './refusal.ts';
import type { WriteContext } from './write-context.ts';

export interface Place {
  readonly parent: string | null;
  readonly scope: string | null;
}

/** Where a row belongs: the row that it hangs from and the client whose grants show it. */
export const placeOf = (context: WriteContext, entity: EntityName, key: string, fields: RowFields): Place | Refusal => {
  const { parent } = specOf(entity);
  if (parent === null) return { parent: null, scope: null };
  if (parent === 'self') return { parent: null, scope: key };
  const parentKey = fields[parent.field];
  if (typeof parentKey !== 'string' || !isEntityName(parent.entity)) return { parent: null, scope: null };
  const found = context.rows.row(parent.entity, parentKey);
  if (!found) return refuse('not_found', { entity: parent.entity, key: parentKey });
  if (found.deleted === 1) return refuse('deleted', { entity: parent.entity, key: parentKey });
  return { parent: parentKey, scope: found.scope };
};

/** Whoever saw the row through its old scope has to hear that it left: where that was the whole team's, everybody. */
const depart = (context: WriteContext, { entity, key, scope }: StoredRow, seq: number): void => context.rows.depart({ seq, entity, key, scope: scope ?? wholeTeam });

/** Everything that hangs from a row which went over to another client goes with it, each row with a seq of its own. */
const moveChildren = (context: WriteContext, of: EntityName, key: string, scope: string | null): void => {
  if (!holdsRows(of)) return;
  for (const child of context.rows.children(of, key)) {
    if (child.scope === scope) continue;
    moveRow(context, child, scope);
  }
};

const moveRow = (context: WriteContext, row: StoredRow, scope: string | null): void => {
  const seq = nextSeq(context.counters);
  depart(context, row, seq);
  context.rows.put({ ...row, scope, seq });
  moveChildren(context, row.entity, row.key, scope);
};

/** Call after a row has been written with its new scope under `seq`. */
export const leaveScope = (context: WriteContext, before: StoredRow, scope: string | null, seq: number): void => {
  if (before.scope === scope) return;
  depart(context, before, seq);
  moveChildren(context, before.entity, before.key, scope);
};
