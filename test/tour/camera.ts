import path from 'node:path';
import type { LaunchedCarril } from '#test/support/electron/launch.ts';

const themes = ['light', 'dark'] as const;
const sizes = [
  { name: '1440x900', width: 1440, height: 900 },
  { name: '1024x640', width: 1024, height: 640 },
] as const;

/** What goes with each desk of the tour. */
export interface Camera {
  /** Leaves `<name>-<theme>-<size>.png` of what is on screen, in both themes and sizes. */
  readonly shoot: (name: string) => Promise<void>;
  readonly press: (...keys: readonly string[]) => Promise<void>;
  /** Waits for what bears the test id. */
  readonly see: (id: string) => Promise<void>;
  /** Presses Escape until what bears the test id is gone. */
  readonly leave: (id: string) => Promise<void>;
}

export const cameraOn = ({ app, page }: LaunchedCarril, folder: string, taken: string[]): Camera => ({
  shoot: async (name) => {
    for (const theme of themes) {
      await page.evaluate((to) => {
        document.documentElement.dataset['theme'] = to;
      }, theme);
      for (const { name: size, width, height } of sizes) {
        await app.evaluate(({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w, h), [width, height] as const);
        await page.waitForTimeout(250);
        const file = `${name}-${theme}-${size}.png`;
        await page.screenshot({ path: path.join(folder, file) });
        taken.push(file);
      }
    }
  },
  press: async (...keys) => {
    for (const key of keys) await page.keyboard.press(key);
  },
  see: (id) => page.locator(`[data-testid=${id}]`).first().waitFor(),
  leave: async (id) => {
    await page.keyboard.press('Escape');
    await page.locator(`[data-testid=${id}]`).waitFor({ state: 'detached' });
  },
});
