import type { CoreContract } from '#shared/contract/core.ts';
import type { ParsedOf } from '#shared/contract/method.ts';
import type { TimeEntryView } from '#shared/contract/views.ts';
import type { Fields, Row } from '#shared/domain/entities/index.ts';
import { isEditable, spanFault, type Span } from '#shared/domain/time-entry.ts';
import { AppError } from '#shared/errors.ts';
import { commit, type Change } from '../change/change.ts';
import { instantAt } from '../clock.ts';
import { findRow } from '../db/entity-rows.ts';
import { all, get, sql, type ReadDb } from '../db/handles.ts';
import type { Part } from '../part.ts';
import type { Spine } from '../spine.ts';
import { entryView, runningEntry } from './entry-view.ts';

type Input<M extends keyof CoreContract> = ParsedOf<CoreContract[M]>;

const needTicket = (db: ReadDb, ticket: string): void => {
  if (get(db, sql.selectFrom('ticket').select('id').where('id', '=', ticket)) === undefined) throw new AppError('not_found', { entity: 'ticket', key: ticket });
};

const viewed = (db: ReadDb, id: string): TimeEntryView => {
  const view = entryView(db, id);
  if (view === null) throw new AppError('not_found', { entity: 'time_entry', key: id });
  return view;
};

const checkSpan = (span: Span): void => {
  const fault = spanFault(span);
  if (fault !== null) throw new AppError('interval_invalid', { fault });
};

/**
 * When a timer that runs since `start` ends. A clock that was set back would make it end before it began: it then gets
 * one second instead of being refused or dropped, so that the work stays on record with its note and the person, who sees
 * the odd length, corrects it. The same second keeps a timer that was stopped at once.
 */
const endOf = (start: string, now: string): string => {
  const least = instantAt(Date.parse(start) + 1000);
  return now > least ? now : least;
};

type StopFields = Pick<Fields<'time_entry'>, 'note' | 'billable' | 'activity'>;

/** Ends whatever runs for the person: more than one where two desks started one each while apart. */
const stopAll = (change: Change): void => {
  const running = all(change.tx, sql.selectFrom('time_entry').select(['id', 'start']).where('user', '=', change.actor.id).where('end', 'is', null).orderBy('start'));
  for (const entry of running) change.patch('time_entry', entry.id, { end: endOf(entry.start, change.at) });
};

const start = (spine: Spine, { ticket, tz }: Input<'timer.start'>): TimeEntryView => {
  needTicket(spine.db, ticket);
  const running = runningEntry(spine.db, spine.actor().id);
  // A second press on the same ticket means the timer that already runs there.
  if (running?.ticket?.id === ticket) return running;
  const id = commit(spine, { command: 'timer.start', ticket }, (change) => {
    stopAll(change);
    return change.insert('time_entry', {
      user: change.actor.id,
      ticket,
      task: null,
      start: change.at,
      end: null,
      tz,
      activity: null,
      billable: true,
      note: null,
      status: 'draft',
      source: 'timer',
      idle_resolution: null,
    });
  });
  return viewed(spine.db, id);
};

const stop = (spine: Spine, input: Input<'timer.stop'>): TimeEntryView => {
  const running = runningEntry(spine.db, spine.actor().id);
  if (running === null) throw new AppError('no_timer');
  const said: Partial<StopFields> = {
    ...(input.note === undefined ? {} : { note: input.note }),
    ...(input.billable === undefined ? {} : { billable: input.billable }),
    ...(input.activity === undefined ? {} : { activity: input.activity }),
  };
  commit(spine, { command: 'timer.stop', ticket: running.ticket?.id ?? null }, (change) => change.patch('time_entry', running.id, { end: endOf(running.start, change.at), ...said }));
  return viewed(spine.db, running.id);
};

const add = (spine: Spine, input: Input<'time.add'>): TimeEntryView => {
  checkSpan(input);
  if (input.ticket !== null) needTicket(spine.db, input.ticket);
  const id = commit(spine, { command: 'time.add', ticket: input.ticket }, (change) =>
    change.insert('time_entry', {
      user: change.actor.id,
      ticket: input.ticket,
      task: input.task,
      start: input.start,
      end: input.end,
      tz: input.tz,
      activity: input.activity,
      billable: input.billable,
      note: input.note,
      status: 'draft',
      source: 'manual',
      idle_resolution: null,
    }),
  );
  return viewed(spine.db, id);
};

/** A person's own entry that may still be changed. Errors: not_found, not_allowed, entry_locked. */
const ownEntry = (spine: Spine, id: string): Row<'time_entry'> => {
  const entry = findRow(spine.db, 'time_entry', id);
  if (entry === null) throw new AppError('not_found', { entity: 'time_entry', key: id });
  if (entry.user !== spine.actor().id) throw new AppError('not_allowed', { entity: 'time_entry', key: id });
  if (!isEditable(entry.status)) throw new AppError('entry_locked', { key: id, status: entry.status });
  return entry;
};

const edit = (spine: Spine, { id, ...given }: Input<'time.edit'>): TimeEntryView => {
  const entry = ownEntry(spine, id);
  const from = given.start ?? entry.start;
  const to = given.end ?? entry.end;
  const spanGiven = given.start !== undefined || given.end !== undefined;
  if (spanGiven && to !== null) checkSpan({ start: from, end: to });
  // A timer that still runs may have begun earlier than it was started, but not later than now.
  if (given.start !== undefined && to === null && from > instantAt(spine.clock.now())) throw new AppError('interval_invalid', { fault: 'ends_before_start' });
  if (given.ticket !== undefined && given.ticket !== null) needTicket(spine.db, given.ticket);
  const fields: Partial<Fields<'time_entry'>> = {
    ...(given.start === undefined ? {} : { start: given.start }),
    ...(given.end === undefined ? {} : { end: given.end }),
    ...(given.note === undefined ? {} : { note: given.note }),
    ...(given.billable === undefined ? {} : { billable: given.billable }),
    ...(given.activity === undefined ? {} : { activity: given.activity }),
    ...(given.ticket === undefined ? {} : { ticket: given.ticket }),
  };
  commit(spine, { command: 'time.edit', ticket: given.ticket ?? entry.ticket }, (change) => change.patch('time_entry', id, fields));
  return viewed(spine.db, id);
};

const remove = (spine: Spine, { id }: Input<'time.delete'>): { id: string } => {
  const entry = ownEntry(spine, id);
  commit(spine, { command: 'time.delete', ticket: entry.ticket }, (change) => change.remove('time_entry', id));
  return { id };
};

/** The timer and the time entries. Raw instants in UTC: a change of the clock's zone or of summer time moves nothing. */
export const timeCommands = (spine: Spine): Part<'timer.start' | 'timer.stop' | 'time.add' | 'time.edit' | 'time.delete'> => ({
  'timer.start': (input) => start(spine, input),
  'timer.stop': (input) => stop(spine, input),
  'time.add': (input) => add(spine, input),
  'time.edit': (input) => edit(spine, input),
  'time.delete': (input) => remove(spine, input),
});
