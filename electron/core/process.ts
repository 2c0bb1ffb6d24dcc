import path from 'node:path';
import process from 'node:process';
import type { MessagePortMain } from 'electron';
import { coreContract } from '#shared/contract/core.ts';
import type { FromCore, ToCore } from '#shared/contract/process.ts';
import { serve } from '#shared/contract/rpc.ts';
import { AppError, type WireError } from '#shared/errors.ts';
import { systemClock } from './clock.ts';
import { createCore, type Core } from './index.ts';
import { jsonLog } from './log.ts';

/** How long the last message to the shell may take before the process ends. */
const lastWordMs = 100;

const tell = (message: FromCore): void => process.parentPort.postMessage(message);
const log = jsonLog((line) => tell({ type: 'log', line }), systemClock.now);

let opening: Promise<Core | null> = Promise.resolve(null);

const why = (error: unknown): WireError =>
  error instanceof AppError ? { code: error.code, details: error.details } : { code: 'internal', details: { id: log.internal(error, 'open') } };

const open = async (message: Extract<ToCore, { type: 'open' }>): Promise<Core | null> => {
  try {
    const core = await createCore({
      dir: message.dir,
      sqliteBinding: message.sqliteBinding,
      token: message.secret.token,
      onToken: (token) => tell({ type: 'secret.set', token }),
      clock: systemClock,
      fetch,
      log,
      version: message.version,
      importWorker: path.join(__dirname, 'import-worker.cjs'),
    });
    tell({ type: 'ready' });
    return core;
  } catch (error) {
    tell({ type: 'failed', ...why(error) });
    return null;
  }
};

const serveOver = async (port: MessagePortMain): Promise<void> => {
  const core = await opening;
  if (core === null) {
    port.close();
    return;
  }
  const served = serve(
    {
      post: (data) => port.postMessage(data),
      on: (listener) => void port.on('message', (event) => listener(event.data)),
    },
    coreContract,
    core.handlers,
    { onInternal: log.internal, onSlow: (method, ms) => log.info('slow', { method, ms: Math.round(ms) }), now: () => performance.now() },
  );
  const forget = core.onChanged(served.changed);
  port.on('close', () => {
    forget();
    served.close();
  });
  port.start();
};

const end = (code: number): void => void setTimeout(() => process.exit(code), lastWordMs);

const close = async (): Promise<void> => {
  try {
    const core = await opening;
    await core?.close();
    end(0);
  } catch (error) {
    log.internal(error, 'close');
    end(1);
  }
};

const crash = (where: string) => (error: unknown): void => {
  log.internal(error, where);
  end(1);
};

process.on('uncaughtException', crash('uncaught'));
process.on('unhandledRejection', crash('unhandled'));
process.parentPort.on('message', ({ data, ports }) => {
  const message = data as ToCore;
  switch (message.type) {
    case 'open':
      opening = open(message);
      return;
    case 'port':
      for (const port of ports) void serveOver(port);
      return;
    case 'close':
      void close();
      return;
  }
});
