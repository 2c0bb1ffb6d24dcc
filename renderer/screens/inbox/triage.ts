import type { TicketDetail } from '#shared/contract/views.ts';
import type { Missing } from '#shared/domain/ticket-state.ts';
import { mayAnswer } from '../../dialogs/may-answer.ts';
import { core } from '../../engine/core.ts';

/** What the ticket lacks to be classified. */
export const missingToTriage = (detail: TicketDetail): readonly Missing[] => detail.next.find(({ to }) => to === 'triaged')?.missing ?? [];

/** What accepting settles by itself where it is still open: that who asks may ask, and who answers for it here. */
const implied = ({ ticket, contacts }: TicketDetail, me: string, now: string) => {
  const asks = contacts.find(({ id }) => id === ticket.requester);
  const authorised = asks !== undefined && mayAnswer(asks, now);
  return {
    ...(ticket.authorised_at === null && authorised ? { authorised_at: now } : {}),
    ...(ticket.client_responsible === null && authorised ? { client_responsible: asks.id } : {}),
    ...(ticket.owner === null ? { owner: me } : {}),
    ...(ticket.scope === null ? { scope: 'in' as const } : {}),
  };
};

/** Accepts a ticket: what can be said by itself is filled in, then it is classified. Answers with what still lacks. */
export const accept = async (detail: TicketDetail, me: string, now: string): Promise<readonly Missing[]> => {
  const fields = implied(detail, me, now);
  if (Object.keys(fields).length > 0) await core.call('ticket.edit', { id: detail.ticket.id, fields });
  const missing = missingToTriage(await core.call('ticket.get', { id: detail.ticket.id }));
  if (missing.length === 0) await core.call('ticket.transition', { id: detail.ticket.id, to: 'triaged' });
  return missing;
};

/** Until when a ticket is put off: three hours from now, or tomorrow morning by this computer's clock. */
export const snoozeUntil = (now: Date, by: 'hours' | 'tomorrow'): string => {
  if (by === 'hours') return new Date(now.getTime() + 3 * 3_600_000).toISOString();
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 9).toISOString();
};
