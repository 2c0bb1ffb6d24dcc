import { setTimeout as sleep } from 'node:timers/promises';
import type { ImportCounts, ImportMapping } from '#shared/contract/import.ts';
import type { Lane } from '#shared/domain/enums.ts';
import { lanes } from '#shared/domain/enums.ts';
import { rankBetween, severityOf } from '#shared/domain/lane.ts';
import { nodeOf } from '#shared/sync/hlc.ts';
import { stampSource } from '../change/hybrid-clock.ts';
import { instantAt } from '../clock.ts';
import { statement, write, type ReadDb } from '../db/handles.ts';
import type { Spine } from '../spine.ts';
import { setRun } from './run-store.ts';
import type { WorkerRun } from './worker-client.ts';
import type { KnownClient, KnownContract, NewClient, NewTicket, RunFacts, WorkerJob } from './worker-job.ts';
import { holdClient, indexTickets, releaseRun, writeClient, writeTicket } from './write-rows.ts';

/** How long one transaction writes before it lets other calls be answered, and how long the processor is left to others then. */
const batchMs = 15;
const restMs = 3;
const indexedAtOnce = 500;

export const breathe = (): Promise<void> => sleep(restMs);

/** The clients of the desk, each with the external keys that its tickets have, and with its contracts. */
export const knownClients = (db: ReadDb): readonly KnownClient[] => {
  const clients = statement(db, 'SELECT id, name FROM client ORDER BY id').all() as { id: string; name: string }[];
  const refs = new Map<string, string[]>(clients.map(({ id }) => [id, []]));
  for (const row of statement(db, 'SELECT client, external_ref AS ref FROM ticket WHERE external_ref IS NOT NULL').all() as { client: string; ref: string }[]) refs.get(row.client)?.push(row.ref);
  const contracts = Map.groupBy(statement(db, 'SELECT client, id, valid_from AS "from", valid_to AS "to" FROM contract').all() as (KnownContract & { readonly client: string })[], ({ client }) => client);
  return clients.map(({ id, name }) => ({ id, name, refs: refs.get(id) ?? [], contracts: contracts.get(id) ?? [] }));
};

/**
 * Where each lane's new tickets go: behind its last, and before whatever is put behind that one meanwhile. Closed tickets
 * count too, for they keep their rank when they are opened again.
 */
const rankBounds = (db: ReadDb): RunFacts['ranks'] => {
  const bounds = (lane: Lane): { readonly after: string; readonly before: string } => {
    const { last } = statement(db, 'SELECT max(rank) AS last FROM ticket WHERE severity IS ?').get(severityOf(lane)) as { last: string | null };
    const after = last ?? rankBetween(null, null);
    return { after, before: rankBetween(after, null) };
  };
  return Object.fromEntries(lanes.map((lane) => [lane, bounds(lane)])) as RunFacts['ranks'];
};

export const runJob = (spine: Spine, run: string, atMs: number, given: { readonly path: string; readonly mapping: ImportMapping; readonly skipRejected: boolean }): WorkerJob => ({
  is: 'run',
  path: given.path,
  mapping: given.mapping,
  known: knownClients(spine.db),
  facts: { run, at: instantAt(atMs), atMs, actor: spine.actor().id, device: spine.deviceId, skipRejected: given.skipRejected, ranks: rankBounds(spine.db) },
});

export interface RunListener {
  readonly onPhase: (phase: 'reading' | 'writing' | 'finishing', done: number, total: number) => void;
  /** Throws when the run is to end here. */
  readonly check: () => void;
}

/**
 * Writes what the worker makes of the file, in short transactions, and shows it all in a last one: rows visible, ops
 * released, status `done`. Whoever calls removes what was written when this throws.
 */
export const runImport = async (spine: Spine, run: string, worker: WorkerRun, { onPhase, check }: RunListener): Promise<ImportCounts> => {
  const { db } = spine;
  let counts: ImportCounts | null = null;
  let clients: readonly { readonly client: NewClient; readonly stamp: string }[] = [];
  let written = 0;

  const inTransaction = <T>(work: (context: Parameters<typeof writeTicket>[0]) => T): T => {
    check();
    return write(db, (tx) => {
      const nowMs = spine.clock.now();
      const stamps = stampSource(tx, nodeOf(spine.deviceId), nowMs);
      const value = work({ tx, stamps, run, at: instantAt(nowMs) });
      stamps.keep();
      return value;
    });
  };
  const writeTickets = async (tickets: readonly NewTicket[]): Promise<void> => {
    for (let at = 0; at < tickets.length; ) {
      at = inTransaction((context) => {
        const end = performance.now() + batchMs;
        let next = at;
        for (let ticket = tickets[next]; ticket !== undefined && performance.now() < end; ticket = tickets[next]) {
          writeTicket(context, ticket);
          next += 1;
        }
        return next;
      });
      await breathe();
    }
    written += tickets.length;
    onPhase('writing', written, counts?.tickets ?? written);
  };

  onPhase('reading', 0, 0);
  for (let message = await worker.next(); message !== null; message = await worker.next()) {
    check();
    if (message.type === 'progress') onPhase('reading', message.done, message.total);
    else if (message.type === 'read') {
      counts = message.counts;
      const made = message.clients;
      // Before the tickets, so that the endpoint hears of a client before it hears of its tickets.
      clients = inTransaction((context) => made.map((client) => ({ client, stamp: holdClient(context, client) })));
    } else if (message.type === 'chunk') {
      await writeTickets(message.tickets);
      worker.send({ type: 'more' });
    }
  }
  if (counts === null) throw new Error('the import worker ended without a word');
  if (written !== counts.tickets) throw new Error('the import worker ended early');

  onPhase('finishing', 0, counts.tickets);
  for (let last: number | null = 0; last !== null; ) {
    const after: number = last;
    last = inTransaction(({ tx }) => indexTickets(tx, run, after, indexedAtOnce));
    await breathe();
  }
  check();
  const result = { counts, clients: clients.map(({ client }) => client.id) };
  write(db, (tx) => {
    for (const { client, stamp } of clients) writeClient(tx, client, stamp);
    releaseRun(tx, run);
    setRun(tx, run, 'done', { result });
  });
  return counts;
};
