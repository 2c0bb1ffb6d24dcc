import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { LaunchedCarril } from './launch.ts';

/** Where a host that runs says who it is. */
export const runningFile = (profile: string): string => path.join(profile, 'host/running.json');

export const hostPid = (profile: string): number => (JSON.parse(readFileSync(runningFile(profile), 'utf8')) as { readonly pid: number }).pid;

/** What a failed test left running. */
export const killHost = (profile: string): void => {
  if (existsSync(runningFile(profile))) process.kill(hostPid(profile), 'SIGKILL');
};

export const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
};

/** Closes the window, and the app with it. What the driver waits for besides, its pipes, the host may still hold. */
export const closeWindow = async ({ app }: LaunchedCarril): Promise<void> => {
  const gone = once(app.process(), 'exit');
  await app.evaluate(({ BrowserWindow }) => setTimeout(() => BrowserWindow.getAllWindows().forEach((window) => window.close()), 50));
  await gone;
};

/** The settings, by their key, once the page stands. */
export const openHosting = async (page: Page): Promise<void> => {
  await page.locator('[data-testid=board], [data-testid=hosting]').first().waitFor({ timeout: 20_000 });
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await page.locator('[data-testid=hosting]').waitFor();
};

export const hosting = (page: Page, state: 'off' | 'on'): Promise<void> => page.locator(`[data-testid=hosting][data-state=${state}]`).waitFor({ timeout: 40_000 });

export const turnHosting = (page: Page): Promise<void> => page.locator('[data-testid=host-turn]').click();

export const hostAddress = async (page: Page): Promise<string> => String(await page.locator('[data-testid=host-address]').last().textContent());
