import type { Kind, Modality, Severity, TicketState, UserRole } from './enums.ts';

/** What a guard can find missing. Each has a sentence in both languages and, on the screen, a link to where it is done. */
export const missingReasons = [
  'not_in_machine', // the machine has no such step
  'authorisation_required',
  'kind_required',
  'level_required',
  'severity_agreement_required',
  'client_responsible_required',
  'owner_required',
  'objective_required',
  'scope_in_required',
  'consultant_required',
  'consultant_role_required',
  'window_required',
  'third_party_plan_required',
  'first_response_required',
  'question_required',
  'third_party_reason_required',
  'evidence_required',
  'rejection_comment_required',
  'client_validation_required',
  'hours_not_used',
  'hours_approval_required',
  'running_timer',
  'open_conflict',
  'reopen_reason_required',
  'cancel_reason_required',
  'billable_time_unsettled',
] as const;
export type Missing = (typeof missingReasons)[number];

/** All that the guards look at, gathered by whoever asks. No clock, no database. */
export interface TransitionFacts {
  readonly state: TicketState;
  readonly kind: Kind | null;
  readonly service_level: string | null;
  readonly severity: Severity | null;
  readonly agreed_severity: Severity | null;
  readonly authorised_at: string | null;
  readonly client_responsible: string | null;
  readonly owner: string | null;
  readonly objective: string | null;
  readonly scope: 'in' | 'out' | null;
  readonly consultant: string | null;
  readonly consultant_role: string | null;
  readonly window_start: string | null;
  readonly window_end: string | null;
  readonly modality: Modality | null;
  readonly plan_accepted: boolean;
  readonly first_response_sent: boolean;
  /** Client-visible evidence with stage `after`. */
  readonly visible_after_evidence: number;
  /** The validation of this cycle, if any. */
  readonly validation: 'accepted' | 'rejected' | null;
  readonly hours_approved: boolean;
  readonly running_timer: boolean;
  readonly open_conflict: boolean;
  readonly billable_time_settled: boolean;
  readonly actor_role: UserRole;
}

/** What the person adds to the step: a question, a comment, a reason. */
export interface TransitionInput {
  readonly to: TicketState;
  readonly reason?: string | undefined;
  readonly comment?: string | undefined;
}

export type Verdict = { readonly ok: true } | { readonly ok: false; readonly missing: readonly Missing[] };

const steps: Readonly<Record<TicketState, readonly TicketState[]>> = {
  registered: ['triaged', 'cancelled'],
  triaged: ['assigned', 'scheduled', 'cancelled'],
  assigned: ['scheduled', 'in_diagnosis', 'cancelled'],
  scheduled: ['triaged', 'assigned', 'in_diagnosis', 'cancelled'],
  in_diagnosis: ['in_progress', 'waiting_client', 'waiting_third_party', 'awaiting_validation', 'cancelled'],
  in_progress: ['in_testing', 'waiting_client', 'waiting_third_party', 'cancelled'],
  in_testing: ['in_progress', 'waiting_client', 'waiting_third_party', 'awaiting_validation', 'cancelled'],
  waiting_client: ['in_diagnosis', 'in_progress', 'in_testing', 'cancelled'],
  waiting_third_party: ['in_diagnosis', 'in_progress', 'in_testing', 'cancelled'],
  awaiting_validation: ['in_progress', 'awaiting_hours_approval', 'closed', 'cancelled'],
  awaiting_hours_approval: ['closed', 'cancelled'],
  closed: ['triaged'],
  cancelled: [],
};

/** The states that the machine knows from here, whether or not their guards hold. */
export const nextStates = (state: TicketState): readonly TicketState[] => steps[state];

const usesHours = (facts: TransitionFacts): boolean => facts.modality === 'hours_bank';
const said = (text: string | undefined): boolean => text !== undefined && text.trim().length > 0;

const triageMissing = (f: TransitionFacts): readonly Missing[] => {
  const missing: Missing[] = [];
  // A lead may start an S1 before the responsible confirms it.
  const leadStartsS1 = f.severity === 'S1' && f.actor_role !== 'consultant';
  if (f.authorised_at === null && !leadStartsS1) missing.push('authorisation_required');
  if (f.kind === null) missing.push('kind_required');
  if (f.service_level === null) missing.push('level_required');
  if (f.severity === null || f.severity !== f.agreed_severity) {
    if (!leadStartsS1) missing.push('severity_agreement_required');
  }
  if (f.client_responsible === null) missing.push('client_responsible_required');
  if (f.owner === null) missing.push('owner_required');
  if (!said(f.objective ?? undefined)) missing.push('objective_required');
  if (f.scope !== 'in') missing.push('scope_in_required');
  return missing;
};

