import { access, constants } from 'node:fs/promises';
import { basename } from 'node:path';
import type { CoreContract } from '#shared/contract/core.ts';
import type { ImportRunView } from '#shared/contract/import.ts';
import type { Handlers } from '#shared/contract/method.ts';
import { AppError } from '#shared/errors.ts';
import { instantAt } from '../clock.ts';
import { write } from '../db/handles.ts';
import { asAppError, databaseFile } from '../db/open.ts';
import type { Spine } from '../spine.ts';
import { beginUndo, sweepRun, undoRunStep } from './remove-run.ts';
import { breathe, knownClients, runImport, runJob } from './run-import.ts';
import { beginRun, findRun, recentRuns, runsWithStatus, setRun, viewOf } from './run-store.ts';
import { runWorker, type WorkerRun } from './worker-client.ts';
import type { WorkerJob } from './worker-job.ts';

type Method = 'import.inspect' | 'import.preview' | 'import.start' | 'import.cancel' | 'import.undo' | 'import.runs';

export interface Import {
  readonly handlers: Pick<Handlers<CoreContract>, Method>;
  /** Brings what a crash left in the middle to an end: unfinished runs are removed, begun undos are finished. */
  readonly recover: () => void;
  /** Stops reading and writing. What a run has written so far is removed by the next `recover`. */
  readonly stop: () => Promise<void>;
}

interface Current {
  readonly id: string;
  readonly worker: WorkerRun;
  phase: NonNullable<ImportRunView['phase']>;
  done: number;
  total: number;
  cancelled: boolean;
  readonly ended: Promise<void>;
}

const announceEveryMs = 150;

