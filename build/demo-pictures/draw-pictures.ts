import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PNG } from 'pngjs';
import { projectRoot } from '#build/project.ts';
import { hasDisplay, startVirtualDisplay } from '#build/virtual-display.ts';
import { launchCarril } from '#test/support/electron/launch.ts';
import { indexedPng } from './indexed-png.ts';

/**
 * Draws the demo's evidence, `endpoint/demo/pictures/*.png`, from the sections of `screens.html`. Run it by hand after a
 * change, with the app built: `npx node build/demo-pictures/draw-pictures.ts`.
 */
const html = await readFile(path.join(import.meta.dirname, 'screens.html'), 'utf8');
const display = hasDisplay() ? null : await startVirtualDisplay();
if (display !== null) process.env['DISPLAY'] = display.display;
try {
  const { app, close } = await launchCarril({ args: ['--disable-lcd-text'] });
  try {
    const opened = app.waitForEvent('window');
    await app.evaluate(({ BrowserWindow }, url) => void new BrowserWindow({ width: 800, height: 900 }).loadURL(url), `data:text/html;charset=utf-8,${encodeURIComponent(html)}`);
    const page = await opened;
    await page.locator('section').last().waitFor();
    for (const section of await page.locator('section').all()) {
      const png = indexedPng(PNG.sync.read(await section.screenshot({ scale: 'css' })));
      const name = `${await section.getAttribute('id')}.png`;
      await writeFile(path.join(projectRoot, 'endpoint/demo/pictures', name), png);
      process.stdout.write(`${name} ${png.length} bytes\n`);
    }
  } finally {
    await close();
  }
} finally {
  await display?.close();
}
