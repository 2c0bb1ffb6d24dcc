import process from 'node:process';
import { app } from 'electron';
import { hostSwitch } from './host-process.ts';

/** How this app starts itself again as the host: with what this runtime was forced to, and on Linux without a display. */
export const hostArguments = (): readonly string[] => [
  ...(app.isPackaged ? [] : [app.getAppPath()]),
  hostSwitch,
  ...(process.platform === 'linux' ? ['--ozone-platform=headless', '--disable-gpu'] : []),
  ...(app.commandLine.hasSwitch('no-sandbox') ? ['--no-sandbox'] : []),
];
