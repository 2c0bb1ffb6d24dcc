import { authorFault } from './authorship.ts';
import type { Fault, JudgedActor, JudgedOp, Surroundings } from './case.ts';
import { contractRuleFault } from './contract-rules.ts';
import { clientWordFault, evidenceFault } from './evidence-rules.ts';
import { referenceFault } from './references.ts';
import { eventFault, ticketFault } from './ticket-rules.ts';
import { timeFault } from './time-rules.ts';

const ruleFault = (actor: JudgedActor, op: JudgedOp, around: Surroundings): Fault | null => {
  switch (op.entity) {
    case 'ticket':
      return ticketFault(actor, op, around);
    case 'ticket_event':
      return eventFault(op, around);
    case 'time_entry':
      return timeFault(actor, op);
    case 'evidence':
      return evidenceFault(op);
    case 'validation':
    case 'hours_approval':
      return clientWordFault(op, around);
    case 'contract':
    case 'calendar':
    case 'sla_policy':
    case 'terms_version':
    case 'hours_lot':
    case 'hours_movement':
    case 'third_party_plan':
      return contractRuleFault(op, around);
    default:
      return null;
  }
};

/**
 * The one judge: may this op be, given the rows that it concerns? Pure. The desk asks before it commits, the endpoint asks
 * of every op that arrives, and both get the same answer over the same rows. Shape, scope and «a fact is never changed»
 * have been checked before. Null: it may be.
 */
export const judge = (actor: JudgedActor, op: JudgedOp, around: Surroundings): Fault | null =>
  actor.user === null ? null : (authorFault(actor, op, around) ?? referenceFault(actor, op, around) ?? ruleFault(actor, op, around));
