import { randomFillSync } from 'node:crypto';
import { v7 } from 'uuid';
import { lanes } from '#shared/domain/enums.ts';
import type { Fields } from '#shared/domain/entities/index.ts';
import { laneOf, ranksBetween } from '#shared/domain/lane.ts';
import { provisionalCode } from '#shared/ids.ts';
import type { RowFields } from '#shared/sync/merge.ts';
import { instantAt } from '../clock.ts';
import { columnsOf, encodeFields } from '../db/row-codec.ts';
import { clientKey } from './client-name.ts';
import type { TicketsOfFile } from './read-tickets.ts';
import type { TicketStory } from './ticket-story.ts';
import type { KnownClient, NewClient, NewRow, NewTicket, RunFacts } from './worker-job.ts';

/** UUIDv7 of one instant, each greater than the one before: a ticket's events keep their order where their times are equal. */
const idSource = (atMs: number): (() => string) => {
  const pool = new Uint8Array(16 * 512);
  let at = pool.length;
  let seq = 0;
  return () => {
    if (at === pool.length) {
      randomFillSync(pool);
      at = 0;
    }
    at += 16;
    seq += 1;
    return v7({ msecs: atMs, seq, random: pool.subarray(at - 16, at) });
  };
};

const rowOf = (entity: 'client' | 'ticket' | 'ticket_event', columns: readonly string[], fields: RowFields, newId: () => string, id = newId()): NewRow => {
  const encoded = encodeFields(entity, fields);
  return { id, op: newId(), values: columns.map((column) => encoded[column] ?? null), fields: JSON.stringify(fields) };
};

/** The rows and ops of a run, in the order in which they are to be written. */
export const newRows = (
  file: TicketsOfFile,
  known: readonly KnownClient[],
  facts: RunFacts,
  tz: string,
): { readonly clients: readonly NewClient[]; readonly tickets: () => Generator<NewTicket> } => {
  const newId = idSource(facts.atMs);
  const clientIds = new Map<string, string>();
  for (const client of known) {
    const key = clientKey(client.name);
    if (!clientIds.has(key)) clientIds.set(key, client.id);
  }
  const clientColumns = columnsOf('client');
  const clients = [...file.newClients].map(([key, name]): NewClient => {
    const fields: Fields<'client'> = { name, country: null, tz, odoo: null };
    const row = { ...rowOf('client', clientColumns, fields as RowFields, newId), group: newId() };
    clientIds.set(key, row.id);
    return row;
  });

  const ticketColumns = columnsOf('ticket');
  const eventColumns = columnsOf('ticket_event');
  const ranks = new Map(
    lanes.map((lane) => {
      const count = file.counts.bySeverity[lane === 'untriaged' ? 'none' : lane];
      return [lane, ranksBetween(facts.ranks[lane].after, facts.ranks[lane].before, count)[Symbol.iterator]()] as const;
    }),
  );

  const contractsOf = new Map(known.map(({ id, contracts }) => [id, contracts]));
  /** As for a ticket that is made here: the client's contract where just one holds on the day on which it came. */
  const contractFor = (client: string, day: string): string | null => {
    const held = (contractsOf.get(client) ?? []).filter(({ from, to }) => from <= day && (to === null || to >= day));
    return held.length === 1 ? (held[0]?.id ?? null) : null;
  };

  const ticketFields = (story: TicketStory, id: string, client = clientIds.get(clientKey(story.client)) ?? ''): Fields<'ticket'> => ({
    number: null,
    provisional_code: provisionalCode(id),
    client,
    contract: contractFor(client, instantAt(story.receivedAt).slice(0, 10)),
    channel: story.channel,
    title: story.title,
    description: story.description,
    objective: null,
    module: story.module,
    workaround: null,
    attention_mode: 'remote',
    kind: story.kind as Fields<'ticket'>['kind'],
    service_level: story.serviceLevel as Fields<'ticket'>['service_level'],
    severity: story.severity,
    rank: ranks.get(laneOf(story.severity))?.next().value ?? '',
    // It was agreed where it comes from; only what is moved here is provisional.
    agreed_severity: story.severity,
    agreed_rank: null,
    state: story.state,
    closed_at: story.closedAt === null ? null : instantAt(story.closedAt),
    cancel_reason: null,
    scope: null,
    scope_clause: null,
    requester: null,
    requester_name: story.requesterName,
    client_responsible: null,
    owner: null,
    consultant: null,
    consultant_role: null,
    received_at: instantAt(story.receivedAt),
    registered_at: instantAt(story.receivedAt),
    authorised_at: null,
    window_start: null,
    window_end: null,
    third_party_phase: null,
    duplicate_of: null,
    cycle: story.cycle,
    external_ref: story.key,
    import_run: facts.run,
  });

  const tickets = function* (): Generator<NewTicket> {
    for (const story of file.stories) {
      const id = newId();
      const row = rowOf('ticket', ticketColumns, ticketFields(story, id), newId, id);
      const events = story.events.map((event) => {
        const fields: Fields<'ticket_event'> = {
          ticket: id,
          type: event.type,
          at: instantAt(event.at),
          recorded_at: facts.at,
          // Who did it there is not known here; who brought it over is.
          actor: event.type === 'imported' ? facts.actor : null,
          actor_name: null,
          device: facts.device,
          payload: event.payload,
        };
        return rowOf('ticket_event', eventColumns, fields, newId);
      });
      yield { ...row, group: newId(), events };
    }
  };
  return { clients, tickets };
};
