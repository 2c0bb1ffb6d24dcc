import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { buildApp } from '#build/build-app.ts';
import { checkMachine } from '#build/machine.ts';
import { projectRoot } from '#build/project.ts';
import { hasDisplay, startVirtualDisplay } from '#build/virtual-display.ts';
import { tour } from './tour.ts';

/**
 * `npm run tour [-- --no-build]`: drives the main job in the real Electron on the demo desk and leaves a picture of every
 * screen, in both themes and two sizes, under `out/tour/`.
 */
await checkMachine();
if (!process.argv.includes('--no-build')) {
  const built = await buildApp();
  if (built !== 0) process.exit(built);
}
const display = hasDisplay() ? null : await startVirtualDisplay();
if (display !== null) process.env['DISPLAY'] = display.display;
try {
  const folder = path.join(projectRoot, 'out', 'tour');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const pictures = await tour(folder);
  process.stdout.write(`${pictures.length} pictures in ${path.relative(projectRoot, folder)}\n`);
} finally {
  await display?.close();
}
