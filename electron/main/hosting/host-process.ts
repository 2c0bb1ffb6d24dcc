import process from 'node:process';
import { app } from 'electron';
import type { FromEndpoint, ToEndpoint } from '../../../shared/contract/process.ts';
import type { ShellLog } from '../log.ts';
import { supervise } from '../processes/supervise.ts';
import type { HostFiles } from './host-files.ts';

export const hostSwitch = '--carril-host';

export interface HostOptions {
  readonly files: HostFiles;
  readonly endpointScript: string;
  readonly sqliteBinding: string | null;
  readonly log: ShellLog;
}

const firstPort = 8787;
const stopCheckMs = 500;

/** The team's endpoint as an app without a window: started by the desk's app, it lives on when that ends. */
export const startHost = ({ files, endpointScript, sqliteBinding, log }: HostOptions): void => {
  files.forgetStop();
  files.setRunning({ pid: process.pid, port: null, code: null, failed: null });
  app.dock?.hide();
  // Without a window there is none whose end would end the app.
  app.on('window-all-closed', () => undefined);

  const told = (change: { readonly port?: number; readonly code?: string | null; readonly failed?: string }): void => {
    const before = files.running();
    files.setRunning({ pid: process.pid, port: change.port ?? before?.port ?? null, code: change.code === undefined ? (before?.code ?? null) : change.code, failed: change.failed ?? null });
  };

  const endpoint = supervise<ToEndpoint, FromEndpoint>({
    name: 'carril-host',
    script: endpointScript,
    closing: { type: 'stop' },
    log,
    onStarted: (post) => {
      const { port } = files.choice();
      // The port under which the desks know it is never exchanged for another; the first time any will do.
      post({ type: 'host', dir: files.data, port: port ?? firstPort, elsewhere: port === null, sqliteBinding });
    },
    onMessage: (message) => {
      switch (message.type) {
        case 'hosting': {
          files.choose({ ...files.choice(), port: message.port });
          told({ port: message.port, code: message.code });
          return;
        }
        case 'admin':
          told({ code: null });
          return;
        case 'failed':
          log.warn('host.failed', { code: message.code });
          told({ failed: message.code });
          void endpoint.stop().then(() => app.exit(1));
          return;
        case 'log':
          log.line(message.line);
          return;
        case 'listening':
        case 'backed':
          return;
      }
    },
    onEnded: (again) => {
      if (again) return;
      told({ failed: 'endpoint_unreachable' });
      app.exit(1);
    },
  });
  endpoint.start();

  const watch = setInterval(() => {
    if (files.isAskedToStop()) app.quit();
  }, stopCheckMs);
  let ended = false;
  app.on('will-quit', (event) => {
    if (ended) return;
    event.preventDefault();
    clearInterval(watch);
    endpoint
      .stop()
      .catch((error: unknown) => log.internal(error, 'host.stop'))
      .finally(() => {
        ended = true;
        files.setRunning(null);
        files.forgetStop();
        setImmediate(() => app.quit());
      });
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => app.quit());
  log.info('host', { pid: process.pid });
};
