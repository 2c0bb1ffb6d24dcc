import type { Topic } from '#shared/contract/events.ts';
import type { UserRole } from '#shared/domain/enums.ts';
import type { Clock } from './clock.ts';
import type { ReadDb } from './db/handles.ts';
import type { Log } from './log.ts';

export interface Actor {
  readonly id: string;
  readonly role: UserRole;
}

/** How much of what the endpoint says goes into one transaction: some 20 ms, so that a window's question never waits longer. */
export interface Portions {
  readonly rows: number;
  readonly ops: number;
}
export const everydayPortions: Portions = { rows: 600, ops: 500 };

/** What every part of the engine stands on. */
export interface Spine {
  readonly dir: string;
  readonly db: ReadDb;
  readonly clock: Clock;
  readonly log: Log;
  /** Who is signed in on this desk; throws `signed_out` when nobody is. */
  readonly actor: () => Actor;
  readonly deviceId: string;
  /** Whether this is a copy of another desk, found when it was opened: it has another id now and has to be signed in. */
  readonly copied: boolean;
  readonly portions: Portions;
  readonly newId: () => string;
  /** Tells the windows, after the commit, what may have changed. */
  readonly announce: (topics: Iterable<Topic>) => void;
  /** Tells the sync engine that the outbox or the uploads grew. */
  readonly wakeSync: () => void;
}
