import type { Part } from '../part.ts';
import type { ParsedOf } from '#shared/contract/method.ts';
import type { CoreContract } from '#shared/contract/core.ts';
import type { Moved } from '#shared/contract/views.ts';
import type { Fields } from '#shared/domain/entities/index.ts';
import type { TicketEventType } from '#shared/domain/enums.ts';
import { laneOf, severityOf } from '#shared/domain/lane.ts';
import { newTicket } from '#shared/domain/new-ticket.ts';
import type { Json } from '#shared/domain/primitives.ts';
import { canTransition, type Missing } from '#shared/domain/ticket-state.ts';
import { AppError } from '#shared/errors.ts';
import { provisionalCode } from '#shared/ids.ts';
import { commit, type Change } from '../change/change.ts';
import { findRow } from '../db/entity-rows.ts';
import { get, sql, type ReadDb } from '../db/handles.ts';
import type { Spine } from '../spine.ts';
import { gatherFacts } from './facts.ts';
import { movedView } from './lane-place.ts';
import { findSlot, rankIn, slotOf } from './rank.ts';

type Input<M extends keyof CoreContract> = ParsedOf<CoreContract[M]>;

const need = (db: ReadDb, entity: 'ticket' | 'client' | 'contact' | 'contract' | 'user', key: string): void => {
  if (get(db, sql.selectFrom(entity).select('id').where('id', '=', key)) === undefined) throw new AppError('not_found', { entity, key });
};

const ticketRow = (db: ReadDb, id: string) => {
  const row = findRow(db, 'ticket', id);
  if (row === null) throw new AppError('not_found', { entity: 'ticket', key: id });
  return row;
};

const tell = (spine: Spine, change: Change, ticket: string, type: TicketEventType, payload: Readonly<Record<string, Json>>): void => {
  const { at, actor } = change;
  change.fact('ticket_event', { ticket, type, at, recorded_at: at, actor: actor.id, actor_name: null, device: spine.deviceId, payload });
};

/** The client's contract where there is just one that holds on that day; with several a person has to choose. */
const contractFor = (db: ReadDb, client: string, day: string): string | null => {
  const rows = sql
    .selectFrom('contract')
    .select((eb) => [eb.fn.min('id').as('id'), eb.fn.countAll<number>().as('n')])
    .where('client', '=', client)
    .where('valid_from', '<=', day)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>=', day)]));
  const found = get(db, rows);
  return found?.n === 1 ? found.id : null;
};

type NewMessage = Omit<Fields<'message'>, 'ticket'>;

/** Makes a ticket and what was said on it, as one change. */
export const createTicket = (spine: Spine, command: 'ticket.create' | 'chat.toTicket', input: Input<'ticket.create'>, messages: readonly NewMessage[] = []): { id: string; code: string } => {
  need(spine.db, 'client', input.client);
  if (input.requester !== null) need(spine.db, 'contact', input.requester);
  const id = spine.newId();
  const code = provisionalCode(id);
  commit(spine, { command, ticket: id }, (change) => {
    const received = input.received_at ?? change.at;
    const slot = findSlot(change.tx, 'untriaged', { at: 'top' }, { id, rank: '', lane: null });
    const { rank, others } = rankIn(change.tx, 'untriaged', slot, id);
    for (const other of others) change.patch('ticket', other.id, { rank: other.rank });
    const row = newTicket({
      provisional_code: code,
      client: input.client,
      contract: contractFor(change.tx, input.client, received.slice(0, 10)),
      channel: input.channel,
      title: input.title,
      description: input.description,
      rank,
      requester: input.requester,
      requester_name: input.requester_name,
      received_at: received,
      registered_at: change.at,
    });
    change.insert('ticket', row, id);
    tell(spine, change, id, 'registered', { channel: input.channel });
    for (const message of messages) change.fact('message', { ticket: id, ...message });
    if (input.regulatory !== undefined) change.patch('regulatory_item', input.regulatory, { ticket: id });
  });
  return { id, code };
};

/** What a cycle that begins now is pinned to (rule 2). */
const policyNow = (db: ReadDb, contract: string | null): string | undefined =>
  contract === null ? undefined : (get(db, sql.selectFrom('contract').select('sla_policy').where('id', '=', contract))?.sla_policy ?? undefined);

/** What an edit implies: another client's ticket has none of the old one's people, and who is assigned has a role. */
const implied = (db: ReadDb, row: Fields<'ticket'>, given: Input<'ticket.edit'>['fields']): Partial<Fields<'ticket'>> => {
  const more: Partial<Fields<'ticket'>> = {};
  if (given.client !== undefined && given.client !== row.client) {
    more.contract = given.contract ?? contractFor(db, given.client, row.received_at.slice(0, 10));
    more.requester = given.requester ?? null;
    more.client_responsible = given.client_responsible ?? null;
  }
  if (given.consultant === null) more.consultant_role = null;
  else if (given.consultant !== undefined && given.consultant_role === undefined && given.consultant !== row.consultant) {
    more.consultant_role = get(db, sql.selectFrom('user').select('profile').where('id', '=', given.consultant))?.profile ?? row.consultant_role;
  }
  return more;
};

