import type { Op, OpResult } from '#shared/sync/protocol.ts';
import type { RowFields } from '#shared/sync/merge.ts';
import { maySee } from './actor.ts';
import type { WriteContext } from './write-context.ts';

/** Characters of all rows in one answer: a batch that is refused whole must not come back a hundred times its size. */
const maxRowChars = 1024 * 1024;

/**
 * What was refused comes back with the row as it stands, so that its author sees what it met: once for each row, with the
 * last op that it refused, and only to who may see it.
 */
export const withStandingRows = (context: WriteContext, fresh: ReadonlyMap<string, Op>, results: readonly OpResult[]): readonly OpResult[] => {
  const told = new Set<string>();
  let chars = 0;
  const answer = (result: OpResult): OpResult => {
    const op = result.is === 'refused' && result.code !== 'group_refused' && !result.dup ? fresh.get(result.id) : undefined;
    if (op === undefined || (op.kind !== 'patch' && op.kind !== 'delete')) return result;
    const name = `${op.entity} ${op.key}`;
    if (told.has(name)) return result;
    const row = context.rows.row(op.entity, op.key);
    if (row !== undefined && !maySee(context.actor, row.scope)) return result;
    told.add(name);
    chars += row?.fields.length ?? 0;
    if (chars > maxRowChars) return result;
    return { ...result, row: row === undefined || row.deleted === 1 ? null : (JSON.parse(row.fields) as RowFields) };
  };
  return results.toReversed().map(answer).toReversed();
};
