import type { CoreContract } from '#shared/contract/core.ts';
import type { InputOf } from '#shared/contract/method.ts';
import { core } from '../../engine/core.ts';
import { showError, showToast } from '../../stores/toasts.ts';

export type TicketFields = InputOf<CoreContract['ticket.edit']>['fields'];

/** Changes properties and offers to undo it. `text` says what changed. Answers whether it was saved. */
export const editTicket = async (id: string, fields: TicketFields, text: string): Promise<boolean> => {
  try {
    await core.call('ticket.edit', { id, fields });
    showToast({ text, undo: true });
    return true;
  } catch (error) {
    showError(error);
    return false;
  }
};
