import { mkdirSync } from 'node:fs';
import type { WebContents } from 'electron';
import type { CoreContract } from '../../../shared/contract/core.ts';
import type { Call } from '../../../shared/contract/method.ts';
import type { DeskState } from '../../../shared/contract/shell.ts';
import type { DeskCopy } from '../../../shared/desk-files.ts';
import { AppError, type WireError } from '../../../shared/errors.ts';
import { readIfThere, writeAtomically } from '../atomic-file.ts';
import type { ShellLog } from '../log.ts';
import { superviseCore, type CoreSupervisor } from '../processes/core-supervisor.ts';
import { demoEndpoint, type DemoAccess } from '../processes/demo-endpoint.ts';
import { parseDeskChoice, noChoice, type DeskChoice } from './desk-choice.ts';
import { keepToken, readToken } from './secret.ts';
import { deskCopies, restoreCopy, setDatabaseAside } from './set-aside.ts';

export interface DeskOptions {
  readonly choiceFile: string;
  readonly folderOf: (kind: 'demo' | 'team') => string;
  readonly endpointFolder: string;
  readonly coreScript: string;
  readonly endpointScript: string;
  readonly sqliteBinding: string | null;
  readonly version: string;
  /** Something in the state changed: the windows ask again. */
  readonly onState: () => void;
  readonly log: ShellLog;
}

export interface Desk {
  readonly state: () => DeskState;
  readonly folder: () => string | null;
  /** Opens the desk that was open last, without waiting for it. */
  readonly resume: () => void;
  readonly openDemo: () => Promise<DemoAccess>;
  readonly openTeam: () => Promise<DeskState>;
  readonly leave: () => Promise<DeskState>;
  readonly restart: () => Promise<DeskState>;
  readonly setAside: () => Promise<{ keptAt: string }>;
  readonly copies: () => readonly DeskCopy[];
  readonly restoreCopy: (chosen: { readonly name: string }) => Promise<{ keptAt: string }>;
  /** The computer was asleep: the demo's endpoint may have ended meanwhile and been given up. */
  readonly woken: () => void;
  /** Ends the engine and the embedded endpoint. */
  readonly close: () => Promise<void>;
  /** A window wants to talk to the engine: now, and after each of its restarts. */
  readonly attach: (contents: WebContents) => void;
  readonly call: Call<CoreContract>;
}

