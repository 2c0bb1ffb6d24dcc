import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSyncedDesk } from '#test/support/desk/synced-desk.ts';
import { expectAccessible, watchPolicy } from '#test/support/electron/demo.ts';
import { launchCarril, type LaunchedCarril } from '#test/support/electron/launch.ts';
import { callCore, callShell, openPageCore } from '#test/support/electron/page-core.ts';
import { runEndpointCli, spawnEndpoint, type SpawnedEndpoint } from '#test/support/endpoint/start.ts';

const person = { email: 'lead@example.test', password: 'a long enough password' };
let folder: string;
let endpoint: SpawnedEndpoint;
let near: LaunchedCarril;
let far: Awaited<ReturnType<typeof openSyncedDesk>>;
let ticket: string;
let violations: () => Promise<readonly string[]>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'carril-offline-'));
  const dir = path.join(folder, 'endpoint');
  await runEndpointCli(['add-user', '--dir', dir, '--name', 'Lead', '--email', person.email, '--role', 'lead', '--password-stdin'], person.password);
  endpoint = await spawnEndpoint({ dir });
  far = await openSyncedDesk();
  near = await launchCarril();
  violations = await watchPolicy(near.page);
  await far.call('session.signIn', { address: endpoint.address, ...person });
  await openPageCore(near.page);
  await callShell(near.page, 'desk.openTeam', {});
  await callCore(near.page, 'session.signIn', { address: endpoint.address, ...person });
  const client = (await callCore(near.page, 'client.create', { name: 'Textiles Nogal', tz: 'America/La_Paz' })).id;
  ticket = (await callCore(near.page, 'ticket.create', { title: 'No imprime facturas', client, channel: 'phone' })).id;
});
afterAll(async () => {
  await near.close();
  await far.close();
  await endpoint.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

test('without a connection the day goes on, and the sync screen says what waits, in order', async () => {
  const { page } = near;
  const bar = page.locator('[data-testid=sync-status]');
  await expect.poll(() => bar.getAttribute('data-waiting'), { timeout: 10_000 }).toBe('0');
  await endpoint.kill();
  await expect.poll(() => bar.getAttribute('data-state'), { timeout: 10_000 }).toBe('offline');
  await page.locator(`[data-testid=card][data-ticket="${ticket}"]`).click();
  await page.keyboard.press('2');
  await page.keyboard.press('Enter');
  await page.locator('[data-testid=ticket]').waitFor();
  await page.keyboard.press('n');
  await page.keyboard.type('Escrito sin conexión');
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => page.locator('[data-testid=message]').count()).toBe(1);
  await page.keyboard.press('Escape');
  await page.keyboard.press('t');
  await page.locator('[data-testid=timer-clock]').waitFor();
  await expect.poll(() => bar.getAttribute('data-waiting')).toBe('3');
  await page.keyboard.press('g');
  await page.keyboard.press('y');
  const waiting = page.locator('[data-testid=waiting-change]');
  await expect.poll(() => waiting.count()).toBe(3);
  expect((await callCore(page, 'sync.waiting', {})).map((change) => change.command)).toEqual(['ticket.move', 'message.add', 'timer.start']);
  expect(await page.locator('[data-testid=sync] [data-state=offline]').count()).toBe(1);
  await expectAccessible(page);
});

test('back again it goes out by itself, and another desk shows it within a second', async () => {
  const { page } = near;
  endpoint = await spawnEndpoint({ dir: path.join(folder, 'endpoint'), port: Number(new URL(endpoint.address).port) });
  await expect.poll(() => page.locator('[data-testid=sync-status]').getAttribute('data-waiting'), { timeout: 20_000, interval: 20 }).toBe('0');
  // The other desk must have found its way back too before its second begins.
  await expect.poll(async () => (await far.call('sync.status', {})).state, { timeout: 20_000, interval: 50 }).toBe('idle');
  await callCore(page, 'message.add', { ticket, direction: 'internal', channel: 'phone', body: 'Y esto ya con conexión' });
  await expect.poll(async () => (await far.call('ticket.get', { id: ticket })).messages.map((message) => message.body), { timeout: 1000, interval: 20 }).toContain('Y esto ya con conexión');
  const there = await far.call('ticket.get', { id: ticket });
  expect(there.ticket.severity).toBe('S2');
  expect(there.messages.map((message) => message.body)).toContain('Escrito sin conexión');
  expect(there.entries.filter((entry) => entry.end === null)).toHaveLength(1);
  expect(await violations()).toEqual([]);
});
