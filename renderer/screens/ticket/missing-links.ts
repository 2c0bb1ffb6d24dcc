import type { TicketDetail } from '#shared/contract/views.ts';
import { isProvisional, laneOf } from '#shared/domain/lane.ts';
import type { Missing } from '#shared/domain/ticket-state.ts';
import { runCommand } from '../../commands/registry.ts';
import { core } from '../../engine/core.ts';
import { askAgreement, openDialog, useDialogs } from '../../stores/dialogs.ts';
import { go } from '../../stores/router.ts';
import { showError } from '../../stores/toasts.ts';

/** Where what is missing gets done. `property` is a row of the panel; null: nowhere on this desk. */
type Link = { readonly is: 'property'; readonly property: string } | { readonly is: 'act'; readonly run: (detail: TicketDetail) => void };

const property = (name: string): Link => ({ is: 'property', property: name });
const act = (run: (detail: TicketDetail) => void): Link => ({ is: 'act', run });

/** What only the step's own dialog asks for: the step is not blocked by it. */
const askedInDialog: ReadonlySet<Missing> = new Set(['question_required', 'third_party_reason_required', 'rejection_comment_required', 'reopen_reason_required', 'cancel_reason_required']);
export const isAsked = (missing: Missing): boolean => askedInDialog.has(missing);

/** The sheet may be there before the ticket's new severity is. */
export const isAgreementOpen = (ticket: string): boolean => useDialogs.getState().agreement?.ticket === ticket;

/** Opens the severity agreement, or goes into the one that is open; without a severity there is nothing to agree on yet. */
export const openAgreement = ({ ticket, code }: TicketDetail): void => {
  const { agreement } = useDialogs.getState();
  if (agreement !== null && agreement.ticket === ticket.id) return askAgreement({ ...agreement, focus: true });
  if (ticket.severity === null) {
    document.querySelector<HTMLElement>('[data-severity-menu]')?.click();
    return;
  }
  askAgreement({ ticket: ticket.id, code, client: ticket.client, from: laneOf(ticket.agreed_severity), to: ticket.severity, focus: true });
};

const stopTimerHere = ({ ticket }: TicketDetail): void => {
  core
    .call('timer.get', {})
    .then((running) => {
      if (running?.ticket?.id === ticket.id) runCommand('timer.stopAndNote');
      else go({ name: 'my-day' });
    })
    .catch(showError);
};

const linkOf = (missing: Missing): Link | null => {
  switch (missing) {
    case 'authorisation_required':
      return property('authorised_at');
    case 'kind_required':
      return property('kind');
    case 'level_required':
      return property('service_level');
    case 'severity_agreement_required':
      return act(openAgreement);
    case 'client_responsible_required':
      return property('client_responsible');
    case 'owner_required':
      return property('owner');
    case 'objective_required':
      return property('objective');
    case 'scope_in_required':
      return property('scope');
    case 'consultant_required':
      return property('consultant');
    case 'consultant_role_required':
      return property('consultant_role');
    case 'window_required':
      return property('window_start');
    case 'first_response_required':
      return act(() => runCommand('ticket.reply'));
    case 'evidence_required':
      return act(() => runCommand('capture.region'));
    case 'client_validation_required':
      return act(({ ticket, code }) => (ticket.state === 'awaiting_validation' ? openDialog({ kind: 'validation', ticket: ticket.id, code, client: ticket.client }) : document.querySelector<HTMLElement>('[data-menu="state"]')?.click()));
    case 'hours_approval_required':
      return act(() => go({ name: 'hours' }));
    case 'third_party_plan_required':
      return property('contract');
    case 'running_timer':
      return act(stopTimerHere);
    case 'open_conflict':
      return act(() => go({ name: 'sync' }));
    case 'billable_time_unsettled':
      return act(() => go({ name: 'hours' }));
    default:
      return null;
  }
};

export const hasLink = (missing: Missing): boolean => linkOf(missing) !== null;

/** Goes to where it is done. `showPanel` opens the properties first; what had the focus (a menu) gives it back before. */
export const followMissing = (missing: Missing, detail: TicketDetail, showPanel: () => void): void => {
  const link = linkOf(missing);
  if (link === null) return;
  if (link.is === 'act') {
    setTimeout(() => link.run(detail), 80);
    return;
  }
  showPanel();
  setTimeout(() => {
    const row = document.querySelector<HTMLElement>(`[data-property="${link.property}"]`);
    row?.scrollIntoView({ block: 'center' });
    const control = row?.querySelector<HTMLElement>('button, input, textarea');
    control?.focus();
    if (control?.dataset['opens'] !== undefined) control.click();
  }, 80);
};

export const isAgreed = (detail: TicketDetail): boolean => detail.ticket.severity !== null && !isProvisional(detail.ticket);
