import type { Severity, SeverityMode, TicketState } from '../enums.ts';
import type { Json } from '../primitives.ts';
import type { SlaEvent, SlaFact } from './sla-event.ts';
import type { TicketTerms } from './terms-of-rows.ts';

/** What a ticket's log says that its clocks hear. Instants are ISO-8601 UTC. */
export interface TicketStory {
  readonly ticket: {
    readonly state: TicketState;
    readonly severity: Severity | null;
    readonly authorised_at: string | null;
    readonly received_at: string;
    readonly import_run: string | null;
  };
  /** In order. */
  readonly events: readonly { readonly type: string; readonly at: string; readonly payload: Readonly<Record<string, Json>> }[];
  readonly agreements: readonly { readonly to: Severity; readonly mode: SeverityMode; readonly at: string }[];
  /** What was sent to the client; automatic: nobody wrote it. */
  readonly replies: readonly { readonly at: string; readonly automatic: boolean }[];
}

type Dated = SlaFact & { readonly at: string };

const text = (value: Json | undefined): string | undefined => (typeof value === 'string' ? value : undefined);
const waits = new Set(['waiting_client', 'waiting_third_party']);

/** What a step of the machine is to the clocks. A step that was taken back takes its fact back with it. */
const stepFacts = (events: TicketStory['events'], terms: TicketTerms): readonly Dated[] => {
  const facts: Dated[] = [];
  const takeBack = (type: SlaFact['type']): void => {
    const at = facts.findLastIndex((fact) => fact.type === type);
    if (at >= 0) facts.splice(at, 1);
  };
  const pinned = (payload: Readonly<Record<string, Json>>): number | undefined => terms.versionOf(String(payload['policy'])) ?? terms.current;
  for (const { type, at, payload } of events) {
    if (type === 'reopened') {
      // Without a new cycle it is a close that was taken back.
      if (typeof payload['cycle'] === 'number') facts.push({ type: 'reopened', policy: pinned(payload), at });
      else takeBack('closed');
      continue;
    }
    if (type !== 'state_changed') continue;
    const [from, to] = [text(payload['from']) ?? '', text(payload['to']) ?? ''];
    if (from === 'cancelled') takeBack('cancelled');
    if (from === 'awaiting_validation' && to === 'in_progress') facts.push({ type: 'validation_rejected', at });
    else if (from === 'awaiting_validation' && (to === 'in_testing' || to === 'in_diagnosis')) takeBack('delivered');
    else if (waits.has(from)) facts.push({ type: 'resumed', at });
    if (waits.has(to)) facts.push({ type: 'paused', reason: to, at });
    else if (to === 'awaiting_validation' && from !== 'awaiting_hours_approval' && from !== 'closed') facts.push({ type: 'delivered', at });
    else if (to === 'closed' && from === 'triaged') takeBack('reopened');
    else if (to === 'closed' || to === 'cancelled') facts.push({ type: to, at });
  }
  return facts;
};

/** What another system told of its severities: nobody agreed on them here. */
const importedSeverities = ({ ticket, events }: TicketStory): readonly (readonly [at: string, to: Severity, mode: SeverityMode])[] => {
  const changes = events.flatMap(({ type, at, payload }) => (type === 'severity_changed' && typeof payload['to'] === 'string' ? [{ at, from: payload['from'], to: payload['to'] as Severity }] : []));
  const first = (changes.length === 0 ? ticket.severity : (changes[0]?.from ?? changes[0]?.to)) as Severity | null | undefined;
  return first === null || first === undefined ? [] : [[ticket.received_at, first, 'impact_changed'], ...changes.map(({ at, to }) => [at, to, 'impact_changed'] as const)];
};

/**
 * When the first cycle begins: as the authorised responsible confirms, or, where a lead began an S1 before that, as he
 * did. An imported ticket of which nobody confirmed anything began as it came in.
 */
const startOf = ({ ticket, events }: TicketStory): string | null => {
  const begun = ticket.state === 'registered' ? undefined : events.find(({ type, payload }) => type === 'state_changed' && payload['from'] === 'registered' && payload['to'] === 'triaged')?.at;
  const [first] = [ticket.authorised_at, begun].filter((at): at is string => typeof at === 'string').toSorted();
  return first ?? (ticket.import_run === null ? null : ticket.received_at);
};

/** What the confirmation pinned the first cycle to. */
const pinOf = (events: TicketStory['events'], terms: TicketTerms): number | undefined => {
  const pin = events.findLast(({ type, payload }) => type === 'authorised' && typeof payload['policy'] === 'string');
  return (pin === undefined ? undefined : terms.versionOf(String(pin.payload['policy']))) ?? terms.current;
};

/**
 * A ticket's log as the fold of the clocks reads it; nothing where it has not begun. A severity counts from its agreement on,
 * the first one from the start: a card that was only moved moves no due time.
 */
export const slaEventsOf = (story: TicketStory, terms: TicketTerms): readonly SlaEvent[] => {
  const start = startOf(story);
  const agreed = story.agreements.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).map(({ at, to, mode }) => [at, to, mode] as const);
  const severities = agreed.length > 0 || story.ticket.import_run === null ? agreed : importedSeverities(story);
  const [first, ...others] = severities;
  if (start === null || first === undefined) return [];
  const facts: Dated[] = [
    { type: 'started', severity: first[1], policy: pinOf(story.events, terms), at: start },
    ...others.map(([at, to, mode]) => ({ type: 'severity_changed', to, mode, at: at < start ? start : at }) as const),
    ...stepFacts(story.events, terms),
    ...story.replies.map(({ at, automatic }) => ({ type: 'responded', automatic, at }) as const),
  ];
  return facts.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).map((fact, seq) => ({ ...fact, seq }));
};
