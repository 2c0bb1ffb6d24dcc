import { cpSync } from 'node:fs';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, onTestFinished } from 'vitest';
import type { Clock } from '#core/clock.ts';
import { columnsOf, decodeRow } from '#core/db/row-codec.ts';
import { entityNames, specOf } from '#shared/domain/entities/index.ts';
import { openSyncedDesk, type SyncedDesk } from '#test/support/desk/synced-desk.ts';
import { askStored, copyDatabase, keepBackupOf } from '#test/support/endpoint/database.ts';
import { startEndpoint, type StartedEndpoint } from '#test/support/endpoint/start.ts';
import { temporaryFolder } from '#test/support/desk/open-desk.ts';
import { flakyProxy, type FlakyProxy } from './flaky-proxy.ts';

export const people = {
  ana: { name: 'Ana', email: 'ana@example.test', password: 'a long enough password', role: 'lead', profile: 'functional', clients: null },
  luz: { name: 'Luz', email: 'luz@example.test', password: 'another long password', role: 'consultant', profile: 'technical', clients: null },
  eva: { name: 'Eva', email: 'eva@example.test', password: 'one more long password', role: 'consultant', profile: 'technical', clients: null },
} as const;
export type Name = keyof typeof people;

/** An endpoint that can be stopped, restarted on the same port and put back to an earlier state. */
export interface TeamEndpoint {
  readonly dir: string;
  readonly address: string;
  readonly now: () => StartedEndpoint;
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
}

export const teamEndpoint = async (names: readonly Name[] = ['ana', 'luz'], from?: string, clock: () => number = Date.now): Promise<TeamEndpoint> => {
  const dir = temporaryFolder();
  if (from !== undefined) {
    cpSync(from, dir, { recursive: true });
    copyDatabase(from, dir);
  }
  let endpoint = await startEndpoint({ dir, clock });
  let running = true;
  const { address } = endpoint;
  for (const name of from === undefined ? names : []) await endpoint.addUser(people[name]);
  const stop = async (): Promise<void> => {
    if (!running) return;
    running = false;
    await endpoint.endpoint.close();
  };
  onTestFinished(stop);
  return {
    dir,
    address,
    now: () => endpoint,
    stop,
    start: async () => {
      endpoint = await startEndpoint({ dir, clock, port: Number(new URL(address).port) });
      running = true;
    },
  };
};

