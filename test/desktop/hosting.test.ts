import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { openSyncedDesk, type SyncedDesk } from '#test/support/desk/synced-desk.ts';
import { expectAccessible, openDemo, watchPolicy } from '#test/support/electron/demo.ts';
import { launchCarril, type LaunchedCarril } from '#test/support/electron/launch.ts';
import { runEndpointCli } from '#test/support/endpoint/start.ts';

const person = { email: 'luz@example.test', password: 'a long enough password' };
let folder: string;
let near: LaunchedCarril | null = null;
let far: SyncedDesk | null = null;

const runningFile = (): string => path.join(folder, 'profile/host/running.json');
const hostPid = (): number => (JSON.parse(readFileSync(runningFile(), 'utf8')) as { readonly pid: number }).pid;

const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
};

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'carril-hosting-'));
});
afterAll(async () => {
  await far?.close();
  // What a failed test left running.
  if (existsSync(runningFile())) process.kill(hostPid(), 'SIGKILL');
  await near?.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** Closes the window, and the app with it. What the driver waits for besides, its pipes, the host may still hold. */
const closeWindow = async ({ app }: LaunchedCarril): Promise<void> => {
  const gone = once(app.process(), 'exit');
  await app.evaluate(({ BrowserWindow }) => setTimeout(() => BrowserWindow.getAllWindows().forEach((window) => window.close()), 50));
  await gone;
};

const openSettings = async (page: Page): Promise<void> => {
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await page.locator('[data-testid=hosting]').waitFor();
};

const hosting = (page: Page, state: 'off' | 'on') => page.locator(`[data-testid=hosting][data-state=${state}]`).waitFor({ timeout: 40_000 });

test('a team hosted from the settings: a second desk joins, it outlives the window, is backed up and turned off', { timeout: 180_000 }, async () => {
  near = await launchCarril({ userData: path.join(folder, 'profile') });
  let { page } = near;
  const violations = await watchPolicy(page);
  await openDemo(page);
  await openSettings(page);
  await hosting(page, 'off');
  await page.locator('[data-testid=host-turn]').click();
  await hosting(page, 'on');
  const address = String(await page.locator('[data-testid=host-address]').last().textContent());
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const code = String(await page.locator('[data-testid=host-code]').textContent());
  await expectAccessible(page);
  expect(await violations()).toEqual([]);

  const admin = await fetch(`${address}/v1/first-admin`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, name: 'Luz', ...person, device: { id: randomUUID(), name: 'prueba' } }),
  });
  expect(admin.status).toBe(200);
  // Used, it is shown no longer.
  await page.locator('[data-testid=host-code]').waitFor({ state: 'detached', timeout: 20_000 });

  far = await openSyncedDesk();
  const other = far;
  await other.call('session.signIn', { address, ...person });
  const { id: client } = await other.call('client.create', { name: 'Textiles Nogal', tz: 'America/La_Paz' });
  const sent = async (): Promise<{ readonly state: string; readonly waiting: number }> => {
    const { state, waiting } = await other.call('sync.now', {});
    return { state, waiting };
  };
  await expect.poll(sent, { timeout: 15_000 }).toEqual({ state: 'idle', waiting: 0 });

  const pid = hostPid();
  await closeWindow(near);
  await other.call('ticket.create', { title: 'Con la ventana cerrada', client, channel: 'phone' });
  await expect.poll(sent, { timeout: 15_000 }).toEqual({ state: 'idle', waiting: 0 });
  expect(hostPid()).toBe(pid);

  near = await launchCarril({ userData: path.join(folder, 'profile') });
  page = near.page;
  // It opens where it was.
  await page.locator('[data-testid=board], [data-testid=hosting]').first().waitFor({ timeout: 20_000 });
  await openSettings(page);
  await hosting(page, 'on');
  expect(await page.locator('[data-testid=host-address]').last().textContent()).toBe(address);
  expect(hostPid()).toBe(pid);

  const backups = path.join(folder, 'backups');
  await mkdir(backups);
  await near.app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, backups);
  await page.locator('[data-testid=host-backup]').click();
  await expect.poll(async () => (await readdir(backups)).some((name) => existsSync(path.join(backups, name, 'manifest.json'))), { timeout: 30_000 }).toBe(true);
  const [made = ''] = await readdir(backups);
  expect(await runEndpointCli(['check', path.join(backups, made)])).toMatchObject({ code: 0, stdout: expect.stringContaining('good') });

  await page.locator('[data-testid=host-turn]').click();
  await hosting(page, 'off');
  // Its parent is gone; whoever inherited it hears of its end a moment later.
  await expect.poll(() => isThere(pid), { timeout: 10_000 }).toBe(false);
  expect(existsSync(runningFile())).toBe(false);
  expect((await sent()).state).toBe('offline');

  // Turned on again it is where the desks know it, with all that it had.
  await page.locator('[data-testid=host-turn]').click();
  await hosting(page, 'on');
  expect(await page.locator('[data-testid=host-address]').last().textContent()).toBe(address);
  expect(await page.locator('[data-testid=host-code]').count()).toBe(0);
  await expect.poll(sent, { timeout: 20_000 }).toEqual({ state: 'idle', waiting: 0 });
  await page.locator('[data-testid=host-turn]').click();
  await hosting(page, 'off');
});
