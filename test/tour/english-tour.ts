import { openDemo } from '#test/support/electron/demo.ts';
import { launchCarril } from '#test/support/electron/launch.ts';
import { cameraOn } from './camera.ts';

/** The screens once more in English. */
export const englishTour = async (folder: string, taken: string[]): Promise<void> => {
  const desk = await launchCarril({ args: ['--lang=en'] });
  const { page } = desk;
  const { shoot, press, see } = cameraOn(desk, folder, taken);
  try {
    await see('first-run');
    await shoot('english-first-run');
    await openDemo(page);
    await page.waitForTimeout(1500);
    await shoot('english-board');
    await page.locator('[data-testid=lane-S2] [data-testid=card]').first().click();
    await press('Enter');
    await see('ticket');
    await page.locator('[data-testid=evidence] img').nth(1).waitFor();
    await shoot('english-ticket');
    await press('Escape');
    for (const [key, screen] of [
      ['d', 'my-day'],
      ['y', 'sync'],
      ['a', 'settings'],
    ] as const) {
      await press('g', key);
      await see(screen);
      await page.waitForTimeout(500);
      await shoot(`english-${screen}`);
    }
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await see('import');
    await shoot('english-import');
  } finally {
    await desk.close();
  }
};