/** A person's desk behind a network of its own. */
export interface TeamDesk {
  readonly desk: () => SyncedDesk;
  readonly call: SyncedDesk['call'];
  readonly proxy: FlakyProxy;
  readonly restart: () => Promise<void>;
  readonly signIn: (name?: Name) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A desk that was closed, as its folder and its token. */
export interface SavedDesk {
  readonly dir: string;
  readonly token: string | null;
}

/** A copy of the folder that finds its endpoint behind another network. */
const moveHere = (from: SavedDesk, dir: string, address: string): void => {
  cpSync(from.dir, dir, { recursive: true });
  const db = new Sqlite(path.join(dir, 'carril.db'));
  db.prepare("UPDATE meta SET value = ? WHERE key = 'endpoint'").run(`${address}/`);
  db.close();
};

export const teamDesk = async (endpoint: TeamEndpoint, name: Name, more: { readonly clock?: Clock; readonly signIn?: boolean; readonly from?: SavedDesk } = {}): Promise<TeamDesk> => {
  const proxy = await flakyProxy(endpoint.address);
  const dir = temporaryFolder();
  if (more.from !== undefined) moveHere(more.from, dir, proxy.address);
  let desk = await openSyncedDesk({ dir, token: more.from?.token ?? null, ...(more.clock === undefined ? {} : { clock: more.clock }) });
  const close = async (): Promise<void> => {
    await desk.close();
    await proxy.close();
  };
  onTestFinished(close);
  const signIn = async (as: Name = name): Promise<void> => {
    const { email, password } = people[as];
    await desk.call('session.signIn', { address: proxy.address, email, password });
  };
  if (more.signIn !== false && more.from === undefined) await signIn();
  return {
    desk: () => desk,
    call: (method, input) => desk.call(method, input),
    proxy,
    restart: async () => {
      desk = await desk.reopen();
    },
    signIn,
    close,
  };
};

/** Nothing waits any more, and the endpoint has been heard. */
export const settled = async (desk: TeamDesk, timeout = 15_000): Promise<void> => {
  await expect
    .poll(
      async () => {
        const { waitingOps, state } = await desk.call('sync.now', {});
        return waitingOps === 0 && state === 'idle';
      },
      { timeout, interval: 30 },
    )
    .toBe(true);
};

/** A team of two desks that know one client. */
export const twoDesks = async (): Promise<{ endpoint: TeamEndpoint; ana: TeamDesk; luz: TeamDesk; client: string }> => {
  const endpoint = await teamEndpoint();
  const ana = await teamDesk(endpoint, 'ana');
  const luz = await teamDesk(endpoint, 'luz');
  const { id: client } = await ana.call('client.create', { name: 'Textiles Nogal', tz: 'America/La_Paz' });
  await settled(ana);
  await settled(luz);
  return { endpoint, ana, luz, client };
};

/** Both desks hold what the endpoint holds, row for row. */
export const expectEqual = async (endpoint: TeamEndpoint, ...desks: readonly TeamDesk[]): Promise<void> => {
  for (const desk of desks) await settled(desk);
  for (const desk of desks) await settled(desk);
  const rows = endpointRows(endpoint.dir);
  for (const desk of desks) expect(deskRows(desk.desk().dir)).toEqual(rows);
};

type RowText = readonly string[];

/** Every synchronised row of a desk, one line each, in the order of entity and key. */
export const deskRows = (dir: string): RowText => {
  const db = new Sqlite(path.join(dir, 'carril.db'), { readonly: true });
  try {
    return entityNames
      .flatMap((entity) => {
        const stamped = specOf(entity).kind === 'record';
        const names = ['id', ...columnsOf(entity), ...(stamped ? ['stamps'] : [])].map((name) => `"${name}"`).join(', ');
        const rows = db.prepare(`SELECT ${names} FROM "${entity}"`).all() as Record<string, unknown>[];
        return rows.map((row) => `${entity} ${String(row['id'])} ${sorted(decodeRow(entity, row))} ${stamped ? sorted(JSON.parse(String(row['stamps'])) as object) : ''}`);
      })
      .sort();
  } finally {
    db.close();
  }
};

/** The same of the endpoint; with `clients`, only what somebody sees who serves these. */
export const endpointRows = (dir: string, clients: readonly string[] | null = null): RowText =>
  askStored<{ entity: (typeof entityNames)[number]; key: string; scope: string | null; fields: string; stamps: string }>(dir, 'SELECT entity, key, scope, fields, stamps FROM entity_row WHERE deleted = 0')
    .filter(({ scope }) => clients === null || scope === null || clients.includes(scope))
    .map((row) => `${row.entity} ${row.key} ${sorted(JSON.parse(row.fields) as object)} ${specOf(row.entity).kind === 'record' ? sorted(JSON.parse(row.stamps) as object) : ''}`)
    .sort();

const sorted = (value: object): string => JSON.stringify(value, (_key, inner: unknown) => (inner !== null && typeof inner === 'object' && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner));

/** Asks a desk's own database, beside its engine. */
export const ask = <T>(desk: TeamDesk, text: string, ...values: readonly unknown[]): readonly T[] => {
  const db = new Sqlite(path.join(desk.desk().dir, 'carril.db'), { readonly: true });
  try {
    return db.prepare(text).all(...values) as T[];
  } finally {
    db.close();
  }
};

export const askEndpoint = <T>(endpoint: TeamEndpoint, text: string, ...values: readonly unknown[]): readonly T[] => askStored(endpoint.dir, text, ...values);

/** Keeps the stopped endpoint's data aside; answers with how to put it back. */
export const keepBackup = (endpoint: TeamEndpoint): ((how: 'new_epoch' | 'silent') => void) => keepBackupOf(endpoint.dir);
