import path from 'node:path';
import type { Page } from 'playwright-core';
import { launchCarril } from '#test/support/electron/launch.ts';

type Theme = 'light' | 'dark';
const themes: readonly Theme[] = ['light', 'dark'];
const sizes = [
  { name: '1440x900', width: 1440, height: 900 },
  { name: '1024x640', width: 1024, height: 640 },
] as const;

const openDemo = async (page: Page): Promise<void> => {
  await page.locator('[data-testid=open-demo]').click();
  await page.locator('[data-testid=board] [data-testid=card]').first().waitFor({ timeout: 60_000 });
};

/** Drives the main job on the demo desk and leaves `<screen>-<theme>-<size>.png` files in `folder`. Answers with their names. */
export const tour = async (folder: string): Promise<readonly string[]> => {
  const pictures: string[] = [];
  const { app, page, close } = await launchCarril({ args: ['--lang=es'] });
  const shoot = async (name: string): Promise<void> => {
    for (const theme of themes) {
      await page.evaluate((to) => {
        document.documentElement.dataset['theme'] = to;
      }, theme);
      for (const { name: size, width, height } of sizes) {
        await app.evaluate(({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w, h), [width, height] as const);
        await page.waitForTimeout(250);
        const file = `${name}-${theme}-${size}.png`;
        await page.screenshot({ path: path.join(folder, file) });
        pictures.push(file);
      }
    }
  };
  try {
    await page.locator('[data-testid=first-run]').waitFor();
    await shoot('first-run');
    await openDemo(page);
    await page.waitForTimeout(1500);
    await page.locator('[data-testid=lane-S2] [data-testid=card]').first().click();
    await page.keyboard.press('t');
    await page.waitForTimeout(400);
    await shoot('board');
    await page.keyboard.press('1');
    await page.locator('[data-testid=agreement-sheet]').waitFor();
    await shoot('agreement');
    await page.keyboard.press('Control+z');
    await page.waitForTimeout(300);
    await page.keyboard.press('c');
    await page.locator('[data-testid=create-ticket]').waitFor();
    await shoot('create-ticket');
    await page.keyboard.press('Escape');
    await page.waitForTimeout(200);
    await page.keyboard.press('Control+k');
    await page.locator('[data-testid=palette]').waitFor();
    await shoot('palette');
    await page.keyboard.press('Escape');
    await page.waitForTimeout(200);
    await page.locator('[data-testid=lane-S2] [data-testid=card]').first().click();
    await page.keyboard.press('Enter');
    await page.locator('[data-testid=ticket]').waitFor();
    await page.waitForTimeout(500);
    await shoot('ticket');
    await page.keyboard.press('Escape');
    for (const [keys, screen] of [
      ['d', 'my-day'],
      ['y', 'sync'],
      ['a', 'settings'],
    ] as const) {
      await page.keyboard.press('g');
      await page.keyboard.press(keys);
      await page.waitForTimeout(600);
      await shoot(screen);
    }
    await page.locator('nav button', { hasText: /^Importar|^Import/u }).first().click();
    await page.waitForTimeout(400);
    await shoot('import');
  } finally {
    await close();
  }
  return pictures;
};
