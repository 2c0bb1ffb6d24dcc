import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { openDemo } from '#test/support/electron/demo.ts';
import { launchCarril } from '#test/support/electron/launch.ts';
import { callCore, openPageCore } from '#test/support/electron/page-core.ts';
import { openEmptyWindow } from './empty-window.ts';
import { longestGap, watchFrames } from './frame-gaps.ts';
import { keySamples, watchKeys } from './key-to-paint.ts';
import { measure, median, type Measure } from './measure.ts';
import { countUciPlainly } from './plain-uci.ts';
import { uciZip } from './uci-desk.ts';

/** What the board shows of the imported tickets must have been painted before the last frame is counted. */
const settleMs = 2000;

/** The path of a person: *Importar*, the file, the mapping as it was guessed, the check, *Importar*. The file dialog is the system's: it is answered for them. */
const beginImport = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: /^Import(?:ar)?$/u }).click();
  await page.locator('[data-testid=import-pick]').click();
  await page.locator('[data-testid=import-mapping]').waitFor();
  await page.locator('[data-testid=import-check]').click();
  await page.locator('[data-testid=import-preview]').waitFor({ timeout: 60_000 });
  await page.locator('[data-testid=import-run]').click();
  await page.locator('[data-testid=import-progress]').waitFor();
};

/** `npm run bench -- window`: the log imported in the real window, with somebody at work on its board meanwhile. */
export const measureWindow = async (): Promise<readonly Measure[]> => {
  const file = uciZip();
  // Before anything is watched: it takes more than one processor from the window, which nobody's import has beside it.
  const plain = await countUciPlainly(file);
  const folder = await mkdtemp(path.join(tmpdir(), 'carril-bench-window-'));
  try {
    const { app, page, close } = await launchCarril({ userData: path.join(folder, 'profile') });
    await openDemo(page);
    await openPageCore(page);
    await app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
    }, file);
    const opened = performance.now();
    await watchFrames(page);
    await beginImport(page);
    const started = performance.now();
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await page.locator('[data-testid=lane-S3] [data-testid=card]').first().click();
    await watchKeys(page);
    let run = (await callCore(page, 'import.runs', {}))[0];
    for (let press = 0; run?.status === 'running'; press += 1) {
      // There and back: the demo's lanes are short.
      await page.keyboard.press(press % 2 === 0 ? 'j' : 'k');
      await page.waitForTimeout(50);
      if (press % 5 === 0) run = (await callCore(page, 'import.runs', {}))[0];
    }
    const seconds = (performance.now() - started) / 1000;
    const keys = await keySamples(page);
    if (run?.status !== 'done' || JSON.stringify(run.counts?.bySeverity) !== JSON.stringify({ ...plain.bySeverity, none: 0 })) throw new Error(`the import ended ${JSON.stringify(run)}`);
    await page.waitForTimeout(settleMs);
    const blocked = await longestGap(page);
    const span = performance.now() - opened;
    await close();

    const empty = await openEmptyWindow(path.join(folder, 'empty'));
    await empty.page.locator('#ready').waitFor();
    await watchFrames(empty.page);
    await empty.page.waitForTimeout(span);
    const idle = await longestGap(empty.page);
    await empty.close();
    return [
      measure('import in the window, board in use', 's', seconds, null, { atMost: 20 }),
      measure('longest blocked frame during the import', 'ms', blocked, idle, { atMost: 100 }),
      measure('j to paint during the import, p50', 'ms', median(keys)),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
};
