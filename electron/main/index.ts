import process from 'node:process';
import { app } from 'electron';
import { rotatingFile, shellLog } from './log.ts';
import { hostFiles } from './hosting/host-files.ts';
import { hostSwitch, startHost } from './hosting/host-process.ts';
import { built, chooseUserData, hostFolder, logFolder, sqliteBinding } from './paths.ts';
import { registerScheme } from './scheme/serve.ts';
import { startShell } from './shell.ts';

chooseUserData();
registerScheme();

const fail = (where: string, error: unknown): void => {
  process.stderr.write(`carril: ${where}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
};

/** The same program without a window: the team's endpoint, which outlives the desk that started it. */
const runAsHost = (): void => {
  const files = hostFiles(hostFolder());
  app.setPath('userData', files.profile);
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  const log = shellLog(rotatingFile(files.logs), Date.now);
  process.on('uncaughtException', (error) => void log.internal(error, 'uncaught'));
  process.on('unhandledRejection', (error) => void log.internal(error, 'unhandled'));
  app
    .whenReady()
    .then(() => startHost({ files, endpointScript: built('endpoint/process.cjs'), sqliteBinding: sqliteBinding(), log }))
    .catch((error: unknown) => {
      fail(`could not host, see the log under ${log.internal(error, 'host')}`, error);
      app.exit(1);
    });
};

// A second start only brings the first one's window to the front.
if (process.argv.includes(hostSwitch)) {
  runAsHost();
} else if (app.requestSingleInstanceLock()) {
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
