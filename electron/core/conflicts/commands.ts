import { combined } from '#shared/domain/conflict.ts';
import { entities, isEntityName, type Fields } from '#shared/domain/entities/index.ts';
import { AppError } from '#shared/errors.ts';
import type { RowFields } from '#shared/sync/merge.ts';
import { commit, type RecordName } from '../change/change.ts';
import { findRow, readRow } from '../db/entity-rows.ts';
import { statement } from '../db/handles.ts';
import type { Spine } from '../spine.ts';

const isRecord = (entity: string): entity is RecordName => isEntityName(entity) && entities[entity].kind === 'record';

/** A state brings with it what goes with it; its cycle stays the ticket's. */
const asPatch = (register: string, lost: RowFields): RowFields => {
  if (register !== 'progress') return lost;
  return { state: lost['state'] ?? null, closed_at: lost['closed_at'] ?? null, cancel_reason: lost['cancel_reason'] ?? null };
};

/**
 * Somebody has looked at a conflict and decided: what stands stays, the value that lost is set again, or both texts are put
 * together. The decision and the edit are one command, so that they arrive together everywhere. Errors: not_found (also
 * where it has been decided already), deleted, transition_blocked { missing }, not_allowed.
 */
export const resolveConflict = (spine: Spine, id: string, decision: 'kept' | 'lost' | 'combined'): { id: string } => {
  const conflict = findRow(spine.db, 'merge_conflict', id);
  const decided = statement(spine.db, 'SELECT 1 FROM conflict_resolution WHERE conflict = ? LIMIT 1').get(id) !== undefined;
  if (conflict === null || decided) throw new AppError('not_found', { entity: 'merge_conflict', key: id });
  const { entity, key, register, ticket } = conflict;
  if (!isRecord(entity)) throw new AppError('not_found', { entity: 'merge_conflict', key: id });
  const standing = readRow(spine.db, entity, key);
  if (standing === null && decision !== 'kept') throw new AppError('deleted', { entity, key });
  commit(spine, { command: 'conflict.resolve', ticket, undo: 'no' }, (change) => {
    change.fact('conflict_resolution', { ticket, conflict: id, decision, by: change.actor.id, at: change.at });
    if (decision === 'kept' || standing === null) return;
    const lost = conflict.lost as RowFields;
    const fields = decision === 'lost' ? asPatch(register, lost) : { [register]: combined(register, String(standing.fields[register] ?? ''), String(lost[register] ?? '')) };
    change.patch(entity, key, fields as Partial<Fields<typeof entity>>);
  });
  return { id };
};
