import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createCore, type Core } from '#core/index.ts';
import type { Portions } from '#core/spine.ts';
import { systemClock, type Clock } from '#core/clock.ts';
import { jsonLog } from '#core/log.ts';
import type { CoreContract, CoreMethod } from '#shared/contract/core.ts';
import type { InputOf, ParsedOf, ResultOf } from '#shared/contract/method.ts';
import { coreContract } from '#shared/contract/core.ts';

export interface SyncedDesk {
  readonly dir: string;
  readonly core: Core;
  /** As a window calls: the input is parsed first. */
  readonly call: <M extends CoreMethod>(name: M, input: InputOf<CoreContract[M]>) => Promise<ResultOf<CoreContract[M]>>;
  readonly log: readonly string[];
  /** What the shell would keep. */
  readonly token: () => string | null;
  readonly close: () => Promise<void>;
  /** Closes the engine and opens it again on the same folder, with the token that it had. */
  readonly reopen: () => Promise<SyncedDesk>;
}

export interface SyncedDeskOptions {
  readonly dir?: string;
  readonly token?: string | null;
  /** Keeps it as the shell does. */
  readonly onToken?: (token: string | null) => void;
  readonly clock?: Clock;
  readonly fetch?: typeof fetch;
  /** Hears every line of the log, also after a reopening. */
  readonly log?: (line: string) => void;
  readonly portions?: Portions;
  /** Path of another script of the import's worker. */
  readonly importWorker?: string;
}

/** A whole engine on a folder of its own, as the app runs it, without a window. */
export const openSyncedDesk = async (options: SyncedDeskOptions = {}): Promise<SyncedDesk> => {
  const dir = options.dir ?? (await mkdtemp(path.join(tmpdir(), 'carril-desk-')));
  const log: string[] = [];
  const clock = options.clock ?? systemClock;
  let token = options.token ?? null;
  const core = await createCore({
    dir,
    sqliteBinding: null,
    token,
    onToken: (next) => {
      token = next;
      options.onToken?.(next);
    },
    clock,
    fetch: options.fetch ?? fetch,
    log: jsonLog((line) => {
      log.push(line);
      options.log?.(line);
    }, clock.now),
    version: 'test',
    ...(options.portions === undefined ? {} : { portions: options.portions }),
    importWorker: options.importWorker ?? path.join(import.meta.dirname, '../../../electron/core/import/import-worker.ts'),
  });
  return {
    dir,
    core,
    log,
    token: () => token,
    call: async (name, input) => {
      const parsed = coreContract[name].input.parse(input);
      const handler = core.handlers[name] as (given: ParsedOf<CoreContract[typeof name]>) => unknown;
      return (await handler(parsed as never)) as never;
    },
    close: async () => {
      await core.close();
      if (options.dir === undefined) await rm(dir, { recursive: true, force: true, maxRetries: 5 });
    },
    reopen: async () => {
      await core.close();
      return openSyncedDesk({ ...options, dir, token });
    },
  };
};
