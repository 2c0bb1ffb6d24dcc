import { performance } from 'node:perf_hooks';
import process from 'node:process';
import { utilityProcess, type MessagePortMain, type UtilityProcess } from 'electron';
import type { ShellLog } from '../log.ts';
import { restartPolicy } from './restart-policy.ts';

/** How long a process may take to end by itself. */
const closeLimitMs = 3000;

export interface SuperviseOptions<In, Out> {
  /** Shown in the system's list of processes. */
  readonly name: string;
  readonly script: string;
  readonly closing: In;
  readonly log: ShellLog;
  /** A fresh process is there, the first or a restarted one: tell it what to do. */
  readonly onStarted: (post: (message: In, ports?: MessagePortMain[]) => void) => void;
  readonly onMessage: (message: Out) => void;
  /** It ended unasked; `again`: it will be started again. */
  readonly onEnded: (again: boolean) => void;
}

export interface Supervised<In> {
  /** Starts it unless it runs; forgets earlier failures. */
  readonly start: () => void;
  /** Asks it to close, waits three seconds, kills. Resolves when it is gone; it is not started again. */
  readonly stop: () => Promise<void>;
  readonly post: (message: In, ports?: MessagePortMain[]) => void;
}

/** Keeps a utility process running: when it ends unasked it is started again with growing pauses, three times. */
export const supervise = <In extends { readonly type: string }, Out>(options: SuperviseOptions<In, Out>): Supervised<In> => {
  const policy = restartPolicy();
  let child: UtilityProcess | null = null;
  let timer: NodeJS.Timeout | null = null;
  let stopping: Promise<void> | null = null;

  const launch = (): void => {
    timer = null;
    const startedAt = performance.now();
    const mine = utilityProcess.fork(options.script, [], { serviceName: options.name, stdio: 'inherit' });
    child = mine;
    mine.on('message', (message: Out) => {
      if (child === mine) options.onMessage(message);
    });
    mine.once('exit', (code) => {
      if (child !== mine) return;
      child = null;
      if (stopping !== null) return;
      const delay = policy.next(performance.now() - startedAt);
      options.log.warn('process.ended', { name: options.name, code, again: delay !== null });
      if (delay !== null) timer = setTimeout(launch, delay);
      options.onEnded(delay !== null);
    });
    options.onStarted((message, ports) => mine.postMessage(message, ports));
  };

  const end = (running: UtilityProcess): Promise<void> =>
    new Promise((resolve) => {
      const late = setTimeout(() => {
        options.log.warn('process.killed', { name: options.name });
        if (running.pid !== undefined) process.kill(running.pid, 'SIGKILL');
      }, closeLimitMs);
      running.once('exit', () => {
        clearTimeout(late);
        resolve();
      });
      running.postMessage(options.closing);
    });

  return {
    start: () => {
      policy.reset();
      if (child !== null) return;
      if (timer !== null) clearTimeout(timer);
      launch();
    },
    stop: () => {
      if (timer !== null) clearTimeout(timer);
      timer = null;
      if (child === null) return Promise.resolve();
      stopping ??= end(child).finally(() => {
        child = null;
        stopping = null;
      });
      return stopping;
    },
    post: (message, ports) => child?.postMessage(message, ports),
  };
};
