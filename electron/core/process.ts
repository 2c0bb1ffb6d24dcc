import process from 'node:process';
import type { MessagePortMain } from 'electron';
import type { Opening } from '#shared/contract/opening.ts';
import type { FromCore, ToCore } from '#shared/contract/process.ts';
import { AppError, type WireError } from '#shared/errors.ts';
import { systemClock } from './clock.ts';
import type { ReadDb } from './db/connection.ts';
import { asAppError, databaseFile, openDatabase } from './db/open.ts';
import type { Core } from './index.ts';
import { jsonLog } from './log.ts';
import { openingAnswers } from './opening.ts';
import type { serveWindow } from './serve-window.ts';

/** How long the last message to the shell may take before the process ends. */
const lastWordMs = 100;
const noAnswers: Opening = { t: 'opening', answers: [] };

const tell = (message: FromCore): void => process.parentPort.postMessage(message);
const log = jsonLog((line) => tell({ type: 'log', line }), systemClock.now);

interface Open {
  readonly core: Core;
  readonly serve: typeof serveWindow;
}
let opening: Promise<Open | null> = Promise.resolve(null);

const why = (error: unknown): WireError =>
  error instanceof AppError ? { code: error.code, details: error.details } : { code: 'internal', details: { id: log.internal(error, 'open') } };

/** A database that cannot be read here is no reason not to open it: the window will ask again, and be told why. */
const answersOf = (db: ReadDb, { secret, dir }: Extract<ToCore, { type: 'open' }>): Opening => {
  try {
    return openingAnswers(db, secret.token !== null);
  } catch (error) {
    const known = asAppError(error, databaseFile(dir));
    if (known instanceof AppError) log.warn('opening.unanswered', { code: known.code });
    else log.internal(error, 'opening');
    return noAnswers;
  }
};

/**
 * Opens the desk in two strokes. The database alone is enough to answer what a window asks first: the answers are down
 * its port, and the shell hears `ready`, before the rest of the engine is even loaded. What a window asks meanwhile waits
 * in its port.
 */
const open = async (message: Extract<ToCore, { type: 'open' }>, ports: readonly MessagePortMain[], importWorker: string): Promise<Open | null> => {
  try {
    const db = openDatabase(message);
    const answers = answersOf(db, message);
    for (const port of ports) port.postMessage(answers);
    tell({ type: 'ready' });
    const [{ createCore }, { serveWindow: serve }] = await Promise.all([import('./index.ts'), import('./serve-window.ts')]);
    const core = await createCore({
      dir: message.dir,
      sqliteBinding: message.sqliteBinding,
      db,
      token: message.secret.token,
      onToken: (token) => tell({ type: 'secret.set', token }),
      clock: systemClock,
      fetch,
      log,
      version: message.version,
      importWorker,
    });
    for (const port of ports) serve(core, port, log);
    return { core, serve };
  } catch (error) {
    tell({ type: 'failed', ...why(error) });
    return null;
  }
};

const serveLater = async (port: MessagePortMain): Promise<void> => {
  const opened = await opening;
  if (opened === null) {
    port.close();
    return;
  }
  port.postMessage(noAnswers);
  opened.serve(opened.core, port, log);
};

const end = (code: number): void => void setTimeout(() => process.exit(code), lastWordMs);

const close = async (): Promise<void> => {
  try {
    const opened = await opening;
    await opened?.core.close();
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

/** Runs the engine of one desk in this process, as the shell tells. `importWorker`: path of the import's worker script. */
export const serveDesk = (importWorker: string): void => {
  process.on('uncaughtException', crash('uncaught'));
  process.on('unhandledRejection', crash('unhandled'));
  process.parentPort.on('message', ({ data, ports }) => {
    const message = data as ToCore;
    switch (message.type) {
      case 'open':
        opening = open(message, ports, importWorker);
        return;
      case 'port':
        for (const port of ports) void serveLater(port);
        return;
      case 'close':
        void close();
        return;
    }
  });
};
