import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ticketStates, type TicketState } from '#shared/domain/enums.ts';
import { canClose, canTransition, missingReasons, nextStates, type Missing, type TransitionFacts, type TransitionInput } from '#shared/domain/ticket-state.ts';

/** A ticket to which nothing is lacking. */
const whole: TransitionFacts = {
  state: 'registered',
  kind: 'corrective',
  service_level: 'continuity',
  severity: 'S3',
  agreed_severity: 'S3',
  authorised_at: '2026-06-12T15:00:00.000Z',
  client_responsible: 'c',
  owner: 'o',
  objective: 'x',
  scope: 'in',
  consultant: 'u',
  consultant_role: 'functional',
  window_start: '2026-06-12T15:00:00.000Z',
  window_end: '2026-06-12T16:00:00.000Z',
  modality: 'hours_bank',
  plan_accepted: true,
  first_response_sent: true,
  visible_after_evidence: 1,
  validation: 'accepted',
  hours_approved: true,
  running_timer: false,
  open_conflict: false,
  billable_time_settled: true,
  actor_role: 'consultant',
};
const said = { reason: 'r', comment: 'c' };
const missing = (facts: Partial<TransitionFacts>, to: TicketState, more: Partial<TransitionInput> = said): readonly Missing[] => {
  const verdict = canTransition({ ...whole, ...facts }, { to, ...more });
  return verdict.ok ? [] : verdict.missing;
};

/** The table of the service, written out by hand. */
const table: Readonly<Record<TicketState, readonly TicketState[]>> = {
  registered: ['triaged', 'cancelled'],
  triaged: ['assigned', 'scheduled', 'cancelled'],
  assigned: ['scheduled', 'in_diagnosis', 'cancelled'],
  scheduled: ['triaged', 'assigned', 'in_diagnosis', 'cancelled'],
  in_diagnosis: ['in_progress', 'waiting_client', 'waiting_third_party', 'cancelled'],
  in_progress: ['in_testing', 'waiting_client', 'waiting_third_party', 'cancelled'],
  in_testing: ['in_progress', 'waiting_client', 'waiting_third_party', 'awaiting_validation', 'cancelled'],
  waiting_client: ['in_diagnosis', 'in_progress', 'in_testing', 'cancelled'],
  waiting_third_party: ['in_diagnosis', 'in_progress', 'in_testing', 'cancelled'],
  awaiting_validation: ['in_progress', 'awaiting_hours_approval', 'closed', 'cancelled'],
  awaiting_hours_approval: ['closed', 'cancelled'],
  closed: ['triaged'],
  cancelled: [],
};

describe('the machine', () => {
  test('knows just the steps of the table, for a ticket that lacks nothing', () => {
    for (const from of ticketStates) {
      expect(ticketStates.filter((to) => missing({ state: from }, to).length === 0).toSorted(), from).toEqual([...table[from]].toSorted());
      for (const to of ticketStates.filter((each) => !nextStates(from).includes(each))) expect(missing({ state: from }, to)).toEqual(['not_in_machine']);
    }
  });

  test('an information request may be delivered straight from diagnosis', () => {
    expect(missing({ state: 'in_diagnosis', kind: 'information' }, 'awaiting_validation')).toEqual([]);
    expect(missing({ state: 'in_diagnosis', kind: 'evolutive' }, 'awaiting_validation')).toEqual(['not_in_machine']);
  });
});

