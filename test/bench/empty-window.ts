import path from 'node:path';
import { forcedSwitches } from '#build/electron-launch.ts';
import { resolveElectron } from '#build/electron-runtime.ts';
import { launchFolder } from '#build/launch-folder.ts';
import { cacheFolder } from '#build/project.ts';

/** How to start an Electron that shows one empty window: program and arguments, with the same switches as the app gets. */
export const emptyWindowCommand = async (): Promise<{ readonly program: string; readonly args: readonly string[] }> => {
  const runtime = await resolveElectron();
  const app = path.join(import.meta.dirname, 'empty-app');
  const switches = [...new Set([...(await forcedSwitches(true)), '--disable-gpu'])];
  if (!runtime.appDirRequired) return { program: runtime.executable, args: [...switches, app] };
  const folder = await launchFolder(cacheFolder(), runtime.dist, app);
  return { program: path.join(folder, path.basename(runtime.executable)), args: switches };
};
