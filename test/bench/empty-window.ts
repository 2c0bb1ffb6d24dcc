import path from 'node:path';
import { _electron, type Page } from 'playwright-core';
import { forcedSwitches } from '#build/electron-launch.ts';
import { resolveElectron } from '#build/electron-runtime.ts';
import { launchFolder } from '#build/launch-folder.ts';
import { cacheFolder } from '#build/project.ts';

/** How to start an Electron that shows one empty window: program and arguments, with the same switches as the app gets. */
const emptyWindowCommand = async (): Promise<{ readonly program: string; readonly args: readonly string[] }> => {
  const runtime = await resolveElectron();
  const app = path.join(import.meta.dirname, 'empty-app');
  const switches = [...new Set([...(await forcedSwitches(true)), '--disable-gpu'])];
  if (!runtime.appDirRequired) return { program: runtime.executable, args: [...switches, app] };
  const folder = await launchFolder(cacheFolder(), runtime.dist, app);
  return { program: path.join(folder, path.basename(runtime.executable)), args: switches };
};

/** Starts it; its page may still be loading. */
export const openEmptyWindow = async (userData: string): Promise<{ readonly page: Page; readonly close: () => Promise<void> }> => {
  const { program, args } = await emptyWindowCommand();
  const env = Object.fromEntries(Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined));
  const app = await _electron.launch({ executablePath: program, args: [...args], env: { ...env, DBUS_SESSION_BUS_ADDRESS: '/dev/null', CARRIL_USER_DATA: userData } });
  const page = await app.firstWindow();
  return { page, close: () => app.close() };
};