/** The import of tickets from files. `workerPath`: the worker's script, bundled or, under Node 24, the .ts file itself. */
export const createImport = ({ spine, workerPath }: { readonly spine: Spine; readonly workerPath: string }): Import => {
  const { db, clock, log } = spine;
  const workers = new Set<WorkerRun>();
  let current: Current | null = null;
  let undoing: Promise<void> | null = null;
  let stopping = false;

  const checkOpen = (): void => {
    if (stopping) throw new AppError('core_down');
  };
  const startWorker = (job: WorkerJob): WorkerRun => {
    checkOpen();
    const worker = runWorker(workerPath, job, log);
    workers.add(worker);
    return worker;
  };
  /** The one answer of a job that only reads. */
  const ask = async <T extends 'inspection' | 'preview'>(job: WorkerJob, type: T) => {
    const worker = startWorker(job);
    try {
      for (let message = await worker.next(); message !== null; message = await worker.next()) {
        if (message.type === type) return message as Extract<typeof message, { type: T }>;
      }
      throw new Error('the import worker ended without an answer');
    } finally {
      workers.delete(worker);
    }
  };

  const recover = (): void => {
    for (const run of runsWithStatus(db, ['running'])) {
      while (!sweepRun(db, run.id));
      write(db, (tx) => setRun(tx, run.id, 'failed', { error: { code: 'core_down', details: {} } }));
      log.info('import.swept', { run: run.id });
    }
    for (const run of runsWithStatus(db, ['undoing'])) {
      while (!undoRunStep(spine, run));
      log.info('import.undone', { run: run.id });
    }
  };

  /** Removes what the run wrote and says why it ended. */
  const giveUp = async (run: Current, thrown: unknown): Promise<void> => {
    if (stopping) return;
    const known = asAppError(thrown, databaseFile(spine.dir));
    const error = run.cancelled
      ? new AppError('import_cancelled')
      : known instanceof AppError
        ? known
        : new AppError('internal', { id: log.internal(thrown, 'import.start') });
    run.phase = 'finishing';
    try {
      while (!sweepRun(db, run.id)) {
        await breathe();
        if (stopping) return;
      }
      write(db, (tx) => setRun(tx, run.id, run.cancelled ? 'cancelled' : 'failed', { error: { code: error.code, details: error.details } }));
    } catch (cause) {
      // On a full disk even removing may fail. The run stays `running` and `recover` sweeps it.
      log.internal(cause, 'import.sweep');
    }
  };

  const begin = (id: string, job: WorkerJob): Current => {
    const worker = startWorker(job);
    let announced = 0;
    const work = async (run: Current): Promise<void> => {
      try {
        const counts = await runImport(spine, id, worker, {
          check: () => {
            checkOpen();
            if (run.cancelled) throw new AppError('import_cancelled');
          },
          onPhase: (phase, done, total) => {
            const turned = phase !== run.phase;
            Object.assign(run, { phase, done, total });
            if (!turned && performance.now() - announced < announceEveryMs) return;
            announced = performance.now();
            spine.announce(['import']);
          },
        });
        log.info('import.done', { run: id, tickets: counts.tickets, events: counts.events });
        spine.announce(['board', 'clients', 'sync']);
        spine.wakeSync();
      } catch (error) {
        worker.stop(new AppError('import_cancelled'));
        await giveUp(run, error);
      } finally {
        workers.delete(worker);
        current = null;
        spine.announce(['import']);
      }
    };
    const state = { id, worker, phase: 'reading' as const, done: 0, total: 0, cancelled: false };
    const { promise, resolve } = Promise.withResolvers<void>();
    const run: Current = Object.assign(state, { ended: promise }) as Current;
    work(run).then(resolve, (error: unknown) => {
      log.internal(error, 'import.start');
      resolve();
    });
    return run;
  };

  const handlers: Import['handlers'] = {
    'import.inspect': async ({ path }) => (await ask({ is: 'inspect', path, tz: Intl.DateTimeFormat().resolvedOptions().timeZone }, 'inspection')).value,
    'import.preview': async ({ path, mapping }) => (await ask({ is: 'preview', path, mapping, known: knownClients(db), atMs: clock.now() }, 'preview')).value,
    'import.start': async ({ path, mapping, skipRejected }) => {
      spine.actor();
      await access(path, constants.R_OK).catch((cause: unknown) => {
        throw new AppError('file_unreadable', { file: basename(path) }, { cause });
      });
      checkOpen();
      if (current !== null || undoing !== null) throw new AppError('import_running');
      recover();
      const id = spine.newId();
      const atMs = clock.now();
      write(db, (tx) => beginRun(tx, { id, name: basename(path), at: instantAt(atMs) }));
      current = begin(id, runJob(spine, id, atMs, { path, mapping, skipRejected }));
      spine.announce(['import']);
      return { run: id };
    },
    'import.cancel': async ({ run }) => {
      if (current?.id === run) {
        const running = current;
        running.cancelled = true;
        running.worker.stop(new AppError('import_cancelled'));
        await running.ended;
      } else if (findRun(db, run) === null) throw new AppError('not_found', { entity: 'import_run', key: run });
      return { run };
    },
    'import.undo': async ({ run: id }) => {
      spine.actor();
      const run = findRun(db, id);
      if (run === null) throw new AppError('not_found', { entity: 'import_run', key: id });
      if (current !== null || undoing !== null) throw new AppError('import_running');
      beginUndo(db, run);
      spine.announce(['import', 'board']);
      const work = async (): Promise<void> => {
        while (!undoRunStep(spine, run)) {
          await breathe();
          checkOpen();
        }
      };
      undoing = work();
      try {
        await undoing;
      } finally {
        undoing = null;
        spine.announce(['import', 'board', 'clients', 'sync', 'history']);
        spine.wakeSync();
      }
      log.info('import.undone', { run: id });
      return { run: id };
    },
    'import.runs': () =>
      recentRuns(db).map((stored) => {
        const view = viewOf(stored);
        if (stored.id !== current?.id) return view;
        const { phase, done, total } = current;
        return { ...view, phase, done, total };
      }),
  };

  return {
    handlers,
    recover,
    stop: async () => {
      stopping = true;
      for (const worker of workers) worker.stop(new AppError('core_down'));
      await current?.ended;
      // The undo that this waits for fails with core_down where it stood; its caller has been told.
      await Promise.allSettled([undoing]);
    },
  };
};
