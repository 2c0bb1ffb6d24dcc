import { ranksBetween } from '#shared/domain/lane.ts';
import { lanes } from '#shared/domain/enums.ts';
import { laneOf } from '#shared/domain/lane.ts';
import { uuidAt } from '#shared/ids.ts';
import type { Endpoint } from '../endpoint.ts';
import { clientKey, clientOps } from './clients-ops.ts';
import { demoPictures, evidenceOps } from './evidence-ops.ts';
import { clients, people, type PersonCode } from './team.ts';
import { normalTickets } from './tickets-normal.ts';
import { plannedTickets } from './tickets-planned.ts';
import { urgentTickets } from './tickets-urgent.ts';
import { ticketOps, type SeedEnvironment } from './ticket-ops.ts';
import { timeOps } from './time-ops.ts';

export interface DemoSeed {
  readonly nowMs: number;
  readonly random: (bytes: number) => Uint8Array;
  /** The folder of the evidence's pictures. */
  readonly pictures: string;
}

const tickets = [...urgentTickets, ...normalTickets, ...plannedTickets];

/** Rank of each planned ticket: its lane's tickets in the order in which they are written down. */
const ranks = (): ReadonlyMap<number, string> =>
  new Map(
    lanes.flatMap((lane) => {
      const members = tickets.filter((ticket) => laneOf(ticket.severity) === lane);
      const lanesRanks = ranksBetween(null, null, members.length);
      return members.map((ticket, index) => [ticket.number, lanesRanks[index] ?? 'a0'] as const);
    }),
  );

const seedPeople = async (endpoint: Endpoint, random: DemoSeed['random']): Promise<ReadonlyMap<PersonCode, string>> => {
  const ids = new Map<PersonCode, string>();
  for (const { code, name, email, role, profile } of people) {
    const password = Buffer.from(random(24)).toString('base64url');
    ids.set(code, (await endpoint.userByEmail(email)) ?? (await endpoint.addUser({ name, email, role, profile, password })).id);
  }
  return ids;
};

/**
 * Fills an endpoint with a small team's desk, once: a second call finds what the first has made. Everything goes in as
 * ops through the gate that desks use, in one transaction, at instants relative to `nowMs`. The pictures' bytes are there before
 * it, so that a start that was cut off anywhere is made good by the next; also one of an earlier Carril, which wrote the rows first.
 */
export const seedDemo = async (endpoint: Endpoint, { nowMs, random, pictures }: DemoSeed): Promise<void> => {
  const users = await seedPeople(endpoint, random);
  const userOf = (code: PersonCode): string => {
    const id = users.get(code);
    if (id === undefined) throw new Error('a person of the demo is missing');
    return id;
  };
  const shown = demoPictures(pictures);
  for (const { planned, bytes } of shown) await endpoint.keepEvidence(bytes, userOf(planned.by));
  const [first] = clients;
  if (first === undefined || (await endpoint.has('client', clientKey(first.code)))) return;
  const environment: SeedEnvironment = {
    nowMs,
    newId: (ms) => uuidAt(ms, random(16)),
    device: endpoint.device,
    userOf,
  };
  const rankOf = ranks();
  const keys = new Map<number, string>();
  await endpoint.together(async ({ apply, numberTicketsFrom }) => {
    await apply(clients.map((client) => clientOps(client, nowMs)));
    // Numbers are the endpoint's to give: it is told from where to count on, ticket by ticket.
    for (const planned of [...tickets].sort((a, b) => a.number - b.number)) {
      numberTicketsFrom(planned.number);
      const ops = ticketOps(environment, planned, rankOf.get(planned.number) ?? 'a0');
      await apply([ops]);
      keys.set(planned.number, ops[0]?.key ?? '');
    }
    const ticketOf = (number: number): string => keys.get(number) ?? '';
    await apply(timeOps(environment, ticketOf).map((op) => [op]));
    await apply(evidenceOps(environment, shown, ticketOf).map((op) => [op]));
  });
};

/** Whom the demo's desk signs in as. */
export const demoUser = { email: 'mariela@demo.carril.app' } as const;
