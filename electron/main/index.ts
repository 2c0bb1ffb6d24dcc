import process from 'node:process';
import { app } from 'electron';
import { rotatingFile, shellLog } from './log.ts';
import { chooseUserData, logFolder } from './paths.ts';
import { registerScheme } from './scheme/serve.ts';
import { startShell } from './shell.ts';

chooseUserData();
registerScheme();

const fail = (where: string, error: unknown): void => {
  process.stderr.write(`carril: ${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
};

// A second start only brings the first one's window to the front.
if (app.requestSingleInstanceLock()) {
  const log = shellLog(rotatingFile(logFolder()), Date.now);
  process.on('uncaughtException', (error) => void log.internal(error, 'uncaught'));
  process.on('unhandledRejection', (error) => void log.internal(error, 'unhandled'));
  app
    .whenReady()
    .then(() => startShell(log))
    .catch((error: unknown) => {
      fail(`could not start, see the log under ${log.internal(error, 'start')}`, error);
      app.exit(1);
    });
} else {
  app.quit();
}
