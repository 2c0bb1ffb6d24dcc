import type { Severity, SeverityMode } from '../enums.ts';

/** What moves the clocks, as it is told by a ticket's log. */
export type SlaFact =
  /** The authorised responsible has confirmed: the clocks start. A version pins the policy; else it is the newest. */
  | { readonly type: 'started'; readonly severity: Severity; readonly policy?: number | undefined }
  /** A person has answered; an automatic acknowledgement is none (rule 4). */
  | { readonly type: 'responded'; readonly automatic?: boolean | undefined }
  | { readonly type: 'paused'; readonly reason: string }
  | { readonly type: 'resumed' }
  | { readonly type: 'severity_changed'; readonly to: Severity; readonly mode: SeverityMode }
  /** Handed over for validation: stops the resolution clock, and ends a pause. */
  | { readonly type: 'delivered' }
  | { readonly type: 'validation_rejected' }
  | { readonly type: 'closed' }
  | { readonly type: 'cancelled' }
  /** A new cycle, which goes by the policy of then. */
  | { readonly type: 'reopened'; readonly severity?: Severity | undefined; readonly policy?: number | undefined };

export type SlaEvent = SlaFact & {
  /** Instant, ISO-8601 UTC. */
  readonly at: string;
  /** Breaks ties between events of one instant. */
  readonly seq: number;
};

/** With the instant in milliseconds. */
export type TimedFact = SlaFact & { readonly ms: number };

/** In the order in which they happened, whatever the order in which they arrived (rule 1). */
export const inOrder = (events: readonly SlaEvent[]): readonly TimedFact[] =>
  events.map((event) => ({ ...event, ms: Date.parse(event.at) })).toSorted((a, b) => a.ms - b.ms || a.seq - b.seq);
