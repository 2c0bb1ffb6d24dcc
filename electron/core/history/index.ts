import type { Moved } from '#shared/contract/views.ts';
import type { Lane, Severity } from '#shared/domain/enums.ts';
import { laneOf } from '#shared/domain/lane.ts';
import { AppError } from '#shared/errors.ts';
import { commit } from '../change/change.ts';
import { forgetEntry, markUndone, nextEntry, type KeptEntry } from '../change/undo-log.ts';
import { get, sql, statement, write } from '../db/handles.ts';
import type { Part } from '../part.ts';
import type { Spine } from '../spine.ts';
import { movedView } from '../tickets/lane-place.ts';
import { turn } from './turn.ts';

type Way = 'undo' | 'redo';

const laneNow = (spine: Spine, ticket: string | null): Lane | null => {
  if (ticket === null) return null;
  const row = get(spine.db, sql.selectFrom('ticket').select('severity').where('id', '=', ticket));
  return row === undefined ? null : laneOf(row.severity satisfies Severity | null);
};

const movesTicket = (entry: KeptEntry): boolean =>
  entry.steps.some((step) => step.entity === 'ticket' && step.key === entry.ticket && (step.is !== 'patch' || 'rank' in step.after || 'severity' in step.after || 'state' in step.after));

const go = (spine: Spine, way: Way): { command: string; ticket: string | null; place: Moved | null } => {
  const entry = nextEntry(spine.db, way, spine.actor().id);
  if (entry === null) throw new AppError('nothing_to_undo', { way });
  const from = laneNow(spine, entry.ticket);
  try {
    commit(spine, { command: `history.${way}`, ticket: entry.ticket, undo: 'no' }, (change) => {
      turn(change, spine.deviceId, way, entry.steps);
      markUndone(change.tx, entry.id, way === 'undo');
    });
  } catch (error) {
    if (error instanceof AppError && error.code === 'undo_blocked') {
      // What another has changed since stays changed: kept, this entry would stand in the way of all the earlier ones.
      write(spine.db, (tx) => forgetEntry(tx, entry.id));
      spine.announce(['history']);
    }
    throw error;
  }
  // The ticket may have come back under a new id.
  const { ticket } = statement(spine.db, 'SELECT ticket FROM undo_entry WHERE id = ?').get(entry.id) as { ticket: string | null };
  const place: Moved | null = ticket !== null && movesTicket(entry) ? movedView(spine.db, ticket, from ?? laneNow(spine, ticket) ?? 'untriaged') : null;
  return { command: entry.command, ticket, place };
};

/** The person's own last hundred commands, back and forth; they outlive a restart. */
export const createHistory = (spine: Spine): Part<'history.undo' | 'history.redo' | 'history.state'> => ({
  'history.undo': () => go(spine, 'undo'),
  'history.redo': () => go(spine, 'redo'),
  'history.state': () => {
    const actor = spine.actor().id;
    return { undo: nextEntry(spine.db, 'undo', actor)?.command ?? null, redo: nextEntry(spine.db, 'redo', actor)?.command ?? null };
  },
});
