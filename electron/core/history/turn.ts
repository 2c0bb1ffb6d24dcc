import { entities, specOf, type EntityName, type Fields } from '#shared/domain/entities/index.ts';
import { isEditable } from '#shared/domain/time-entry.ts';
import { AppError } from '#shared/errors.ts';
import { provisionalCode } from '#shared/ids.ts';
import type { RowFields } from '#shared/sync/merge.ts';
import type { Change, RecordName } from '../change/change.ts';
import { renameInHistory, type UndoStep } from '../change/undo-log.ts';
import { readRow } from '../db/entity-rows.ts';
import { statement } from '../db/handles.ts';

/** Steps turn through the same change as any command, so that undo is logged, sent and merged like everything else. */
const isRecord = (entity: EntityName): entity is RecordName => entities[entity].kind === 'record';

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
const blocked = (reason: 'changed_since' | 'locked', entity: EntityName, key: string): AppError => new AppError('undo_blocked', { reason, entity, key });

/** The row as it stands, provided that the given fields still hold what the command left in them. */
const standing = (change: Change, entity: EntityName, key: string, expected: RowFields): RowFields => {
  const row = readRow(change.tx, entity, key);
  // What the endpoint sets, and a code that follows the id, are nobody's change.
  const given = [...specOf(entity).managed, 'provisional_code'];
  const changed = row === null || Object.entries(expected).some(([field, value]) => !given.includes(field) && !same(row.fields[field], value));
  if (row === null || changed) throw blocked('changed_since', entity, key);
  // Time that was submitted meanwhile is corrected by a reversal, never by turning back (rule 9).
  if (entity === 'time_entry' && !isEditable(row.fields['status'] as Fields<'time_entry'>['status'])) throw blocked('locked', entity, key);
  return row.fields;
};

/** What others have hung from a ticket since; it must not go with it. */
const hangsFrom = ['message', 'evidence', 'time_entry', 'severity_agreement', 'validation', 'change_record'] as const;

const removeRow = (change: Change, entity: RecordName, key: string, expected: RowFields, own: readonly string[]): void => {
  standing(change, entity, key, expected);
  if (entity === 'ticket') {
    for (const child of hangsFrom) {
      const others = `SELECT 1 FROM "${child}" WHERE ticket = ? AND id NOT IN (SELECT value FROM json_each(?)) LIMIT 1`;
      if (statement(change.tx, others).get(key, JSON.stringify(own)) !== undefined) throw blocked('changed_since', entity, key);
    }
  }
  change.remove(entity, key);
};

/** Once a row was deleted its id is spent (the endpoint keeps a tombstone), so what comes back comes under a new one. */
const restoreRow = (change: Change, device: string, entity: RecordName, key: string, row: RowFields): string => {
  const hangs = row['ticket'];
  if (typeof hangs === 'string' && readRow(change.tx, 'ticket', hangs) === null) throw blocked('changed_since', entity, key);
  const id = change.newId();
  const fields = entity === 'ticket' ? { ...row, number: null, provisional_code: provisionalCode(id) } : row;
  change.insert(entity, fields as Fields<typeof entity>, id);
  if (entity === 'ticket') {
    const { at, actor } = change;
    change.fact('ticket_event', { ticket: id, type: 'registered', at, recorded_at: at, actor: actor.id, actor_name: null, device, payload: { channel: row['channel'] ?? null } });
  }
  renameInHistory(change.tx, key, id);
  return id;
};

/** The step that leads back over this one. */
const inverse = (step: UndoStep): UndoStep => {
  switch (step.is) {
    case 'insert':
      return { ...step, is: 'remove' };
    case 'remove':
      return { ...step, is: 'insert' };
    case 'patch':
      return { ...step, before: step.after, after: step.before };
    case 'fact':
      return step;
  }
};

/** Turns a command's steps back (`undo`: in reverse, inverted) or forth. Error: undo_blocked, and then nothing is changed. */
export const turn = (change: Change, device: string, way: 'undo' | 'redo', steps: readonly UndoStep[]): void => {
  const renamed = new Map<string, string>();
  const own = steps.flatMap((step) => (step.is === 'fact' ? [step.key] : []));
  for (const step of way === 'undo' ? steps.toReversed().map(inverse) : steps) {
    const { entity, key } = step;
    if (step.is === 'fact') {
      // A fact is never taken back by itself: it went with its ticket, and comes back under the ticket's new id.
      if (way === 'undo') continue;
      const ticket = renamed.get(String(step.row['ticket'])) ?? step.row['ticket'];
      renameInHistory(change.tx, key, change.fact('message', { ...step.row, ticket } as Fields<'message'>));
      continue;
    }
    if (!isRecord(entity)) throw blocked('changed_since', entity, key);
    switch (step.is) {
      case 'patch':
        standing(change, entity, key, step.before);
        change.patch(entity, key, step.after as Partial<Fields<typeof entity>>);
        break;
      case 'insert':
        renamed.set(key, restoreRow(change, device, entity, key, step.row));
        break;
      case 'remove':
        removeRow(change, entity, key, step.row, own);
    }
  }
};
