import type { Channel, Kind, Severity, TicketState } from '#shared/domain/enums.ts';
import type { ClientCode, PersonCode } from './team.ts';

/** One ticket of the demo, as it is written down; the seed makes its history from it. */
export interface PlannedTicket {
  readonly severity: Severity | null;
  readonly number: number;
  readonly client: ClientCode;
  readonly title: string;
  readonly description: string;
  readonly state: TicketState;
  readonly consultant: PersonCode | null;
  readonly channel: Channel;
  readonly kind: Kind | null;
  readonly module: string | null;
  /** Hours before now at which it arrived. */
  readonly hoursAgo: number;
}

export const plan = (
  severity: Severity | null,
  number: number,
  client: ClientCode,
  title: string,
  description: string,
  [state, consultant, channel, kind, module, hoursAgo]: readonly [TicketState, PersonCode | null, Channel, Kind | null, string | null, number],
): PlannedTicket => ({ severity, number, client, title, description, state, consultant, channel, kind, module, hoursAgo });