const edit = (spine: Spine, { id, fields }: Input<'ticket.edit'>): { id: string } => {
  const row = ticketRow(spine.db, id);
  if (fields.client !== undefined) need(spine.db, 'client', fields.client);
  for (const field of ['requester', 'client_responsible'] as const) if (fields[field]) need(spine.db, 'contact', fields[field]);
  for (const field of ['owner', 'consultant'] as const) if (fields[field]) need(spine.db, 'user', fields[field]);
  if (fields.contract) need(spine.db, 'contract', fields.contract);
  const given: Record<string, Json> = {};
  for (const [field, value] of Object.entries({ ...fields, ...implied(spine.db, row, fields) })) if (value !== undefined) given[field] = value;
  commit(spine, { command: 'ticket.edit', ticket: id }, (change) => change.patch('ticket', id, given as Partial<Fields<'ticket'>>, { policy: policyNow(spine.db, (given['contract'] ?? row.contract) as string | null) }));
  return { id };
};

const move = (spine: Spine, { id, lane, place }: Input<'ticket.move'>): Moved => {
  const row = get(spine.db, sql.selectFrom('ticket').select(['id', 'rank', 'lane', 'severity', 'state']).where('id', '=', id));
  if (row === undefined) throw new AppError('not_found', { entity: 'ticket', key: id });
  // A closed ticket lies in no lane; it is reopened first.
  if (row.lane === null) throw new AppError('not_allowed', { ticket: id, state: row.state });
  const from = laneOf(row.severity);
  const card = { id, rank: row.rank, lane: from };
  const slot = findSlot(spine.db, lane, place, card);
  const here = from === lane ? slotOf(spine.db, lane, card) : null;
  const stays = here !== null && here.above?.id === slot.above?.id && here.below?.id === slot.below?.id;
  if (!stays) {
    commit(spine, { command: 'ticket.move', ticket: id }, (change) => {
      const { rank, others } = rankIn(change.tx, lane, slot, id);
      for (const other of others) change.patch('ticket', other.id, { rank: other.rank });
      change.patch('ticket', id, { severity: severityOf(lane), rank });
    });
  }
  const moved = movedView(spine.db, id, from);
  if (moved === null) throw new AppError('not_found', { entity: 'ticket', key: id });
  return moved;
};

const agree = (spine: Spine, input: Input<'ticket.agree'>): { id: string } => {
  const row = ticketRow(spine.db, input.id);
  const to = row.severity;
  if (to === null) throw new AppError('invalid_input', { issues: [{ path: 'id', message: 'the ticket has no severity to agree on' }] });
  if (input.contact !== null) need(spine.db, 'contact', input.contact);
  commit(spine, { command: 'ticket.agree', ticket: row.id }, (change) => {
    const { mode, impact, contact, contact_name, channel } = input;
    const agreement = change.fact('severity_agreement', { ticket: row.id, from: row.agreed_severity, to, mode, impact, contact, contact_name, channel, at: change.at });
    change.patch('ticket', row.id, { agreed_severity: to });
    tell(spine, change, row.id, 'severity_agreed', { agreement, from: row.agreed_severity, to, mode });
  });
  return { id: row.id };
};

const transition = (spine: Spine, input: Input<'ticket.transition'>): { id: string } => {
  const row = ticketRow(spine.db, input.id);
  const { to } = input;
  const cancels = to === 'cancelled';
  const facts = gatherFacts(spine.db, row, spine.actor().role);
  const verdict = canTransition(facts, { to, reason: cancels ? input.cancel_reason : input.reason, comment: input.comment });
  if (!verdict.ok) throw new AppError('transition_blocked', { to, missing: verdict.missing satisfies readonly Missing[] });
  commit(spine, { command: 'ticket.transition', ticket: row.id }, (change) => {
    const reopens = row.state === 'closed';
    const ends = to === 'closed' || cancels;
    change.patch(
      'ticket',
      row.id,
      {
        state: to,
        closed_at: ends ? change.at : null,
        cancel_reason: cancels ? (input.cancel_reason ?? null) : null,
        cycle: reopens ? row.cycle + 1 : row.cycle,
      },
      cancels ? { reason: input.cancel_reason, comment: input.comment ?? input.reason } : { reason: input.reason, comment: input.comment, ...(reopens ? { policy: policyNow(change.tx, row.contract) } : {}) },
    );
  });
  return { id: row.id };
};

const addMessage = (spine: Spine, input: Input<'message.add'>): { id: string } => {
  const row = ticketRow(spine.db, input.ticket);
  const theirs = input.direction === 'in';
  const requester = row.requester === null ? undefined : get(spine.db, sql.selectFrom('contact').select('name').where('id', '=', row.requester));
  const authorName = input.author_name ?? (theirs ? (requester?.name ?? row.requester_name) : null);
  const id = commit(spine, { command: 'message.add', ticket: row.id, undo: 'no' }, (change) =>
    change.fact('message', {
      ticket: row.id,
      direction: input.direction,
      channel: input.channel,
      author: theirs ? null : change.actor.id,
      author_name: authorName,
      at: change.at,
      body: input.body,
    }),
  );
  return { id };
};

/** Whatever changes a ticket. Each is one change: rows, events, ops and undo together. */
export const ticketCommands = (spine: Spine): Part<'ticket.create' | 'ticket.edit' | 'ticket.move' | 'ticket.agree' | 'ticket.transition' | 'message.add'> => ({
  'ticket.create': (input) => createTicket(spine, 'ticket.create', input),
  'ticket.edit': (input) => edit(spine, input),
  'ticket.move': (input) => move(spine, input),
  'ticket.agree': (input) => agree(spine, input),
  'ticket.transition': (input) => transition(spine, input),
  'message.add': (input) => addMessage(spine, input),
});
