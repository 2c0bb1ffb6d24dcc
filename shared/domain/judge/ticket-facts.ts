import type { TicketState, UserRole } from '../enums.ts';
import type { TransitionFacts } from '../ticket-state.ts';
import type { RowFields } from './case.ts';

/** The living rows that hang from a ticket, as far as a guard looks at them. */
export interface Hanging {
  readonly messages: readonly RowFields[];
  readonly evidence: readonly RowFields[];
  readonly validations: readonly RowFields[];
  readonly entries: readonly RowFields[];
}

const latest = (rows: readonly RowFields[]): RowFields | undefined => rows.toSorted((a, b) => (String(a['at']) < String(b['at']) ? 1 : -1))[0];

/** What the guards of the state machine look at, read off whole rows: the desk reads the same off its tables. */
export const factsOfRows = (
  ticket: RowFields,
  hanging: Hanging,
  more: { readonly modality: TransitionFacts['modality']; readonly plan_accepted: boolean; readonly open_conflict: boolean; readonly actor_role: UserRole },
): TransitionFacts => {
  const billable = hanging.entries.filter((entry) => entry['billable'] === true);
  const undecided = billable.some((entry) => entry['status'] === 'draft' || entry['status'] === 'rejected');
  const unapproved = undecided || billable.some((entry) => entry['status'] === 'submitted' || entry['status'] === 'lead_approved');
  const validation = latest(hanging.validations.filter((row) => row['cycle'] === ticket['cycle']));
  const given = <F extends keyof TransitionFacts>(field: F): TransitionFacts[F] => (ticket[field] ?? null) as TransitionFacts[F];
  return {
    state: ticket['state'] as TicketState,
    kind: given('kind'),
    service_level: given('service_level'),
    severity: given('severity'),
    agreed_severity: given('agreed_severity'),
    authorised_at: given('authorised_at'),
    client_responsible: given('client_responsible'),
    owner: given('owner'),
    objective: given('objective'),
    scope: given('scope'),
    consultant: given('consultant'),
    consultant_role: given('consultant_role'),
    window_start: given('window_start'),
    window_end: given('window_end'),
    modality: more.modality,
    plan_accepted: more.plan_accepted,
    first_response_sent: hanging.messages.some((message) => message['direction'] === 'out'),
    visible_after_evidence: hanging.evidence.filter((row) => row['stage'] === 'after' && row['visibility'] === 'client').length,
    validation: (validation?.['decision'] ?? null) as TransitionFacts['validation'],
    hours_approved: !unapproved,
    running_timer: hanging.entries.some((entry) => entry['end'] === null),
    open_conflict: more.open_conflict,
    actor_role: more.actor_role,
    billable_time_settled: more.modality === 'hours_bank' ? !unapproved : !undecided,
  };
};