const closeMissing = (f: TransitionFacts): readonly Missing[] => {
  const missing: Missing[] = [];
  if (f.visible_after_evidence < 1) missing.push('evidence_required');
  if (f.validation !== 'accepted') missing.push('client_validation_required');
  if (usesHours(f) && !f.hours_approved) missing.push('hours_approval_required');
  if (f.running_timer) missing.push('running_timer');
  if (f.open_conflict) missing.push('open_conflict');
  return missing;
};

const workMissing = (f: TransitionFacts): readonly Missing[] =>
  f.modality === 'third_party_odoo' && f.kind === 'evolutive' && !f.plan_accepted ? ['third_party_plan_required'] : [];

const guard = (f: TransitionFacts, input: TransitionInput): readonly Missing[] => {
  switch (input.to) {
    case 'triaged':
      if (f.state === 'closed') return said(input.reason) ? [] : ['reopen_reason_required'];
      return f.state === 'registered' ? triageMissing(f) : [];
    case 'assigned': {
      const missing: Missing[] = [];
      if (f.consultant === null) missing.push('consultant_required');
      if (f.consultant_role === null) missing.push('consultant_role_required');
      return missing;
    }
    case 'scheduled':
      return f.window_start === null || f.window_end === null ? ['window_required'] : [];
    case 'in_diagnosis':
      // From *Programado* straight to work still needs somebody to do it.
      return [...workMissing(f), ...(f.consultant === null ? (['consultant_required'] as const) : [])];
    case 'in_progress':
      if (f.state === 'awaiting_validation') return said(input.comment) ? [] : ['rejection_comment_required'];
      return workMissing(f);
    case 'in_testing':
      return workMissing(f);
    case 'waiting_client': {
      const missing: Missing[] = [];
      if (!f.first_response_sent) missing.push('first_response_required');
      if (!said(input.comment)) missing.push('question_required');
      return missing;
    }
    case 'waiting_third_party':
      return said(input.comment) ? [] : ['third_party_reason_required'];
    case 'awaiting_validation':
      if (f.state === 'in_diagnosis' && f.kind !== 'information') return ['not_in_machine'];
      return f.visible_after_evidence < 1 ? ['evidence_required'] : [];
    case 'awaiting_hours_approval': {
      const missing: Missing[] = [];
      if (!usesHours(f)) missing.push('hours_not_used');
      if (f.validation !== 'accepted') missing.push('client_validation_required');
      return missing;
    }
    case 'closed':
      return closeMissing(f);
    case 'cancelled': {
      const missing: Missing[] = [];
      if (!said(input.reason)) missing.push('cancel_reason_required');
      if (f.running_timer) missing.push('running_timer');
      if (!f.billable_time_settled) missing.push('billable_time_unsettled');
      return missing;
    }
    case 'registered':
      return ['not_in_machine'];
  }
};

/** May the ticket take this step now? Answers with everything that is missing, so that the screen can say it. Source: the service's state machine. */
export const canTransition = (facts: TransitionFacts, input: TransitionInput): Verdict => {
  if (!steps[facts.state].includes(input.to)) return { ok: false, missing: ['not_in_machine'] };
  const missing = guard(facts, input);
  return missing.length === 0 ? { ok: true } : { ok: false, missing };
};

/** May the ticket be closed now? The same list that `canTransition` gives for `closed`, from any state, for the checklist on the ticket. */
export const canClose = (facts: TransitionFacts): Verdict => {
  const missing = closeMissing(facts);
  return missing.length === 0 ? { ok: true } : { ok: false, missing };
};

/** Said when the step was first taken, or what the choice itself settles. */
const settled: ReadonlySet<Missing> = new Set([
  'not_in_machine',
  'open_conflict',
  'question_required',
  'third_party_reason_required',
  'rejection_comment_required',
  'reopen_reason_required',
  'cancel_reason_required',
]);

/**
 * What the state still lacks to be chosen where two people have set it without seeing each other: what the ticket must have
 * for it counts, the way there does not.
 */
export const settleMissing = (facts: TransitionFacts, to: TicketState): readonly Missing[] => guard(facts, { to }).filter((missing) => !settled.has(missing));
