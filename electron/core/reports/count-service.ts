import { ageBuckets, type AgeBucket, type BySeverity, type ClientCounts, type ConsultantLoad, type ServiceCounts, type SlaShare, type SlaShares } from '#shared/contract/report-views.ts';
import type { PersonRef } from '#shared/contract/views.ts';
import { lanes, type Lane } from '#shared/domain/enums.ts';
import type { ReportContract } from './report-contracts.ts';
import type { RangeTicket } from './range-tickets.ts';
import { secondsOf, type RangeEntry } from './range-time.ts';
import type { SlaOutcome } from './sla-outcomes.ts';

const dayMs = 86_400_000;

export const countLanes = (tickets: readonly { readonly lane: Lane }[]): BySeverity => {
  const counts = Object.fromEntries(lanes.map((lane) => [lane, 0])) as Record<Lane, number>;
  for (const { lane } of tickets) counts[lane] += 1;
  return counts;
};

const sumOf = (counts: BySeverity): number => lanes.reduce((sum, lane) => sum + counts[lane], 0);

/** The last day that a bucket holds; the last bucket has none. */
const lastDay: Readonly<Record<AgeBucket, number>> = { '0-2': 2, '3-7': 7, '8-14': 14, '15-30': 30, '31+': Infinity };

/** The open tickets by how many whole days ago they came. */
export const ageOf = (tickets: readonly RangeTicket[], nowMs: number): readonly { readonly bucket: AgeBucket; readonly bySeverity: BySeverity }[] => {
  const of = new Map<AgeBucket, RangeTicket[]>(ageBuckets.map((bucket) => [bucket, []]));
  for (const ticket of tickets) {
    if (!ticket.isOpen) continue;
    const days = Math.floor(Math.max(0, nowMs - ticket.receivedMs) / dayMs);
    of.get(ageBuckets.find((bucket) => days <= lastDay[bucket]) ?? '31+')?.push(ticket);
  }
  return ageBuckets.map((bucket) => ({ bucket, bySeverity: countLanes(of.get(bucket) ?? []) }));
};

const sumKnown = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
};

const shareOf = (outcomes: readonly SlaOutcome[], clock: SlaOutcome['clock']): SlaShare => {
  const own = outcomes.filter((outcome) => outcome.clock === clock);
  return { of: own.length, met: own.filter(({ met }) => met).length, metOnRecord: own.filter(({ metOnRecord }) => metOnRecord).length };
};

export const sharesOf = (outcomes: readonly SlaOutcome[]): SlaShares => ({ response: shareOf(outcomes, 'response'), resolution: shareOf(outcomes, 'resolution') });

/** What there is to count of a client, or of all of them. */
export interface Counted {
  readonly tickets: readonly RangeTicket[];
  readonly entries: readonly RangeEntry[];
  /** Those that they are measured against. */
  readonly contracts: readonly ReportContract[];
  readonly outcomes: readonly SlaOutcome[];
}

export const countService = ({ tickets, entries, contracts, outcomes }: Counted): ServiceCounts => {
  const demand = tickets.filter(({ isDemand }) => isDemand);
  const closed = tickets.filter(({ wasClosed }) => wasClosed);
  return {
    demand: demand.length,
    bySeverity: countLanes(demand),
    closed: closed.length,
    reopened: closed.filter(({ wasReopened }) => wasReopened).length,
    withEvidence: closed.filter(({ hasEvidence }) => hasEvidence).length,
    trackedSec: secondsOf(entries),
    billedMin: sumKnown(contracts.map(({ billedMin }) => billedMin)),
    contractedMin: sumKnown(contracts.map(({ contractedMin }) => contractedMin)),
    sla: sharesOf(outcomes),
  };
};

const modalityOf = (contracts: readonly ReportContract[]): ClientCounts['modality'] => {
  const modalities = new Set(contracts.map(({ modality }) => modality));
  return modalities.size > 1 ? 'mixed' : ([...modalities][0] ?? null);
};

export const countClients = (clients: readonly PersonRef[], all: Counted): readonly ClientCounts[] => {
  const [ticketsOf, entriesOf] = [Map.groupBy(all.tickets, ({ client }) => client), Map.groupBy(all.entries, ({ client }) => client)];
  const [contractsOf, outcomesOf] = [Map.groupBy(all.contracts, ({ client }) => client), Map.groupBy(all.outcomes, ({ client }) => client)];
  return clients
    .map((client): ClientCounts => {
      const contracts = contractsOf.get(client.id) ?? [];
      const counts = countService({ tickets: ticketsOf.get(client.id) ?? [], entries: entriesOf.get(client.id) ?? [], contracts, outcomes: outcomesOf.get(client.id) ?? [] });
      return { client, modality: modalityOf(contracts), ...counts };
    })
    .filter(({ demand, closed, trackedSec }) => demand + closed + trackedSec > 0)
    .toSorted((a, b) => b.demand - a.demand || b.trackedSec - a.trackedSec || a.client.name.localeCompare(b.client.name, 'es'));
};

/** Who carries how much: what is open with each, and what each closed and worked in the range. */
export const loadOf = (people: ReadonlyMap<string, string>, tickets: readonly RangeTicket[], entries: readonly RangeEntry[]): readonly ConsultantLoad[] => {
  const [ticketsOf, entriesOf] = [Map.groupBy(tickets, ({ consultant }) => consultant), Map.groupBy(entries, ({ user }) => user as string | null)];
  return [...new Set([...ticketsOf.keys(), ...entriesOf.keys()])]
    .map((id): ConsultantLoad => {
      const own = ticketsOf.get(id) ?? [];
      return {
        person: id === null ? null : { id, name: people.get(id) ?? '' },
        open: countLanes(own.filter(({ isOpen }) => isOpen)),
        closed: own.filter(({ wasClosed }) => wasClosed).length,
        trackedSec: secondsOf(entriesOf.get(id) ?? []),
      };
    })
    .filter(({ open, closed, trackedSec }) => sumOf(open) + closed + trackedSec > 0)
    .toSorted((a, b) => Number(a.person === null) - Number(b.person === null) || sumOf(b.open) - sumOf(a.open) || b.trackedSec - a.trackedSec);
};
