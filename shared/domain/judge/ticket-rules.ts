import type { Severity, TicketState } from '../enums.ts';
import { canTransition, settleMissing, type Missing } from '../ticket-state.ts';
import { fault, untrue, type Fault, type GroupedOp, type JudgedActor, type JudgedOp, type RowFields, type Surroundings } from './case.ts';

/** Given once, when the ticket comes into being. */
const givenOnce = ['provisional_code', 'registered_at', 'external_ref', 'import_run'] as const;
export const progressFields = ['state', 'closed_at', 'cancel_reason', 'cycle'] as const;

const stateOf = (row: RowFields): TicketState => row['state'] as TicketState;
const isEnd = (state: TicketState): boolean => state === 'closed' || state === 'cancelled';
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** The events of this command that tell something of the ticket. */
const told = (around: Surroundings, ticket: string, type: string): readonly RowFields[] =>
  around.group.flatMap((op) => (op.entity === 'ticket_event' && op.fields['ticket'] === ticket && op.fields['type'] === type ? [op.fields['payload'] as RowFields] : []));

const blocked = (to: TicketState, missing: readonly Missing[]): Fault => fault('transition_blocked', { to, missing });

/** The fields that only make sense with the state say the same as the state. */
const coherent = (before: RowFields, after: RowFields, cycles: number): boolean => {
  const to = stateOf(after);
  return isEnd(to) === (after['closed_at'] !== null) && (to === 'cancelled') === (after['cancel_reason'] !== null) && after['cycle'] === Number(before['cycle']) + cycles;
};

/** Is this the state that lost in a conflict, chosen by whom this command says has looked? */
const settles = (around: Surroundings, ticket: string, to: TicketState): boolean =>
  around.group.some((op) => {
    if (op.entity !== 'conflict_resolution' || op.fields['decision'] !== 'lost') return false;
    const conflict = around.row('merge_conflict', String(op.fields['conflict']));
    const lost = (conflict?.['lost'] ?? {}) as RowFields;
    return conflict?.['key'] === ticket && conflict['register'] === 'progress' && lost['state'] === to;
  });

/**
 * May the ticket go from its state to the other? Either the machine and its guards say so, or the person takes back a step
 * of his own.
 */
export const stepFault = (actor: JudgedActor, ticket: string, before: RowFields, after: RowFields, around: Surroundings): Fault | null => {
  const [from, to] = [stateOf(before), stateOf(after)];
  if (from === to) return coherent(before, after, 0) ? null : untrue('state', 'what goes with the state does not fit it');
  const event = told(around, ticket, 'state_changed').find((payload) => payload['to'] === to);
  if (event === undefined) return untrue('state', 'a change of state is told in the log');
  const takenBack = actor.user !== null && around.took(ticket, actor.user, to, from);
  if (takenBack && coherent(before, after, from === 'triaged' && to === 'closed' ? -1 : from === 'closed' && to === 'triaged' ? 1 : 0)) return null;
  // Also a close that is taken back: the cycle stays the same.
  if (takenBack && coherent(before, after, 0)) return null;
  if (settles(around, ticket, to)) {
    const missing = settleMissing(around.facts(ticket, before), to);
    if (missing.length > 0) return blocked(to, missing);
    return coherent(before, after, 0) ? null : untrue('state', 'what goes with the state does not fit it');
  }
  const reason = to === 'cancelled' ? text(after['cancel_reason']) : text(event['reason']);
  const verdict = canTransition(around.facts(ticket, before), { to, reason, comment: text(event['comment']) });
  if (!verdict.ok) return blocked(to, verdict.missing);
  return coherent(before, after, from === 'closed' ? 1 : 0) ? null : untrue('state', 'what goes with the state does not fit it');
};

