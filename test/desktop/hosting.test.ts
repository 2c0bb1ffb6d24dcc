import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSyncedDesk, type SyncedDesk } from '#test/support/desk/synced-desk.ts';
import { expectAccessible, openDemo, watchPolicy } from '#test/support/electron/demo.ts';
import { closeWindow, hostAddress, hosting, hostPid, isThere, killHost, openHosting, runningFile, turnHosting } from '#test/support/electron/hosting.ts';
import { launchCarril, type LaunchedCarril } from '#test/support/electron/launch.ts';
import { runEndpointCli } from '#test/support/endpoint/start.ts';

const person = { email: 'luz@example.test', password: 'a long enough password' };
let folder: string;
let near: LaunchedCarril | null = null;
let far: SyncedDesk | null = null;

const profile = (): string => path.join(folder, 'profile');

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'carril-hosting-'));
});
afterAll(async () => {
  await far?.close();
  killHost(profile());
  await near?.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

test('a team hosted from the settings: a second desk joins, it outlives the window, is backed up and turned off', { timeout: 180_000 }, async () => {
  near = await launchCarril({ userData: profile() });
  let { page } = near;
  const violations = await watchPolicy(page);
  await openDemo(page);
  await openHosting(page);
  await hosting(page, 'off');
  await turnHosting(page);
  await hosting(page, 'on');
  const address = await hostAddress(page);
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

  const pid = hostPid(profile());
  await closeWindow(near);
  await other.call('ticket.create', { title: 'Con la ventana cerrada', client, channel: 'phone' });
  await expect.poll(sent, { timeout: 15_000 }).toEqual({ state: 'idle', waiting: 0 });
  expect(hostPid(profile())).toBe(pid);

  near = await launchCarril({ userData: profile() });
  page = near.page;
  await openHosting(page);
  await hosting(page, 'on');
  expect(await hostAddress(page)).toBe(address);
  expect(hostPid(profile())).toBe(pid);

  const backups = path.join(folder, 'backups');
  await mkdir(backups);
  await near.app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, backups);
  await page.locator('[data-testid=host-backup]').click();
  await expect.poll(async () => (await readdir(backups)).some((name) => existsSync(path.join(backups, name, 'manifest.json'))), { timeout: 30_000 }).toBe(true);
  const [made = ''] = await readdir(backups);
  expect(await runEndpointCli(['check', path.join(backups, made)])).toMatchObject({ code: 0, stdout: expect.stringContaining('good') });

  await turnHosting(page);
  await hosting(page, 'off');
  // Its parent is gone; whoever inherited it hears of its end a moment later.
  await expect.poll(() => isThere(pid), { timeout: 10_000 }).toBe(false);
  expect(existsSync(runningFile(profile()))).toBe(false);
  expect((await sent()).state).toBe('offline');

  // Turned on again it is where the desks know it, with all that it had.
  await turnHosting(page);
  await hosting(page, 'on');
  expect(await hostAddress(page)).toBe(address);
  expect(await page.locator('[data-testid=host-code]').count()).toBe(0);
  await expect.poll(sent, { timeout: 20_000 }).toEqual({ state: 'idle', waiting: 0 });
  await turnHosting(page);
  await hosting(page, 'off');
});
