import type { Fields } from '#shared/domain/entities/index.ts';
import type { Severity, TicketEventType, TicketState } from '#shared/domain/enums.ts';
import { provisionalCode } from '#shared/ids.ts';
import type { OwnOp } from '../sync/own-ops.ts';
import { askerKey, clientKey, contractKey, responsibleKey } from './clients-ops.ts';
import { agreedImpact, conversationOf } from './conversation.ts';
import { people, clients, type PersonCode } from './team.ts';
import type { PlannedTicket } from './ticket-plan.ts';

export interface SeedEnvironment {
  readonly nowMs: number;
  readonly newId: (ms: number) => string;
  readonly userOf: (code: PersonCode) => string;
  readonly device: string;
}

const hourMs = 3_600_000;

/** The way from *Registrado* to each state, as the team walks it. */
const walk: Readonly<Record<TicketState, readonly TicketState[]>> = {
  registered: [],
  triaged: ['triaged'],
  assigned: ['triaged', 'assigned'],
  scheduled: ['triaged', 'assigned', 'scheduled'],
  in_diagnosis: ['triaged', 'assigned', 'in_diagnosis'],
  in_progress: ['triaged', 'assigned', 'in_diagnosis', 'in_progress'],
  in_testing: ['triaged', 'assigned', 'in_diagnosis', 'in_progress', 'in_testing'],
  waiting_client: ['triaged', 'assigned', 'in_diagnosis', 'waiting_client'],
  waiting_third_party: ['triaged', 'assigned', 'in_diagnosis', 'waiting_third_party'],
  awaiting_validation: ['triaged', 'assigned', 'in_diagnosis', 'in_progress', 'in_testing', 'awaiting_validation'],
  awaiting_hours_approval: [],
  closed: [],
  cancelled: [],
};

const severityLevel = (severity: Severity) => (severity === 'S4' ? 'improvement' : 'continuity');

/** The one card whose move to S1 the client has not agreed to yet. */
const provisionalNumber = 2591;

/** A ticket with its events, messages and agreement, as one command. */
export const ticketOps = (environment: SeedEnvironment, planned: PlannedTicket, rank: string): readonly OwnOp[] => {
  const { nowMs, newId, userOf, device } = environment;
  const received = nowMs - planned.hoursAgo * hourMs;
  // What happened is spread over the time since it arrived, the last of it shortly before now.
  const at = (part: number): string => new Date(Math.floor(received + (nowMs - received) * part)).toISOString();
  const key = newId(received);
  const lead = userOf('MJ');
  const { severity } = planned;
  const person = people.find((each) => each.code === planned.consultant);
  const consultant = person ? userOf(person.code) : null;
  const asker = clients.find((client) => client.code === planned.client)?.contacts[1] ?? null;
  const agreed = severity !== null && planned.number !== provisionalNumber;
  const fact = (entity: OwnOp['entity'], part: number, fields: OwnOp['fields']): OwnOp => ({ kind: 'fact', entity, key: newId(Date.parse(at(part))), fields });
  const event = (type: TicketEventType, part: number, payload: Fields<'ticket_event'>['payload'], actor: string | null = lead): OwnOp =>
    fact('ticket_event', part, { ticket: key, type, at: at(part), recorded_at: at(part), actor, actor_name: null, device, payload } satisfies Fields<'ticket_event'>);

  const ticket = {
    number: null,
    provisional_code: provisionalCode(key),
    client: clientKey(planned.client),
    contract: contractKey(planned.client),
    channel: planned.channel,
    title: planned.title,
    description: planned.description,
    objective: severity === null ? null : `Resolver: ${planned.title}`,
    module: planned.module,
    workaround: null,
    attention_mode: planned.channel === 'on_site' ? 'on_site' : 'remote',
    kind: planned.kind,
    service_level: severity === null ? null : severityLevel(severity),
    severity,
    rank,
    agreed_severity: agreed ? severity : null,
    agreed_rank: null,
    state: planned.state,
    closed_at: null,
    cancel_reason: null,
    scope: severity === null ? null : 'in',
    scope_clause: null,
    requester: askerKey(planned.client),
    requester_name: asker,
    client_responsible: severity === null ? null : responsibleKey(planned.client),
    owner: severity === null ? null : lead,
    consultant,
    consultant_role: person?.profile ?? null,
    received_at: at(0),
    registered_at: at(0.02),
    authorised_at: severity === null ? null : at(0.06),
    window_start: planned.state === 'scheduled' ? new Date(nowMs + 48 * hourMs).toISOString() : null,
    window_end: planned.state === 'scheduled' ? new Date(nowMs + 52 * hourMs).toISOString() : null,
    third_party_phase: null,
    duplicate_of: null,
    cycle: 1,
    external_ref: null,
    import_run: null,
  } as const satisfies Fields<'ticket'>;

  const ops: OwnOp[] = [{ kind: 'insert', entity: 'ticket', key, fields: ticket }, event('registered', 0.02, { channel: planned.channel })];
  if (severity !== null) {
    ops.push(event('authorised', 0.06, {}), event('severity_changed', 0.08, { from: null, to: severity }));
    if (agreed) {
      const agreement = {
        ticket: key,
        from: null,
        to: severity,
        mode: 'reclassified',
        impact: agreedImpact[severity],
        contact: responsibleKey(planned.client),
        contact_name: null,
        channel: planned.channel,
        at: at(0.1),
      } as const satisfies Fields<'severity_agreement'>;
      const made = fact('severity_agreement', 0.1, agreement);
      ops.push(made, event('severity_agreed', 0.1, { agreement: made.key, from: null, to: severity, mode: 'reclassified' }));
    }
  }
  const steps = walk[planned.state];
  for (const [index, to] of steps.entries()) {
    const part = 0.15 + (index * 0.7) / steps.length;
    if (to === 'assigned') ops.push(event('assigned', part, { from: null, to: consultant, role: person?.profile ?? null }));
    ops.push(event('state_changed', part + 0.01, { from: steps[index - 1] ?? 'registered', to }, index > 1 ? consultant : lead));
  }
  const said = conversationOf(planned.number, planned.state);
  for (const [index, { direction, body }] of said.entries()) {
    const part = direction === 'in' && index === 0 ? 0 : 0.12 + (index * 0.75) / said.length;
    const fromClient = direction === 'in';
    ops.push(
      fact('message', part, {
        ticket: key,
        direction,
        channel: planned.channel,
        author: fromClient ? null : (consultant ?? lead),
        author_name: fromClient ? asker : null,
        at: at(part),
        body,
      } satisfies Fields<'message'>),
    );
  }
  return ops;
};