/** A severity counts as agreed only if somebody agreed on it: now, or at any time before. */
const agreementFault = (ticket: string, severity: Severity | null, around: Surroundings): Fault | null => {
  if (severity === null) return null;
  const now = around.group.flatMap((op) => (op.entity === 'severity_agreement' && op.fields['ticket'] === ticket ? [op.fields] : []));
  const agreed = [...now, ...around.agreements(ticket)].some((agreement) => agreement['to'] === severity || agreement['from'] === severity);
  return agreed ? null : fault('agreement_required', { severity });
};

/** A ticket is served under a contract of its own client. */
const contractFault = (before: RowFields | null, after: RowFields, around: Surroundings): Fault | null => {
  const contract = after['contract'];
  if (typeof contract !== 'string' || (before?.['contract'] === contract && before['client'] === after['client'])) return null;
  const row = around.row('contract', contract);
  return row === null || row['client'] === after['client'] ? null : untrue('contract', 'the contract is of another client');
};

const newTicketFault = (actor: JudgedActor, key: string, row: RowFields, around: Surroundings): Fault | null => {
  if (row['import_run'] !== null) {
    // What another system says of its tickets is taken as it is, provided that the log says who brought it over.
    const brought = around.group.some((op) => op.entity === 'ticket_event' && op.fields['ticket'] === key && op.fields['type'] === 'imported' && op.fields['actor'] === actor.user);
    return brought ? null : untrue('import_run', 'an import is told in the log');
  }
  if (row['state'] !== 'registered') return blocked(stateOf(row), ['not_in_machine']);
  if (row['agreed_severity'] !== null) return fault('agreement_required', { severity: row['agreed_severity'] ?? null });
  return row['closed_at'] === null && row['cancel_reason'] === null && row['cycle'] === 1 ? null : untrue('state', 'what goes with the state does not fit it');
};

/** The machine and its guards, and what belongs to a severity. `before` null: the ticket is being created. */
export const ticketFault = (actor: JudgedActor, { key, before, after, fields }: JudgedOp, around: Surroundings): Fault | null => {
  if (after === null) return null;
  if (before === null) return newTicketFault(actor, key, after, around) ?? contractFault(null, after, around);
  const changed = givenOnce.find((field) => field in fields && after[field] !== before[field]);
  if (changed !== undefined) return fault('not_allowed', { entity: 'ticket', field: changed });
  if (progressFields.some((field) => field in fields && after[field] !== before[field])) {
    const found = stepFault(actor, key, before, after, around);
    if (found !== null) return found;
  }
  if ('contract' in fields || 'client' in fields) {
    const found = contractFault(before, after, around);
    if (found !== null) return found;
  }
  if ('agreed_severity' in fields && after['agreed_severity'] !== before['agreed_severity']) return agreementFault(key, after['agreed_severity'] as Severity | null, around);
  return null;
};

const does = (around: Surroundings, test: (op: GroupedOp) => boolean): boolean => around.group.some(test);

/** The log tells what its command did, and nothing else: who reads it decides by it. */
export const eventFault = ({ fields }: JudgedOp, around: Surroundings): Fault | null => {
  const ticket = String(fields['ticket']);
  const payload = (fields['payload'] ?? {}) as RowFields;
  const ofImport = fields['actor'] === null && (around.row('ticket', ticket)?.['import_run'] ?? null) !== null;
  if (ofImport) return null;
  const isTicket = (op: GroupedOp): boolean => op.entity === 'ticket' && op.key === ticket;
  switch (fields['type']) {
    case 'registered':
    case 'imported':
      return does(around, (op) => isTicket(op) && op.kind === 'insert') ? null : untrue('type', 'the ticket is not made here');
    case 'state_changed':
      return does(around, (op) => isTicket(op) && op.fields['state'] === payload['to']) ? null : untrue('payload', 'the state is not changed here');
    case 'severity_changed':
      return does(around, (op) => isTicket(op) && op.fields['severity'] === payload['to']) ? null : untrue('payload', 'the severity is not changed here');
    case 'severity_agreed':
      return does(around, (op) => op.entity === 'severity_agreement' && op.fields['ticket'] === ticket) ? null : untrue('payload', 'nothing is agreed here');
    default:
      return null;
  }
};
