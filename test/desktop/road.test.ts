import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSyncedDesk } from '#test/support/desk/synced-desk.ts';
import { launchCarril, type LaunchedCarril } from '#test/support/electron/launch.ts';
import { expectAccessible, openDemo, watchPolicy } from '#test/support/electron/demo.ts';
import { callCore, callShell, openPageCore } from '#test/support/electron/page-core.ts';
import { runEndpointCli, spawnEndpoint } from '#test/support/endpoint/start.ts';

let folder: string;
let desk: LaunchedCarril;
let violations: () => Promise<readonly string[]>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'carril-road-'));
  desk = await launchCarril({ userData: path.join(folder, 'profile') });
  violations = await watchPolicy(desk.page);
  await openDemo(desk.page);
});
afterAll(async () => {
  await desk.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

const openFirst = async (lane: string): Promise<string> => {
  await desk.page.keyboard.press('Escape');
  await desk.page.keyboard.press('g');
  await desk.page.keyboard.press('t');
  const card = desk.page.locator(`[data-testid=lane-${lane}] [data-testid=card]`).first();
  const id = (await card.getAttribute('data-ticket')) ?? '';
  await card.click();
  await desk.page.keyboard.press('Enter');
  await desk.page.locator('[data-testid=ticket]').waitFor();
  return id;
};

test('a ticket takes a reply and an internal note, apart from each other', async () => {
  const { page } = desk;
  await openFirst('S2');
  await page.keyboard.press('r');
  await page.locator('[data-testid=composer] textarea:focus').waitFor();
  await page.keyboard.type('Lo publicamos a las 11:15');
  await page.keyboard.press('Control+Enter');
  // The message, not the field that holds the same text until it is sent.
  await page.locator('[data-testid=message][data-direction=out]', { hasText: 'Lo publicamos a las 11:15' }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  await page.locator('[data-testid=composer][data-mode=internal] textarea:focus').waitFor();
  expect(await page.locator('[data-testid=composer]').getAttribute('data-mode')).toBe('internal');
  await page.keyboard.type('Solo para el equipo');
  await page.keyboard.press('Control+Enter');
  await page.locator('[data-testid=message][data-direction=internal]', { hasText: 'Solo para el equipo' }).waitFor();
  await page.keyboard.press('Escape');
  await expectAccessible(page);
});

const enginePid = (): Promise<number> =>
  desk.app.evaluate(({ app: main }) => main.getAppMetrics().find((one) => one.serviceName === 'carril-core' || one.name === 'carril-core')?.pid ?? 0);

/** A slow disk holds the engine's answer back; whoever writes on is not waited for. */
test('a note that is begun while the reply is still on its way stays a note', async () => {
  const { page } = desk;
  const engine = await enginePid();
  await page.keyboard.press('r');
  await page.locator('[data-testid=composer][data-mode=out] textarea:focus').waitFor();
  await page.keyboard.type('Ya está en producción');
  process.kill(engine, 'SIGSTOP');
  try {
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Escape');
    await page.keyboard.press('n');
    await page.locator('[data-testid=composer][data-mode=internal] textarea:focus').waitFor();
    await page.keyboard.type('Se hizo ');
  } finally {
    process.kill(engine, 'SIGCONT');
  }
  await page.locator('[data-testid=message][data-direction=out]', { hasText: 'Ya está en producción' }).waitFor();
  await page.keyboard.type('fuera de horas');
  await page.keyboard.press('Control+Enter');
  await page.locator('[data-testid=message][data-direction=internal]', { hasText: 'Se hizo fuera de horas' }).waitFor();
  expect(await page.locator('[data-testid=composer] textarea').inputValue()).toBe('');
  await page.keyboard.press('Escape');
});

test('p captures the real screen, the picture is captioned and attached', async () => {
  const { app, page } = desk;
  // The composer takes the focus back after it has sent: the key must reach the screen.
  await page.locator('[data-testid=composer] textarea').blur();
  const before = await page.locator('[data-testid=evidence]').count();
  const overlay = app.waitForEvent('window');
  await page.keyboard.press('p');
  const over = await overlay;
  await over.waitForLoadState();
  await over.waitForTimeout(400);
  // The overlay closes with the key, so the press may not see its answer.
  await over.keyboard.press('Enter').catch(() => undefined);
  const caption = page.locator('[role=dialog] textarea').first();
  await caption.waitFor({ timeout: 15_000 });
  await caption.fill('Ya valida con dos lotes');
  await page.keyboard.press('Control+Enter');
  const captured = page.locator('[data-testid=evidence-strip] [data-testid=evidence]:has([aria-label$="Ya valida con dos lotes"])');
  await captured.waitFor();
  expect(await page.locator('[data-testid=evidence]').count()).toBe(before + 1);
  await expect.poll(() => captured.getAttribute('data-upload'), { timeout: 10_000 }).toBe('stored');
});

test('Enter in the palette never opens what fitted only the first letter', async () => {
  const { page } = desk;
  await page.keyboard.press('Control+k');
  const palette = page.locator('[data-testid=palette]');
  await palette.locator('input:focus').waitFor();
  await page.keyboard.type('i');
  await palette.getByRole('option', { name: /#\d+/u }).first().waitFor();
  const engine = await enginePid();
  process.kill(engine, 'SIGSTOP');
  try {
    await page.keyboard.type('mport');
    await page.keyboard.press('Enter');
    await page.locator('[data-testid=import]').waitFor();
    expect(await page.locator('[data-testid=ticket]').count()).toBe(0);
  } finally {
    process.kill(engine, 'SIGCONT');
  }
});

test('a CSV goes through the mapping: bad rows by line number, all in one run, undone as a whole', async () => {
  const { app, page } = desk;
  const file = path.join(folder, 'tickets.csv');
  await writeFile(file, 'Número,Asunto,Prioridad,Estado\nA-1,Falla uno importada,1,Nuevo\nA-2,,2,Nuevo\nA-3,Falla tres importada,9,Nuevo\nA-4,Falla cuatro importada,3,Nuevo\n');
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, file);
  await page.keyboard.press('Control+k');
  await page.locator('[data-testid=palette] input').fill('>import');
  await page.keyboard.press('Enter');
  await page.locator('[data-testid=import-pick]').click();
  await page.locator('[data-testid=import-mapping]').waitFor();
  const client = page.locator('tr[data-target=client]');
  await client.getByRole('textbox').fill('Importada S.A.');
  await page.locator('[data-testid=import-check]').click();
  await page.locator('[data-testid=import-rejected]').waitFor();
  expect(await page.locator('[data-line]').evaluateAll((lines) => lines.map((line) => line.getAttribute('data-line')))).toEqual(['3', '4']);
  await expectAccessible(page);
  await page.locator('[data-testid=import-run]').click();
  await page.locator('[data-testid=import-run-row][data-status=done]').waitFor();
  await page.locator('[data-testid=import-done]').click();
  await expect.poll(() => page.getByText('Falla uno importada').count()).toBe(1);
  // Not by the palette: by now it finds the imported tickets first.
  await page.getByRole('button', { name: /^Import(?:ar)?$/u }).click();
  await page.locator('[data-testid=import-undo]').click();
  await page.locator('[data-testid=import-run-row][data-status=undone]').waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await expect.poll(() => page.getByText('Falla uno importada').count()).toBe(0);
  expect(await violations()).toEqual([]);
});

test('a running timer survives the kill of the whole app; stopping it makes an entry with its note', async () => {
  const { page, app } = desk;
  const id = await openFirst('S2');
  await page.keyboard.press('t');
  await page.locator('[data-testid=timer-clock]').waitFor();
  const main = app.process();
  const gone = new Promise((resolve) => main.once('exit', resolve));
  main.kill('SIGKILL');
  await gone;
  desk = await launchCarril({ userData: path.join(folder, 'profile') });
  await desk.page.locator('[data-testid=timer-clock]').waitFor({ timeout: 20_000 });
  await desk.page.keyboard.press('Shift+T');
  const dialog = desk.page.locator('[data-testid=stop-timer]');
  await dialog.locator('textarea').fill('Revisión del albarán');
  await desk.page.keyboard.press('Control+Enter');
  await dialog.waitFor({ state: 'detached' });
  await openPageCore(desk.page);
  const detail = await callCore(desk.page, 'ticket.get', { id });
  expect(detail.entries.some((entry) => entry.note === 'Revisión del albarán' && entry.end !== null)).toBe(true);
});

test('without its endpoint the desk works on; back again, another desk shows it within a second', async () => {
  const dir = path.join(folder, 'endpoint');
  const password = 'a long enough password';
  const email = 'lead@example.test';
  await runEndpointCli(['add-user', '--dir', dir, '--name', 'Lead', '--email', email, '--role', 'lead', '--password-stdin'], password);
  let endpoint = await spawnEndpoint({ dir });
  const { address } = endpoint;
  const far = await openSyncedDesk();
  const near = await launchCarril();
  try {
    await far.call('session.signIn', { address, email, password });
    await openPageCore(near.page);
    await callShell(near.page, 'desk.openTeam', {});
    await callCore(near.page, 'session.signIn', { address, email, password });
    await callCore(near.page, 'client.create', { name: 'Textiles Nogal', tz: 'America/La_Paz' });
    await near.page.locator('[data-testid=board]').waitFor();
    await expect.poll(() => far.call('client.list', {}), { timeout: 5000 }).toHaveLength(1);
    await expect.poll(() => near.page.locator('[data-testid=sync-status]').getAttribute('data-waiting'), { timeout: 5000 }).toBe('0');
    await endpoint.kill();
    await expect.poll(() => near.page.locator('[data-testid=sync-status]').getAttribute('data-state'), { timeout: 10_000 }).toBe('offline');
    await near.page.keyboard.press('c');
    const dialog = near.page.locator('[data-testid=create-ticket]');
    await dialog.locator('input[name=title]').fill('Hecho sin conexión');
    await dialog.getByRole('combobox').first().fill('Textiles Nogal');
    await near.page.keyboard.press('Enter');
    await near.page.keyboard.press('Control+Enter');
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => near.page.locator('[data-testid=sync-status]').getAttribute('data-waiting')).toBe('1');
    endpoint = await spawnEndpoint({ dir, port: Number(new URL(address).port) });
    await expect.poll(() => near.page.locator('[data-testid=sync-status]').getAttribute('data-waiting'), { timeout: 15_000, interval: 50 }).toBe('0');
    await far.call('sync.now', {});
    const page = await far.call('board.page', { lane: 'untriaged', offset: 0, limit: 10, filter: {} });
    expect(page.cards.map((card) => card.title)).toContain('Hecho sin conexión');
  } finally {
    await near.close();
    await far.close();
    await endpoint.stop();
  }
});
