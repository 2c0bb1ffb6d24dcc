import type { FromEndpoint, ToEndpoint } from '../../../shared/contract/process.ts';
import { AppError, isErrorCode } from '../../../shared/errors.ts';
import type { ShellLog } from '../log.ts';
import { supervise, type Supervised } from './supervise.ts';

/** Where the demo's endpoint listens and who may sign in to it. */
export interface DemoAccess {
  readonly address: string;
  readonly email: string;
  readonly password: string;
}

export interface DemoEndpointOptions {
  readonly script: string;
  readonly dir: string;
  readonly sqliteBinding: string | null;
  readonly log: ShellLog;
}

export interface DemoEndpoint {
  /**
   * Starts it, or answers at once when it runs. `port` is tried first, 0 is any. Rejects with `AppError` when it
   * cannot start; a failure on a given port is tried once more on any with `elsewhere`.
   */
  readonly start: (port: number, elsewhere: boolean) => Promise<DemoAccess>;
  readonly stop: () => Promise<void>;
}

interface Waiter {
  readonly resolve: (access: DemoAccess) => void;
  readonly reject: (error: AppError) => void;
}

/** The endpoint of the demo, embedded: it is restarted when it ends, on the port that it had. */
export const demoEndpoint = (options: DemoEndpointOptions): DemoEndpoint => {
  const waiters = new Set<Waiter>();
  let access: DemoAccess | null = null;
  let port = 0;
  let roam = false;

  const settle = (finish: (waiter: Waiter) => void): void => {
    for (const waiter of waiters) finish(waiter);
    waiters.clear();
  };

  const failed = async (error: AppError): Promise<void> => {
    options.log.warn('endpoint.failed', { code: error.code, port });
    await endpoint.stop();
    if (roam && port !== 0) {
      port = 0;
      roam = false;
      endpoint.start();
    } else {
      settle((waiter) => waiter.reject(error));
    }
  };

  const endpoint: Supervised<ToEndpoint> = supervise<ToEndpoint, FromEndpoint>({
    name: 'carril-endpoint',
    script: options.script,
    closing: { type: 'stop' },
    log: options.log,
    onStarted: (post) => post({ type: 'start', dir: options.dir, port, demo: true, sqliteBinding: options.sqliteBinding }),
    onMessage: (message) => {
      switch (message.type) {
        case 'listening': {
          const found: DemoAccess = { address: message.address, email: message.email, password: message.password };
          access = found;
          port = Number(new URL(found.address).port);
          settle((waiter) => waiter.resolve(found));
          return;
        }
        case 'failed':
          void failed(new AppError(isErrorCode(message.code) ? message.code : 'endpoint_unreachable', message.details ?? {}));
          return;
        case 'log':
          options.log.line(message.line);
          return;
        case 'hosting':
        case 'admin':
        case 'backed':
          return;
      }
    },
    onEnded: (again) => {
      access = null;
      if (!again) settle((waiter) => waiter.reject(new AppError('endpoint_unreachable')));
    },
  });

  return {
    start: (wanted, elsewhere) => {
      if (access !== null) return Promise.resolve(access);
      return new Promise((resolve, reject) => {
        waiters.add({ resolve, reject });
        if (waiters.size > 1) return;
        port = wanted;
        roam = elsewhere;
        endpoint.start();
      });
    },
    stop: async () => {
      access = null;
      settle((waiter) => waiter.reject(new AppError('endpoint_unreachable')));
      await endpoint.stop();
    },
  };
};
