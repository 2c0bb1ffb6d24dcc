import type { CoreContract } from '#shared/contract/core.ts';
import type { ParsedOf } from '#shared/contract/method.ts';
import type { Row } from '#shared/domain/entities/index.ts';
import { canTransition } from '#shared/domain/ticket-state.ts';
import { AppError } from '#shared/errors.ts';
import { commit } from '../change/change.ts';
import { findRow } from '../db/entity-rows.ts';
import { statement, type ReadDb } from '../db/connection.ts';
import type { Spine } from '../spine.ts';
import { gatherFacts } from '../tickets/facts.ts';
import { codeOf } from '../tickets/ticket-code.ts';

const maxBody = 100_000;

const ticketOf = (db: ReadDb, key: string): Row<'ticket'> => {
  const row = findRow(db, 'ticket', key);
  if (row === null) throw new AppError('not_found', { entity: 'ticket', key });
  return row;
};

/** All that the client wrote in a ticket, as one text of the other. */
const toldIn = (db: ReadDb, row: Row<'ticket'>): string => {
  const messages = statement(db, "SELECT author_name, at, body FROM message WHERE ticket = ? AND direction = 'in' ORDER BY at, id").all(row.id) as { author_name: string | null; at: string; body: string }[];
  const lines = [`${codeOf(row)} ${row.title}`, row.description, ...messages.map(({ author_name, at, body }) => `${author_name ?? ''} ${at}\n${body}`)];
  return lines.filter((line) => line.trim() !== '').join('\n\n').slice(0, maxBody);
};

/**
 * Cancels a ticket as the duplicate of another. `merge`: what the client wrote in it goes along, as an internal note.
 * Errors: not_found, invalid_input (of itself, or of another client), transition_blocked.
 */
export const markDuplicate = (spine: Spine, { id, of, merge }: ParsedOf<CoreContract['ticket.duplicate']>): { id: string } => {
  const [row, other] = [ticketOf(spine.db, id), ticketOf(spine.db, of)];
  if (id === of || other.client !== row.client) throw new AppError('invalid_input', { issues: [{ path: 'of', message: 'a duplicate is of another ticket of the same client' }] });
  const verdict = canTransition(gatherFacts(spine.db, row, spine.actor().role), { to: 'cancelled', reason: 'duplicate' });
  if (!verdict.ok) throw new AppError('transition_blocked', { to: 'cancelled', missing: verdict.missing });
  commit(spine, { command: 'ticket.duplicate', ticket: id }, (change) => {
    change.patch('ticket', id, { duplicate_of: of, state: 'cancelled', closed_at: change.at, cancel_reason: 'duplicate' }, { reason: 'duplicate' });
    if (merge) change.fact('message', { ticket: of, direction: 'internal', channel: row.channel, author: change.actor.id, author_name: null, at: change.at, body: toldIn(spine.db, row) });
  });
  return { id };
};
