import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { capture } from './command.ts';
import { PlainError } from './console.ts';

export type VirtualDisplay = {
  /** The value for DISPLAY. */
  readonly display: string;
  /** Ends the X server; waits until it is gone. */
  readonly close: () => Promise<void>;
};

const SCREEN = '1600x1000x24';
const START_LIMIT_MS = 15_000;

/** Whether a window can be shown without a virtual display. */
export function hasDisplay(env: Readonly<NodeJS.ProcessEnv> = process.env): boolean {
  if (process.platform !== 'linux') return true;
  return (env['DISPLAY'] ?? '') !== '' || (env['WAYLAND_DISPLAY'] ?? '') !== '';
}

/** Whether Xvfb is installed. It has no `--version`, and `-help` answers 1 in some releases: asked through `command -v`. */
export async function hasXvfb(): Promise<boolean> {
  return (await capture('sh', ['-c', 'command -v Xvfb'])).code === 0;
}

/** Starts an X server without a screen, on the first free number, and waits until it answers. */
export async function startVirtualDisplay(): Promise<VirtualDisplay> {
  if (!(await hasXvfb())) throw new PlainError('There is no display and no Xvfb: run "apt-get install xvfb".');
  // -displayfd: the server picks a free number itself and writes it once it is ready, so there is nothing to race for.
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  // A crashed parent must not leave a server behind.
  const endWithParent = (): void => {
    server.kill('SIGKILL');
  };
  process.once('exit', endWithParent);
  const close = async (): Promise<void> => {
    process.off('exit', endWithParent);
    if (server.exitCode !== null || server.signalCode !== null) return;
    const gone = once(server, 'exit');
    server.kill('SIGTERM');
    await gone;
  };
  try {
    return { display: `:${await numberOf(server)}`, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function numberOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new PlainError('Xvfb did not start in time.')), START_LIMIT_MS);
    server.once('exit', () => reject(new PlainError('Xvfb ended at once.')));
    server.once('error', reject);
    server.stdio[3]?.once('data', (text: Buffer) => {
      clearTimeout(late);
      resolve(text.toString('utf8').trim());
    });
  });
}
