import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { coreContract, type CoreContract } from '#shared/contract/core.ts';
import type { Topic } from '#shared/contract/events.ts';
import type { Contract, InputOf, ResultOf } from '#shared/contract/method.ts';

import type { UserRole } from '#shared/domain/enums.ts';
import { AppError } from '#shared/errors.ts';
import { putRow } from '#core/db/entity-rows.ts';
import { write } from '#core/db/handles.ts';
import { setMeta } from '#core/db/meta.ts';
import { closeDatabase, databaseFile } from '#core/db/open.ts';
import { sweepEvidence } from '#core/evidence/sweep.ts';
import { guardHandlers } from '#core/guard-handlers.ts';
import { jsonLog } from '#core/log.ts';
import { openSpine } from '#core/open-spine.ts';
import { createLocalParts, type LocalMethod } from '#core/parts.ts';
import type { Spine } from '#core/spine.ts';

/** A person of the tests. */
export const ana = { id: '0190a000-0000-7000-8000-000000000001', name: 'Ana Quispe', email: 'ana@example.com', role: 'consultant' } as const;
export const luis = { id: '0190a000-0000-7000-8000-000000000002', name: 'Luis Rojas', email: 'luis@example.com', role: 'lead' } as const;
export const acme = '0190a000-0000-7000-8000-0000000000c1';

export interface FakeClock {
  readonly now: () => number;
  /** Sets the time; also back. */
  readonly set: (instant: string) => void;
  readonly pass: (seconds: number) => void;
}

/** Stands still until it is told to move. */
export const fakeClock = (start = '2026-06-12T15:00:00.000Z'): FakeClock => {
  let ms = Date.parse(start);
  return {
    now: () => ms,
    set: (instant) => void (ms = Date.parse(instant)),
    pass: (seconds) => void (ms += seconds * 1000),
  };
};

export interface DeskOptions {
  readonly dir?: string;
  readonly clock?: FakeClock;
  readonly user?: { readonly id: string; readonly name: string; readonly email: string; readonly role: UserRole } | null;
}

export interface Desk {
  readonly dir: string;
  readonly clock: FakeClock;
  readonly spine: Spine;
  readonly topics: Set<Topic>;
  readonly logged: readonly string[];
  /** Calls a method as a window would: the input is parsed, failures are AppErrors. */
  readonly call: <K extends LocalMethod>(name: K, input: InputOf<CoreContract[K]>) => Promise<ResultOf<CoreContract[K]>>;
  readonly one: <T = Record<string, unknown>>(text: string, ...values: readonly unknown[]) => T;
  readonly rows: <T = Record<string, unknown>>(text: string, ...values: readonly unknown[]) => readonly T[];
  readonly close: () => void;
  /** Closes it and opens the same folder again. */
  readonly reopen: () => Desk;
}

/** A folder that is removed when the test ends. */
export const temporaryFolder = (): string => {
  const dir = mkdtempSync(join(tmpdir(), 'carril-desk-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};

/** A real desk on a real file, without an endpoint, signed in as `user` (Ana unless said otherwise; null: nobody). */
export const openDesk = ({ dir = temporaryFolder(), clock = fakeClock(), user = ana }: DeskOptions = {}): Desk => {
  const topics = new Set<Topic>();
  const logged: string[] = [];
  const spine = openSpine({
    dir,
    sqliteBinding: null,
    clock,
    log: jsonLog((line) => logged.push(line), clock.now),
    announce: (told) => {
      for (const topic of told) topics.add(topic);
    },
    wakeSync: () => undefined,
  });
  write(spine.db, (tx) => {
    setMeta(tx, 'user', user === null ? null : JSON.stringify(user));
    // As if a first sync had brought the team and one client.
    for (const person of [ana, luis]) {
      const { id, ...known } = person;
      putRow(tx, 'user', id, { ...known, profile: 'functional', clients: null }, {});
    }
    putRow(tx, 'client', acme, { name: 'Acme', country: 'PE', tz: 'America/Lima', odoo: null }, {});
  });
  sweepEvidence(spine);
  const handlers = guardHandlers(createLocalParts(spine), databaseFile(dir));
  const close = (): void => closeDatabase(spine.db);
  onTestFinished(close);
  return {
    dir,
    clock,
    spine,
    topics,
    logged,
    call: async (name, input) => {
      const parsed = (coreContract as Contract)[name]?.input.safeParse(input);
      if (parsed?.success !== true) throw new AppError('invalid_input', { name });
      return (handlers[name] as (given: unknown) => never)(parsed.data);
    },
    one: <T>(text: string, ...values: readonly unknown[]) => spine.db.raw.prepare(text).get(...values) as T,
    rows: <T>(text: string, ...values: readonly unknown[]) => spine.db.raw.prepare(text).all(...values) as T[],
    close,
    reopen: () => {
      close();
      return openDesk({ dir, clock, user });
    },
  };
};

/** Creates a ticket and answers with its id. */
export const newTicket = async (desk: Desk, title = 'No imprime la factura', more: Partial<InputOf<CoreContract['ticket.create']>> = {}): Promise<string> =>
  (await desk.call('ticket.create', { title, client: acme, channel: 'whatsapp', ...more })).id;

/** Lays a row beneath the desk as a pull would: no op, no undo. */
export const pulled = (desk: Desk, entity: Parameters<typeof putRow>[1], id: string, fields: Parameters<typeof putRow>[3]): void => {
  write(desk.spine.db, (tx) => putRow(tx, entity, id, fields, {}));
};

/** The ops of the last change, oldest first. */
export const lastOps = (desk: Desk): readonly { kind: string; entity: string; key: string; command: string; fields: Record<string, unknown>; base: Record<string, string> }[] =>
  desk
    .rows<{ kind: string; entity: string; key: string; command: string; fields: string; base: string }>(
      'SELECT kind, entity, key, command, fields, base FROM outbox WHERE grp = (SELECT grp FROM outbox ORDER BY seq DESC LIMIT 1) ORDER BY seq',
    )
    .map((op) => ({ ...op, fields: JSON.parse(op.fields) as Record<string, unknown>, base: JSON.parse(op.base) as Record<string, string> }));

export const events = (desk: Desk, ticket: string): readonly { type: string; payload: Record<string, unknown> }[] =>
  desk
    .rows<{ type: string; payload: string }>('SELECT type, payload FROM ticket_event WHERE ticket = ? ORDER BY (SELECT seq FROM outbox WHERE outbox.key = ticket_event.id)', ticket)
    .map((event) => ({ type: event.type, payload: JSON.parse(event.payload) as Record<string, unknown> }));

/** The ids of a lane's cards from top to bottom. */
export const laneIds = async (desk: Desk, lane: 'untriaged' | 'S1' | 'S2' | 'S3' | 'S4'): Promise<readonly string[]> =>
  (await desk.call('board.page', { lane, offset: 0, limit: 500, filter: {} })).cards.map((card) => card.id);

export const codeOfError = async (promise: Promise<unknown>): Promise<{ code: string; details: Readonly<Record<string, unknown>> }> => {
  try {
    await promise;
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, details: error.details };
    throw error;
  }
  throw new Error('it did not fail');
};

