import type { CoreContract } from '#shared/contract/core.ts';
import type { ChangedListener } from '#shared/contract/events.ts';
import type { Handlers } from '#shared/contract/method.ts';
import { createAnnouncer } from './announcer.ts';
import type { Clock } from './clock.ts';
import { createCopies } from './copies/index.ts';
import type { ReadDb } from './db/connection.ts';
import { closeDatabase, databaseFile } from './db/open.ts';
import { sweepEvidence } from './evidence/sweep.ts';
import { guardHandlers } from './guard-handlers.ts';
import { createImport } from './import/index.ts';
import type { Log } from './log.ts';
import { openSpine } from './open-spine.ts';
import { createLocalParts } from './parts.ts';
import type { Portions } from './spine.ts';
import { createSync } from './sync/index.ts';

export interface CoreOptions {
  /** The desk's folder: database and evidence. Made if it is not there. */
  readonly dir: string;
  /** Path of a native build of better-sqlite3; null: the package's own. */
  readonly sqliteBinding: string | null;
  /** The desk's database, where somebody has it open already; this closes it. */
  readonly db?: ReadDb;
  /** The device's token as the shell keeps it; null: not signed in. */
  readonly token: string | null;
  /** Called whenever the token changes, so that the shell keeps it. */
  readonly onToken: (token: string | null) => void;
  readonly clock: Clock;
  readonly fetch: typeof fetch;
  readonly log: Log;
  readonly version: string;
  /** Path of the import's worker script. */
  readonly importWorker: string;
  /** Smaller ones than everyday let a test act between any two. */
  readonly portions?: Portions;
}

export interface Core {
  readonly handlers: Handlers<CoreContract>;
  /** Hears, once per turn of the event loop, what may have changed. Answers with how to stop. */
  readonly onChanged: (listener: ChangedListener) => () => void;
  /** Stops sync and import, folds the log in and closes the database. */
  readonly close: () => Promise<void>;
}

/**
 * The desk's engine: the same object in the app, in tests on plain Node and in the bench.
 * Errors: database_newer, database_corrupt, database_unopenable, disk_full.
 */
export const createCore = async ({ dir, sqliteBinding, db, token, onToken, clock, fetch, log, version, importWorker, portions }: CoreOptions): Promise<Core> => {
  const announcer = createAnnouncer();
  let wake = (): void => undefined;
  const spine = openSpine({ dir, sqliteBinding, ...(db === undefined ? {} : { db }), clock, log, ...(portions === undefined ? {} : { portions }), announce: announcer.announce, wakeSync: () => wake() });
  try {
    const sync = createSync({ spine, fetch, token, onToken, version });
    const imports = createImport({ spine, workerPath: importWorker });
    const copies = createCopies(spine);
    wake = sync.wake;
    imports.recover();
    sweepEvidence(spine);
    const handlers = guardHandlers<Handlers<CoreContract>>({ ...createLocalParts(spine), ...sync.handlers, ...imports.handlers, ...copies.handlers }, databaseFile(dir));
    sync.start();
    copies.start();
    // A window may have been answered already who was signed in, before the copy was found out.
    if (spine.copied) announcer.announce(['session']);
    let closing: Promise<void> | null = null;
    const stopAll = async (): Promise<void> => {
      await Promise.all([sync.stop(), imports.stop(), copies.stop()]);
      announcer.stop();
      closeDatabase(spine.db);
    };
    return { handlers, onChanged: announcer.onChanged, close: () => (closing ??= stopAll()) };
  } catch (error) {
    spine.db.raw.close();
    throw error;
  }
};
