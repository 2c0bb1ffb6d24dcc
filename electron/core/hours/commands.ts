import type { CoreContract } from '#shared/contract/core.ts';
import type { ParsedOf } from '#shared/contract/method.ts';
import type { TimeEntryView } from '#shared/contract/views.ts';
import type { TimeStatus } from '#shared/domain/enums.ts';
import { AppError } from '#shared/errors.ts';
import { commit, type Change } from '../change/change.ts';
import { findRow } from '../db/entity-rows.ts';
import type { ReadDb } from '../db/connection.ts';
import type { Part } from '../part.ts';
import type { Spine } from '../spine.ts';
import { entryView } from '../time/entry-view.ts';
import { roundedMinutes } from './round-entries.ts';

type Input<M extends keyof CoreContract> = ParsedOf<CoreContract[M]>;

/** The entries, all of which must stand at one of these statuses. Errors: not_found, entry_locked. */
const entriesAt = (db: ReadDb, ids: readonly string[], at: readonly TimeStatus[]): readonly TimeEntryView[] =>
  [...new Set(ids)].map((id) => {
    const entry = entryView(db, id);
    if (entry === null) throw new AppError('not_found', { entity: 'time_entry', key: id });
    if (!at.includes(entry.status)) throw new AppError('entry_locked', { key: id, status: entry.status });
    return entry;
  });

const own = (spine: Spine, entries: readonly TimeEntryView[]): void => {
  const me = spine.actor().id;
  const other = entries.find((entry) => entry.user.id !== me);
  if (other !== undefined) throw new AppError('not_allowed', { entity: 'time_entry', key: other.id });
};

const setAll = (change: Change, entries: readonly TimeEntryView[], status: TimeStatus): void => {
  for (const { id } of entries) change.patch('time_entry', id, { status });
};

/** Why hours came back, where whoever worked them looks: on each ticket once. */
const tellTickets = (change: Change, entries: readonly TimeEntryView[], body: string): void => {
  for (const ticket of new Set(entries.flatMap((entry) => (entry.ticket === null ? [] : [entry.ticket.id])))) {
    change.fact('message', { ticket, direction: 'internal', channel: 'portal', author: change.actor.id, author_name: null, at: change.at, body });
  }
};

const submit = (spine: Spine, { entries: ids }: Input<'hours.submit'>): { entries: number } => {
  const entries = entriesAt(spine.db, ids, ['draft', 'rejected']);
  own(spine, entries);
  const open = entries.find((entry) => entry.end === null);
  if (open !== undefined) throw new AppError('interval_invalid', { key: open.id, fault: 'not_a_time' });
  // Two devices may have counted the same minutes while apart; nothing is deleted, and none of it is sent (rule 6).
  const crossing = entries.find((entry) => entry.overlaps);
  if (crossing !== undefined) throw new AppError('interval_invalid', { key: crossing.id, fault: 'overlaps' });
  commit(spine, { command: 'hours.submit', undo: 'no' }, (change) => setAll(change, entries, 'submitted'));
  return { entries: entries.length };
};

const recall = (spine: Spine, { entries: ids }: Input<'hours.recall'>): { entries: number } => {
  const entries = entriesAt(spine.db, ids, ['submitted']);
  own(spine, entries);
  commit(spine, { command: 'hours.recall', undo: 'no' }, (change) => setAll(change, entries, 'draft'));
  return { entries: entries.length };
};

const saidWhy = (decision: 'approved' | 'rejected', comment: string): void => {
  if (decision === 'rejected' && comment === '') throw new AppError('invalid_input', { issues: [{ path: 'comment', message: 'a rejection says why' }] });
};

const review = (spine: Spine, { entries: ids, decision, comment }: Input<'hours.review'>): { entries: number } => {
  const entries = entriesAt(spine.db, ids, ['submitted']);
  saidWhy(decision, comment);
  commit(spine, { command: 'hours.review', undo: 'no' }, (change) => {
    setAll(change, entries, decision === 'approved' ? 'lead_approved' : 'rejected');
    if (comment !== '') tellTickets(change, entries, comment);
  });
  return { entries: entries.length };
};

const decide = (spine: Spine, { contract: key, entries: ids, contact, decision, comment }: Input<'hours.decide'>): { id: string } => {
  const entries = entriesAt(spine.db, ids, ['lead_approved']);
  saidWhy(decision, comment);
  const contract = findRow(spine.db, 'contract', key);
  if (contract === null) throw new AppError('not_found', { entity: 'contract', key });
  const foreign = entries.find((entry) => entry.ticket === null || findRow(spine.db, 'ticket', entry.ticket.id)?.contract !== key);
  if (foreign !== undefined) throw new AppError('invalid_input', { issues: [{ path: 'entries', message: 'hours of another contract' }] });
  const tz = findRow(spine.db, 'client', contract.client)?.tz ?? 'UTC';
  const id = commit(spine, { command: 'hours.decide', undo: 'no' }, (change) => {
    setAll(change, entries, decision === 'approved' ? 'client_approved' : 'rejected');
    return change.fact('hours_approval', { contract: key, entries: entries.map((entry) => entry.id), rounded_min: roundedMinutes(contract.rounding, tz, entries), contact, at: change.at, decision, comment: comment === '' ? null : comment });
  });
  return { id };
};

const reverse = (spine: Spine, { entries: ids, comment }: Input<'hours.reverse'>): { entries: number } => {
  const entries = entriesAt(spine.db, ids, ['client_approved']);
  commit(spine, { command: 'hours.reverse', undo: 'no' }, (change) => {
    setAll(change, entries, 'reversed');
    tellTickets(change, entries, comment);
  });
  return { entries: entries.length };
};

/** The road of hours: sent by who worked them, looked at by a lead, approved by the client; corrected only by a reversal. */
export const hoursCommands = (spine: Spine): Part<'hours.submit' | 'hours.recall' | 'hours.review' | 'hours.decide' | 'hours.reverse'> => ({
  'hours.submit': (input) => submit(spine, input),
  'hours.recall': (input) => recall(spine, input),
  'hours.review': (input) => review(spine, input),
  'hours.decide': (input) => decide(spine, input),
  'hours.reverse': (input) => reverse(spine, input),
});
