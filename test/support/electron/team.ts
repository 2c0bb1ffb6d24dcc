import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { runEndpointCli } from '#test/support/endpoint/start.ts';
import { launchCarril, type LaunchedCarril } from './launch.ts';
import { callCore, openPageCore } from './page-core.ts';

export const lead = { name: 'Luz Paredes', email: 'luz@example.test', password: 'a long enough password' } as const;

/** A folder for a test file, and how to remove it. */
export const testFolder = async (name: string): Promise<{ readonly dir: string; readonly remove: () => Promise<void> }> => {
  const dir = await mkdtemp(path.join(tmpdir(), `carril-${name}-`));
  return { dir, remove: () => rm(dir, { recursive: true, force: true, maxRetries: 5 }) };
};

/** An endpoint's folder with one person in it, `lead`. */
export const addLead = async (dir: string): Promise<void> => {
  const added = await runEndpointCli(['add-user', '--dir', dir, '--name', lead.name, '--email', lead.email, '--role', 'lead', '--password-stdin'], lead.password);
  expect(added.code, added.stderr).toBe(0);
};

/** The app in Spanish, whatever the machine speaks, with its engine within the test's reach. */
export const launchInSpanish = async (userData: string): Promise<LaunchedCarril> => {
  const desk = await launchCarril({ userData, args: ['--lang=es'] });
  await desk.page.waitForFunction(() => document.documentElement.lang === 'es-419');
  await openPageCore(desk.page);
  return desk;
};

/** Signs in by hand, in the form of the first run or of the dialog that is on screen. */
export const fillSignIn = async (page: Page, address: string, password: string = lead.password): Promise<void> => {
  if ((await page.locator('input[name=address]').count()) === 0) await page.locator('[data-testid=join-team]').click();
  await page.locator('input[name=address]').fill(address);
  await page.locator('input[name=email]').fill(lead.email);
  await page.locator('input[name=password]').fill(password);
  await page.locator('[data-testid=sign-in-submit]').click();
};

/** `c`, a title, a client by name, and off. */
export const createTicket = async (page: Page, title: string, client: string): Promise<void> => {
  await page.keyboard.press('c');
  const dialog = page.locator('[data-testid=create-ticket]');
  await dialog.locator('input[name=title]').fill(title);
  await dialog.getByRole('combobox').first().fill(client);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Enter');
};

export const waiting = (page: Page): Promise<string | null> => page.locator('[data-testid=sync-status]').getAttribute('data-waiting');

/** Nothing waits any more, by the engine's own word: the bar may be a moment behind it. */
export const settled = async (page: Page, timeout = 20_000): Promise<void> => {
  const rest = async (): Promise<unknown> => {
    const { waitingOps, state } = await callCore(page, 'sync.now', {});
    return { waitingOps, state };
  };
  await expect.poll(rest, { timeout, interval: 100 }).toEqual({ waitingOps: 0, state: 'idle' });
  await expect.poll(() => waiting(page)).toBe('0');
};

/** The desk's database, asked beside the app, which must not have it open. */
export const askDatabase = <T>(userData: string, sql: string, kind: 'team' | 'demo' = 'team'): readonly T[] => {
  const db = new Sqlite(path.join(userData, 'desks', kind, 'carril.db'), { readonly: true });
  try {
    return db.prepare(sql).all() as T[];
  } finally {
    db.close();
  }
};

export const titlesIn = (userData: string): readonly string[] => askDatabase<{ title: string }>(userData, 'SELECT title FROM ticket ORDER BY title').map((row) => row.title);
