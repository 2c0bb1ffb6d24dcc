import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { CoreContract } from '#shared/contract/core.ts';
import type { InputOf } from '#shared/contract/method.ts';
import { AppError } from '#shared/errors.ts';
import { putRow } from '#core/db/entity-rows.ts';
import { write } from '#core/db/handles.ts';
import { closeDatabase } from '#core/db/open.ts';
import { acme, ana, bareDesk, luis, type BareDesk, type BareDeskOptions } from './bare-desk.ts';

export { acme, ana, luis };

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
  readonly user?: BareDeskOptions['user'];
}

export interface Desk extends BareDesk {
  readonly dir: string;
  readonly clock: FakeClock;
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
  const bare = bareDesk({ dir, clock, user });
  const { spine } = bare;
  const close = (): void => closeDatabase(spine.db);
  onTestFinished(close);
  return {
    ...bare,
    dir,
    clock,
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

