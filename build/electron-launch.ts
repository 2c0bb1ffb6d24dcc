import { existsSync } from 'node:fs';
import process from 'node:process';
import { capture } from './command.ts';
import type { ElectronRuntime } from './electron-runtime.ts';
import { projectRoot } from './project.ts';

export type LaunchCommand = {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
};

/** How to start the built app with this runtime: program, arguments and environment. */
export function launchCommand(runtime: ElectronRuntime, switches: readonly string[] = []): LaunchCommand {
  const env: NodeJS.ProcessEnv = { ...process.env };
  // Set inside other Electron apps' terminals: it would turn ours into plain Node.
  delete env['ELECTRON_RUN_AS_NODE'];
  if (runtime.sqliteBinding !== null) env['CARRIL_SQLITE_BINDING'] = runtime.sqliteBinding;
  return {
    program: runtime.executable,
    args: [...switches, ...(runtime.appDirRequired ? [] : [projectRoot])],
    env,
  };
}

/**
 * The switches that this environment forces on Chromium, none for a user at his own desk. Chromium refuses to run its
 * sandbox as root; a CI container often has no user namespaces; and on a virtual display there is no GPU to wait for.
 */
export async function forcedSwitches(virtualDisplay: boolean): Promise<readonly string[]> {
  if (process.platform !== 'linux') return [];
  const unattended = virtualDisplay || process.env['CI'] !== undefined;
  const noSandbox = isRoot() || (unattended && !(await userNamespaces()));
  const noGpu = virtualDisplay || ((isRoot() || unattended) && !existsSync('/dev/dri'));
  return [...(noSandbox ? ['--no-sandbox'] : []), ...(noGpu ? ['--disable-gpu'] : [])];
}

/** Whether this process is root, as in containers. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Whether Chromium's sandbox can be built: tried, because kernels forbid it in several different ways. */
export async function userNamespaces(): Promise<boolean> {
  return (await capture('unshare', ['--user', '--map-root-user', 'true'])).code === 0;
}
