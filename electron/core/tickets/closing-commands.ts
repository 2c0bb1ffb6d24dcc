import type { CoreContract } from '#shared/contract/core.ts';
import type { ParsedOf } from '#shared/contract/method.ts';
import { canTransition } from '#shared/domain/ticket-state.ts';
import { AppError } from '#shared/errors.ts';
import { commit } from '../change/change.ts';
import { findRow } from '../db/entity-rows.ts';
import type { Part } from '../part.ts';
import type { Spine } from '../spine.ts';
import { gatherFacts } from './facts.ts';

type Input<M extends keyof CoreContract> = ParsedOf<CoreContract[M]>;

/**
 * The client's word on a delivery, written down for him. A rejection takes the ticket back to work in the same change.
 * Errors: not_found, transition_blocked (it is not with the client, or the comment is missing), not_allowed (he may not say so).
 */
const validate = (spine: Spine, input: Input<'ticket.validate'>): { id: string } => {
  const row = findRow(spine.db, 'ticket', input.ticket);
  if (row === null) throw new AppError('not_found', { entity: 'ticket', key: input.ticket });
  const comment = input.comment?.trim() ?? '';
  const rejects = input.decision === 'rejected';
  if (row.state !== 'awaiting_validation') throw new AppError('transition_blocked', { to: rejects ? 'in_progress' : 'closed', missing: ['not_in_machine'] });
  if (rejects) {
    const verdict = canTransition(gatherFacts(spine.db, row, spine.actor().role), { to: 'in_progress', comment });
    if (!verdict.ok) throw new AppError('transition_blocked', { to: 'in_progress', missing: verdict.missing });
  }
  const id = commit(spine, { command: 'ticket.validate', ticket: row.id, undo: 'no' }, (change) => {
    const made = change.fact('validation', { ticket: row.id, cycle: row.cycle, decision: input.decision, contact: input.contact, at: change.at, via: input.via, on_behalf_by: change.actor.id, comment: comment === '' ? null : comment });
    if (rejects) change.patch('ticket', row.id, { state: 'in_progress' }, { comment });
    return made;
  });
  return { id };
};

/** What was changed, what could go wrong, and the way back. Errors: not_found. */
const record = (spine: Spine, input: Input<'ticket.recordChange'>): { id: string } => {
  if (findRow(spine.db, 'ticket', input.ticket) === null) throw new AppError('not_found', { entity: 'ticket', key: input.ticket });
  const { ticket, what, risk, rollback, tested_by } = input;
  return { id: commit(spine, { command: 'ticket.recordChange', ticket, undo: 'no' }, (change) => change.fact('change_record', { ticket, what, risk, rollback, tested_by })) };
};

/** What a ticket needs before it is closed, written down once and never changed. */
export const closingCommands = (spine: Spine): Part<'ticket.validate' | 'ticket.recordChange'> => ({
  'ticket.validate': (input) => validate(spine, input),
  'ticket.recordChange': (input) => record(spine, input),
});
