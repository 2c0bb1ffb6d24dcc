import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { resolveElectron } from '#build/electron-runtime.ts';
import { projectRoot } from '#build/project.ts';
import { hasDisplay, startVirtualDisplay } from '#build/virtual-display.ts';

/**
 * Before the first desktop test: the app is built, an Electron is there and a display to show it on. The tests' processes
 * inherit DISPLAY from here.
 */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (!existsSync(path.join(projectRoot, 'out/main/index.cjs'))) {
    throw new Error('The app is not built: run "npm run build", or "npm test", which does.');
  }
  // Here, and not in a test, because the first time may take minutes.
  await resolveElectron();
  // A display of its own even where there is one, if asked: windows that pop up take the developer's keyboard.
  if (hasDisplay() && process.env['CARRIL_TEST_VIRTUAL'] !== '1') return undefined;
  const screen = await startVirtualDisplay();
  process.env['DISPLAY'] = screen.display;
  return screen.close;
}