/** The one desk that is open, and the processes behind it. What changes it runs one after the other. */
export const createDesk = (options: DeskOptions): Desk => {
  const { log } = options;
  const windows = new Set<WebContents>();
  const endpoint = demoEndpoint({ script: options.endpointScript, dir: options.endpointFolder, sqliteBinding: options.sqliteBinding, log });
  const saved = readIfThere(options.choiceFile);
  let choice: DeskChoice = saved === null ? noChoice : parseDeskChoice(saved.toString('utf8'));
  let core: CoreSupervisor | null = null;
  let status: DeskState['status'] = choice.kind === null ? 'none' : 'starting';
  let error: WireError | null = null;
  let queue: Promise<unknown> = Promise.resolve();

  const folder = (): string | null => (choice.kind === null ? null : options.folderOf(choice.kind));
  const state = (): DeskState => ({ status, kind: choice.kind, error, folder: folder() });

  const choose = (next: DeskChoice): void => {
    if (next.kind === choice.kind && next.demoPort === choice.demoPort) return;
    writeAtomically(options.choiceFile, JSON.stringify(next));
    choice = next;
  };

  const become = (next: DeskState['status'], why: WireError | null = null): void => {
    status = next;
    error = why;
    log.info('desk', { status: next, kind: choice.kind, code: why?.code });
    // A ready engine tells the windows itself: with a port.
    if (next !== 'ready') options.onState();
  };

  const startCore = (dir: string): CoreSupervisor => {
    mkdirSync(dir, { recursive: true });
    const started: CoreSupervisor = superviseCore({
      script: options.coreScript,
      dir,
      sqliteBinding: options.sqliteBinding,
      version: options.version,
      readToken: () => readToken(dir, log),
      keepToken: (token) => {
        try {
          keepToken(dir, token, log);
        } catch (failure) {
          // The session goes on; only the next start will ask to sign in again.
          log.internal(failure, 'secret.keep');
        }
      },
      onStatus: (next, why) => {
        if (core === started) become(next, why);
      },
      state,
      windows,
      log,
    });
    core = started;
    started.start();
    return started;
  };

  const stopCore = async (): Promise<void> => {
    const running = core;
    core = null;
    await running?.stop();
  };

  /** One change at a time: two quick clicks never start two engines. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = queue.then(work, work);
    queue = turn.catch(() => undefined);
    return turn;
  };

  const open = async (kind: 'demo' | 'team'): Promise<void> => {
    const usable = core !== null && choice.kind === kind && (status === 'starting' || status === 'ready' || status === 'restarting');
    if (!usable) {
      await stopCore();
      choose({ ...choice, kind });
      startCore(options.folderOf(kind));
    }
    await core?.settled();
  };

  const startEndpoint = async (elsewhere: boolean): Promise<DemoAccess> => {
    const access = await endpoint.start(choice.demoPort ?? 0, elsewhere);
    choose({ ...choice, demoPort: Number(new URL(access.address).port) });
    return access;
  };

  /** Stops the engine, lets `work` move files, and starts it again whatever became of that. */
  const replaceDatabase = (work: (dir: string) => string): Promise<{ keptAt: string }> =>
    inTurn(async () => {
      const dir = folder();
      if (dir === null) throw new AppError('not_found', { entity: 'desk' });
      await stopCore();
      try {
        return { keptAt: work(dir) };
      } finally {
        await startCore(dir).settled();
      }
    });

  /** The demo's endpoint, where the demo is open; its desk works on without it. Answers at once where it runs. */
  const startDemo = (): void => {
    if (choice.kind === 'demo') startEndpoint(false).catch((failure: unknown) => log.warn('endpoint.absent', { code: failure instanceof AppError ? failure.code : 'internal' }));
  };

  return {
    state,
    folder,
    resume: () => {
      const dir = folder();
      if (dir === null) return;
      try {
        startCore(dir);
      } catch (failure) {
        become('failed', { code: 'database_unopenable', details: { id: log.internal(failure, 'desk.resume') } });
      }
      startDemo();
    },
    woken: () => {
      // Not across a change of desk that is under way.
      void inTurn(async () => startDemo());
    },
    openDemo: () =>
      inTurn(async () => {
        const access = await startEndpoint(true);
        await open('demo');
        if (error !== null) throw new AppError(error.code, error.details);
        return access;
      }),
    openTeam: () =>
      inTurn(async () => {
        await open('team');
        await endpoint.stop();
        return state();
      }),
    leave: () =>
      inTurn(async () => {
        await stopCore();
        await endpoint.stop();
        choose({ ...choice, kind: null });
        become('none');
        return state();
      }),
    restart: () =>
      inTurn(async () => {
        const dir = folder();
        if (dir === null) return state();
        await stopCore();
        await startCore(dir).settled();
        return state();
      }),
    setAside: () => replaceDatabase((dir) => setDatabaseAside(dir, new Date())),
    copies: () => {
      const dir = folder();
      return dir === null ? [] : deskCopies(dir);
    },
    restoreCopy: ({ name }) => replaceDatabase((dir) => restoreCopy(dir, name, new Date())),
    close: async () => {
      await Promise.all([stopCore(), endpoint.stop()]);
    },
    attach: (contents) => {
      if (!windows.has(contents)) {
        windows.add(contents);
        contents.once('destroyed', () => windows.delete(contents));
      }
      core?.give(contents);
      // No port is on its way: the window is to ask why.
      if (status !== 'ready' && status !== 'starting') options.onState();
    },
    call: (name, input) => (core === null ? Promise.reject(new AppError('core_down')) : core.call(name, input)),
  };
};
