import { existsSync } from 'node:fs';
import path from 'node:path';
import { resolveElectron } from '#build/electron-runtime.ts';
import { projectRoot } from '#build/project.ts';

/** Before the first desktop test: the app is built and an Electron is there. */
export async function setup(): Promise<void> {
  if (!existsSync(path.join(projectRoot, 'out/main/index.cjs'))) {
    throw new Error('The app is not built: run "npm run build", or "npm test", which does.');
  }
  // Here, and not in a test, because the first time may take minutes.
  await resolveElectron();
}