describe('the guards', () => {
  const cases: readonly (readonly [name: string, facts: Partial<TransitionFacts>, to: TicketState, lacks: readonly Missing[], more?: Partial<TransitionInput>])[] = [
    ['triage without authorisation', { authorised_at: null }, 'triaged', ['authorisation_required']],
    ['triage without kind', { kind: null }, 'triaged', ['kind_required']],
    ['triage without level', { service_level: null }, 'triaged', ['level_required']],
    ['triage without severity', { severity: null, agreed_severity: null }, 'triaged', ['severity_agreement_required']],
    ['triage with another severity agreed', { agreed_severity: 'S2' }, 'triaged', ['severity_agreement_required']],
    ['triage without both responsibles', { client_responsible: null, owner: null }, 'triaged', ['client_responsible_required', 'owner_required']],
    ['triage with a blank objective', { objective: '  ' }, 'triaged', ['objective_required']],
    ['triage out of scope', { scope: 'out' }, 'triaged', ['scope_in_required']],
    ['a consultant starts an S1 unconfirmed', { severity: 'S1', agreed_severity: null, authorised_at: null }, 'triaged', ['authorisation_required', 'severity_agreement_required']],
    ['a lead starts an S1 unconfirmed', { severity: 'S1', agreed_severity: null, authorised_at: null, actor_role: 'lead' }, 'triaged', []],
    ['a lead starts an S2 unconfirmed', { severity: 'S2', agreed_severity: null, authorised_at: null, actor_role: 'lead' }, 'triaged', ['authorisation_required', 'severity_agreement_required']],
    ['assign nobody', { state: 'triaged', consultant: null, consultant_role: null }, 'assigned', ['consultant_required', 'consultant_role_required']],
    ['schedule half a window', { state: 'triaged', window_end: null }, 'scheduled', ['window_required']],
    ['back from scheduled', { state: 'scheduled' }, 'triaged', []],
    ['third-party evolutive without the plan', { state: 'assigned', modality: 'third_party_odoo', kind: 'evolutive', plan_accepted: false }, 'in_diagnosis', ['third_party_plan_required']],
    ['third-party corrective without the plan', { state: 'assigned', modality: 'third_party_odoo', plan_accepted: false }, 'in_diagnosis', []],
    ['work without anybody', { state: 'scheduled', consultant: null }, 'in_diagnosis', ['consultant_required']],
    ['ask the client before any answer', { state: 'in_progress', first_response_sent: false }, 'waiting_client', ['first_response_required']],
    ['ask the client nothing', { state: 'in_progress' }, 'waiting_client', ['question_required'], { comment: ' ' }],
    ['wait for a third party without saying why', { state: 'in_testing' }, 'waiting_third_party', ['third_party_reason_required'], {}],
    ['deliver without evidence', { state: 'in_testing', visible_after_evidence: 0 }, 'awaiting_validation', ['evidence_required']],
    ['reject without a comment', { state: 'awaiting_validation' }, 'in_progress', ['rejection_comment_required'], {}],
    ['approve hours where none are used', { state: 'awaiting_validation', modality: 'monthly_sla' }, 'awaiting_hours_approval', ['hours_not_used']],
    ['approve hours before acceptance', { state: 'awaiting_validation', validation: null }, 'awaiting_hours_approval', ['client_validation_required']],
    ['close a rejected one', { state: 'awaiting_validation', validation: 'rejected' }, 'closed', ['client_validation_required']],
    ['close with hours open', { state: 'awaiting_validation', hours_approved: false }, 'closed', ['hours_approval_required']],
    ['close with hours that are not used', { state: 'awaiting_validation', hours_approved: false, modality: 'monthly_sla' }, 'closed', []],
    ['close while a timer runs and a conflict is open', { state: 'awaiting_hours_approval', running_timer: true, open_conflict: true }, 'closed', ['running_timer', 'open_conflict']],
    ['reopen without a reason', { state: 'closed' }, 'triaged', ['reopen_reason_required'], {}],
    ['reopen', { state: 'closed', authorised_at: null }, 'triaged', []],
    ['cancel without a reason, with a timer and open time', { running_timer: true, billable_time_settled: false }, 'cancelled', ['cancel_reason_required', 'running_timer', 'billable_time_unsettled'], {}],
  ];
  test.each(cases.map(([name, ...row]) => ({ name, row })))('$name', ({ row: [facts, to, lacks, more] }) => {
    expect(missing(facts, to, more)).toEqual(lacks);
  });

  const maybe = <T>(value: T) => fc.constantFrom(value, null);
  const anyFacts: fc.Arbitrary<TransitionFacts> = fc.record({
    state: fc.constantFrom(...ticketStates),
    kind: fc.constantFrom('corrective', 'evolutive', 'information', null),
    service_level: maybe('continuity'),
    severity: fc.constantFrom('S1', 'S3', null),
    agreed_severity: fc.constantFrom('S1', 'S3', null),
    authorised_at: maybe('2026-06-12T15:00:00.000Z'),
    client_responsible: maybe('c'),
    owner: maybe('o'),
    objective: maybe('x'),
    scope: fc.constantFrom('in', 'out', null),
    consultant: maybe('u'),
    consultant_role: maybe('functional'),
    window_start: maybe('2026-06-12T15:00:00.000Z'),
    window_end: maybe('2026-06-12T16:00:00.000Z'),
    modality: fc.constantFrom('hours_bank', 'monthly_sla', 'third_party_odoo', null),
    plan_accepted: fc.boolean(),
    first_response_sent: fc.boolean(),
    visible_after_evidence: fc.nat(2),
    validation: fc.constantFrom('accepted', 'rejected', null),
    hours_approved: fc.boolean(),
    running_timer: fc.boolean(),
    open_conflict: fc.boolean(),
    billable_time_settled: fc.boolean(),
    actor_role: fc.constantFrom('consultant', 'lead', 'admin'),
  });

  test('whatever the facts: a refusal says why, each thing once; nothing closes that canClose would not', () => {
    fc.assert(
      fc.property(anyFacts, fc.constantFrom(...ticketStates), (facts, to) => {
        const verdict = canTransition(facts, { to, ...said });
        const lacks = verdict.ok ? [] : verdict.missing;
        expect(verdict.ok).toBe(lacks.length === 0);
        expect(new Set(lacks).size).toBe(lacks.length);
        for (const reason of lacks) expect(missingReasons).toContain(reason);
        expect(!verdict.ok || nextStates(facts.state).includes(to)).toBe(true);
        expect(!verdict.ok || to !== 'closed' || canClose(facts).ok).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
