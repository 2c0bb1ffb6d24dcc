import { Worker } from 'node:worker_threads';
import { AppError } from '#shared/errors.ts';
import type { Log } from '../log.ts';
import type { FromWorker, ToWorker, WorkerJob } from './worker-job.ts';

type Message = Exclude<FromWorker, { readonly type: 'failed' | 'broken' | 'hurried' }>;

export interface WorkerRun {
  /** The next message; null when the worker is done. Throws what the worker threw, or what `stop` was given. */
  readonly next: () => Promise<Message | null>;
  readonly send: (message: ToWorker) => void;
  /** Ends the thread; whoever waits in `next` gets `reason`. */
  readonly stop: (reason: AppError) => void;
}

/** Starts a worker for one job. */
export const runWorker = (workerPath: string, job: WorkerJob, log: Log): WorkerRun => {
  const worker = new Worker(workerPath, { workerData: job });
  const queue: Message[] = [];
  let failure: Error | null = null;
  let ended = false;
  let wake: (() => void) | null = null;
  const stir = (): void => {
    wake?.();
    wake = null;
  };
  worker.on('message', (message: FromWorker) => {
    if (message.type === 'failed') failure ??= new AppError(message.code, message.details);
    else if (message.type === 'broken') {
      failure ??= Object.assign(new Error('the import worker failed'), { name: message.name, stack: message.stack });
    } else if (message.type === 'hurried') log.warn('import.hurried', { code: message.code });
    else queue.push(message);
    stir();
  });
  worker.on('error', (error: unknown) => {
    failure ??= error instanceof Error ? error : new Error('the import worker failed', { cause: error });
    stir();
  });
  worker.on('exit', () => {
    ended = true;
    stir();
  });
  return {
    next: async () => {
      for (;;) {
        const message = queue.shift();
        if (failure !== null) throw failure;
        if (message !== undefined) return message;
        if (ended) return null;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    send: (message) => worker.postMessage(message),
    stop: (reason) => {
      failure ??= reason;
      stir();
      void worker.terminate();
    },
  };
};
