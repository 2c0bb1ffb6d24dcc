import { AppError } from '#shared/errors.ts';
import type { Topic } from '#shared/contract/events.ts';
import { specOf, type entities, type EntityName, type Fields } from '#shared/domain/entities/index.ts';
import { seenFields } from '#shared/domain/conflict.ts';
import type { JudgedOp } from '#shared/domain/judge/case.ts';
import { judge } from '#shared/domain/judge/judge.ts';
import type { Json } from '#shared/domain/primitives.ts';
import { eventsOfChange } from '#shared/domain/ticket-event.ts';
import { baseFor, registerOf, stampOf, type RowFields } from '#shared/sync/merge.ts';
import { nodeOf } from '#shared/sync/hlc.ts';
import { instantAt } from '../clock.ts';
import { dropRow, dropTicket, indexTicket, putRow, readRow, setFields } from '../db/entity-rows.ts';
import { write, type WriteDb } from '../db/handles.ts';
import type { Actor, Spine } from '../spine.ts';
import { stampSource } from './hybrid-clock.ts';
import { keepBase, queueOp } from './outbox.ts';
import { surroundingsOf } from './surroundings.ts';
import { rememberStep, type UndoStep } from './undo-log.ts';

export type RecordName = { [E in EntityName]: (typeof entities)[E]['kind'] extends 'record' ? E : never }[EntityName];
type FactName = Exclude<EntityName, RecordName>;

/** What a command does to the desk, inside its one transaction. Rows and ops are written together, always. */
export interface Change {
  readonly tx: WriteDb;
  /** The instant of the change. */
  readonly at: string;
  readonly actor: Actor;
  readonly group: string;
  readonly newId: () => string;
  /** Creates a record; answers with its id. */
  readonly insert: <E extends RecordName>(entity: E, fields: Fields<E>, id?: string) => string;
  /** Creates a fact; it is never changed afterwards. */
  readonly fact: <E extends FactName>(entity: E, fields: Fields<E>, id?: string) => string;
  /** Sets fields of a record; what is already so is left out. A ticket's changes are told in its event log. Error: not_found. */
  readonly patch: <E extends RecordName>(entity: E, id: string, fields: Partial<Fields<E>>, note?: StepNote) => void;
  readonly remove: <E extends RecordName>(entity: E, id: string) => void;
  readonly touch: (topic: Topic) => void;
}

export interface StepNote {
  readonly reason?: string | undefined;
  readonly comment?: string | undefined;
  /** The policy that a cycle which begins with this step is pinned to. */
  readonly policy?: string | undefined;
}

export interface CommandInfo {
  /** The contract's method, e.g. `ticket.move`; shown as what waits to go out and as what can be undone. */
  readonly command: string;
  /** The ticket that the command is about, where there is one. */
  readonly ticket?: string | null;
  /** `no` for what has no inverse, and for undo and redo themselves. */
  readonly undo?: 'yes' | 'no';
}

const topicsOf = (entity: EntityName, key: string, fields: RowFields): readonly Topic[] => {
  const ticket = entity === 'ticket' ? key : typeof fields['ticket'] === 'string' ? fields['ticket'] : null;
  const own: readonly Topic[] = ticket === null ? [] : [`ticket:${ticket}`];
  switch (entity) {
    case 'ticket':
      return [...own, 'board'];
    case 'time_entry':
      return [...own, 'board', 'time', 'timer'];
    case 'message':
      // An answer stops a clock that a card shows.
      return [...own, 'board'];
    case 'evidence':
      return [...own, 'board', 'evidence'];
    case 'merge_conflict':
    case 'conflict_resolution':
      return [...own, 'sync'];
    case 'client':
    case 'contact':
    case 'contract':
    case 'calendar':
    case 'sla_policy':
    case 'user':
      return ['clients', 'board'];
    case 'terms_version':
    case 'hours_lot':
    case 'hours_movement':
    case 'third_party_plan':
    case 'regulatory_item':
      return ['clients'];
    default:
      return own;
  }
};
export const topicsOfRow = topicsOf;

/** The same rules that the endpoint will ask: what they forbid here is never queued. Error: the fault's code. */
const judgeOp = (tx: WriteDb, actor: Actor, op: JudgedOp, group: readonly JudgedOp[]): void => {
  const found = judge({ user: actor.id, role: actor.role }, op, surroundingsOf(tx, actor, group));
  if (found !== null) throw new AppError(found.code, found.details);
};

/** Judges the ops of one command, `group`, once all of them are known. */
export const judgeAll = (tx: WriteDb, actor: Actor, ops: readonly JudgedOp[], group: readonly JudgedOp[] = ops): void => {
  for (const op of ops) judgeOp(tx, actor, op, group);
};

/**
 * Runs a command: one immediate transaction that holds its rows, its ops, its place in the undo log and the clock.
 * When this returns it is on disk, and only then are windows and sync told. Whatever it throws leaves nothing behind.
 */
export const commit = <T>(spine: Spine, info: CommandInfo, work: (change: Change) => T): T => {
  const topics = new Set<Topic>(['sync', 'history']);
  const nowMs = spine.clock.now();
  const at = instantAt(nowMs);
  const actor = spine.actor();
  const group = spine.newId();

  const answer = write(spine.db, (tx) => {
    const stamps = stampSource(tx, nodeOf(spine.deviceId), nowMs);
    const steps: UndoStep[] = [];
    const done: JudgedOp[] = [];
    const queue = (kind: 'insert' | 'patch' | 'delete' | 'fact', entity: EntityName, key: string, ticket: string | null, fields: RowFields, base = {}, was: RowFields | null = null): string => {
      const op = { id: spine.newId(), hlc: stamps.next() };
      queueOp(tx, { op: op.id, grp: group, command: info.command, kind, entity, key, ticket, hlc: op.hlc, fields, base, at, was });
      return stampOf(op);
    };
    const ticketOf = (entity: EntityName, key: string, fields: RowFields): string | null =>
      entity === 'ticket' ? key : typeof fields['ticket'] === 'string' ? fields['ticket'] : null;
    const parsed = (entity: EntityName, fields: RowFields): RowFields => {
      const result = specOf(entity).shape.safeParse(fields);
      if (!result.success) {
        throw new AppError('invalid_input', { issues: result.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })) });
      }
      return result.data as RowFields;
    };
    const touchAll = (entity: EntityName, key: string, fields: RowFields): void => {
      for (const topic of topicsOf(entity, key, fields)) topics.add(topic);
    };

    const change: Change = {
      tx,
      at,
      actor,
      group,
      newId: spine.newId,
      insert: (entity, fields, id = spine.newId()) => {
        const row = parsed(entity, fields as RowFields);
        const stamp = queue('insert', entity, id, ticketOf(entity, id, row), row);
        putRow(tx, entity, id, row, { '*': stamp });
        if (entity === 'ticket') indexTicket(tx, id);
        done.push({ kind: 'insert', entity, key: id, fields: row, before: null, after: row });
        steps.push({ is: 'insert', entity, key: id, row });
        touchAll(entity, id, row);
        return id;
      },
      fact: (entity, fields, id = spine.newId()) => {
        const row = parsed(entity, fields as RowFields);
        queue('fact', entity, id, ticketOf(entity, id, row), row);
        putRow(tx, entity, id, row, {});
        done.push({ kind: 'fact', entity, key: id, fields: row, before: null, after: row });
        if (entity === 'message' && steps.some((step) => step.is === 'insert' && step.key === row['ticket'])) steps.push({ is: 'fact', entity, key: id, row });
        touchAll(entity, id, row);
        return id;
      },
      patch: (entity, id, fields, note) => {
        const spec = specOf(entity);
        const standing = readRow(tx, entity, id);
        if (standing === null) throw new AppError('not_found', { entity, key: id });
        const after: Record<string, Json> = {};
        for (const [field, value] of Object.entries(fields as RowFields)) {
          if (JSON.stringify(value) !== JSON.stringify(standing.fields[field] ?? null)) after[field] = value;
        }
        if (Object.keys(after).length === 0) return;
        parsed(entity, { ...standing.fields, ...after });
        const base = baseFor(spec, standing.stamps, Object.keys(after));
        keepBase(tx, entity, id, standing);
        const stamp = queue('patch', entity, id, ticketOf(entity, id, standing.fields), after, base, seenFields(entity, standing.fields, after, (field) => registerOf(spec, field)));
        const next = { ...standing.stamps };
        for (const register of Object.keys(base)) next[register] = stamp;
        setFields(tx, entity, id, after, next);
        done.push({ kind: 'patch', entity, key: id, fields: after, before: standing.fields, after: { ...standing.fields, ...after } });
        const before: Record<string, Json> = {};
        for (const field of Object.keys(after)) before[field] = standing.fields[field] ?? null;
        steps.push({ is: 'patch', entity, key: id, before, after });
        // Both: what hung from one ticket may now hang from another, and both screens show it.
        touchAll(entity, id, standing.fields);
        touchAll(entity, id, { ...standing.fields, ...after });
        if (entity !== 'ticket') return;
        if ('title' in after || 'description' in after) indexTicket(tx, id);
        for (const event of eventsOfChange(standing.fields, after, note)) {
          change.fact('ticket_event', {
            ticket: id,
            type: event.type,
            at,
            recorded_at: at,
            actor: actor.id,
            actor_name: null,
            device: spine.deviceId,
            payload: event.payload,
          });
        }
      },
      remove: (entity, id) => {
        const standing = readRow(tx, entity, id);
        if (standing === null) throw new AppError('not_found', { entity, key: id });
        keepBase(tx, entity, id, standing);
        queue('delete', entity, id, ticketOf(entity, id, standing.fields), {});
        done.push({ kind: 'delete', entity, key: id, fields: {}, before: standing.fields, after: null });
        // Before the row and what hangs from it are gone; the others once the whole command is known.
        const removal = done.at(-1);
        if (removal !== undefined) judgeOp(tx, actor, removal, done);
        if (entity === 'ticket') dropTicket(tx, id);
        else dropRow(tx, entity, id);
        steps.push({ is: 'remove', entity, key: id, row: standing.fields });
        touchAll(entity, id, standing.fields);
      },
      touch: (topic) => void topics.add(topic),
    };

    const result = work(change);
    judgeAll(tx, actor, done.filter((op) => op.kind !== 'delete'), done);
    stamps.keep();
    if (info.undo !== 'no' && steps.length > 0) rememberStep(tx, { grp: group, actor: actor.id, command: info.command, ticket: info.ticket ?? null, at, steps });
    return result;
  });
  spine.announce(topics);
  spine.wakeSync();
  return answer;
};
