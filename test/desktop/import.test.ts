import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '#build/project.ts';
import { expectAccessible, openDemo, watchPolicy } from '#test/support/electron/demo.ts';
import { launchCarril, type LaunchedCarril } from '#test/support/electron/launch.ts';

/** Lines 4 and 6 are bad: one has no title, one a priority that says nothing. */
const rows = [
  'Número;Asunto;Prioridad;Estado;Canal;Creado el',
  'IM-1;La etiqueta sale cortada;Alta;Nuevo;Correo;3/4/2026 09:15',
  'IM-2;El cierre no cuadra;Urgente;En proceso;WhatsApp;3/4/2026 10:40',
  'IM-3;;Media;Nuevo;Portal;3/4/2026 11:00',
  'IM-4;Consulta de precios;Baja;Cerrado;Portal;4/4/2026 08:00',
  'IM-5;Prioridad sin equivalencia;Rojísima;Nuevo;Portal;4/4/2026 09:30',
];

let folder: string;
let desk: LaunchedCarril;
let violations: () => Promise<readonly string[]>;

const file = (name: string): string => path.join(folder, name);
const at = (id: string) => desk.page.locator(`[data-testid=${id}]`);

/** Answers the system's file dialog, the one thing here that no test can click. */
const choose = (chosen: string): Promise<void> =>
  desk.app.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] });
  }, chosen);

const openImport = async (): Promise<void> => {
  const { page } = desk;
  await page.keyboard.press('Control+k');
  await page.locator('[data-testid=palette] input').fill('import');
  await page.keyboard.press('Enter');
  await at('import').waitFor();
};

const step = (): Promise<string | null> => at('import').locator('[data-step]').getAttribute('data-step');
const clipboard = (): Promise<string> => desk.app.evaluate(({ clipboard: board }) => board.readText());

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'carril-import-'));
  await writeFile(file('mesa-de-ayuda.csv'), `${rows.join('\n')}\n`);
  await writeFile(file('vacio.csv'), 'Número;Asunto\n');
  await writeFile(file('roto.zip'), Buffer.from('504b0304', 'hex'));
  await copyFile(path.join(projectRoot, 'test/data/tickets-es.csv'), file('tickets-es.csv'));
  desk = await launchCarril();
  violations = await watchPolicy(desk.page);
  await openDemo(desk.page);
  await openImport();
});
afterAll(async () => {
  await desk.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

test('a file that is no good says so in place, and what to do', async () => {
  for (const [name, code] of [
    ['vacio.csv', 'csv_empty'],
    ['roto.zip', 'zip_corrupt'],
    ['no-existe.csv', 'file_unreadable'],
  ] as const) {
    await choose(file(name));
    await at('import-pick').click();
    await at('import').locator(`[role=alert][data-error=${code}]`).waitFor();
    expect(await step(), name).toBe('file');
  }
  await expectAccessible(desk.page);
});

test('a dropped file is read like a chosen one; Enter goes on and Esc goes one step back', async () => {
  const { page } = desk;
  await choose(file('mesa-de-ayuda.csv'));
  await page.keyboard.press('Enter');
  await at('import-mapping').waitFor();
  expect(await step()).toBe('columns');
  await page.keyboard.press('Escape');
  await expect.poll(step).toBe('file');
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(new File(['x'], 'nowhere.csv'));
    document.querySelector('[data-testid=import]')?.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  // What was made by a page has no path on the disk.
  await at('import').locator('[data-error=file_unreadable]').waitFor();
});

test('the mapping is marked where it cannot be used', async () => {
  const { page } = desk;
  await choose(file('mesa-de-ayuda.csv'));
  await at('import-pick').click();
  // This file says nothing of updates: its own order counts, and that is said.
  expect(await at('import').getByRole('combobox', { name: /^(Ordena sus cambios|Orders its changes)$/u }).innerText()).not.toBe('');
  const client = page.locator('tr[data-target=client]');
  await client.getByRole('textbox').fill('');
  await at('import-check').click();
  await page.locator('tr[data-target=client][data-wrong]').waitFor();
  expect(await client.getByRole('textbox').getAttribute('aria-invalid')).toBe('true');
  expect(await client.getByRole('textbox').evaluate((input) => input === document.activeElement)).toBe(true);
  await expectAccessible(page);
  await page.keyboard.type('Mesa Importada S.A.');
  expect(await page.locator('[data-wrong]').count()).toBe(0);
});

test('the check counts what comes, and names by its line what does not', async () => {
  const { page } = desk;
  // Enter in the client's field goes on.
  await page.keyboard.press('Enter');
  await at('import-preview').waitFor();
  expect(await page.locator('[data-line]').evaluateAll((lines) => lines.map((line) => line.getAttribute('data-line')))).toEqual(['4', '6']);
  expect(await page.locator('[data-tile=tickets] b').innerText()).toBe('3');
  expect(await page.locator('[data-tally=S1] b').innerText()).toBe('1');
  expect(await page.locator('[data-tally=S2] b').innerText()).toBe('1');
  expect(await page.locator('[data-tally=closed] b').innerText()).toBe('1');
  await at('import-copy').click();
  await expect.poll(clipboard).toContain('4\tIM-3\t');
  expect(await clipboard()).toMatch(/^6\tIM-5\t.*Rojísima/mu);
  await expectAccessible(page);
});

test('a value without a meaning gets one, and its line comes in', async () => {
  const { page } = desk;
  await at('import-complete').click();
  await at('import-mapping').waitFor();
  const value = page.locator('tr[data-target=severity] [data-value="Rojísima"]');
  await value.getByRole('combobox').click();
  await page.getByRole('option', { name: /^S1/u }).click();
  // At its end: axe takes a row that the step's lower edge cuts for one that lies under the button below.
  await at('import').locator('[data-step]').evaluate((found) => found.scrollTo({ top: found.scrollHeight }));
  await expectAccessible(page);
  await at('import-check').click();
  await at('import-preview').waitFor();
  expect(await page.locator('[data-line]').evaluateAll((lines) => lines.map((line) => line.getAttribute('data-line')))).toEqual(['4']);
});

test('what was checked comes in one run, shows on the board and is undone as a whole', async () => {
  const { page } = desk;
  await at('import-run').click();
  await page.locator('[data-testid=import-run-row][data-status=done]').waitFor();
  await at('import-summary').waitFor();
  await expectAccessible(page);
  await at('import-done').click();
  await at('board').waitFor();
  await expect.poll(() => page.getByText('Prioridad sin equivalencia').count()).toBe(1);
  expect(await page.locator('[data-testid=lane-S1]').getByText('El cierre no cuadra').count()).toBe(1);
  await openImport();
  await at('import-undo').click();
  await page.locator('[data-testid=import-run-row][data-status=undone]').waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await at('board').waitFor();
  await expect.poll(() => page.getByText('Prioridad sin equivalencia').count()).toBe(0);
});

test('a run that somebody has worked on is kept, and says why', async () => {
  const { page } = desk;
  await openImport();
  await choose(file('tickets-es.csv'));
  await at('import-pick').click();
  await at('import-check').click();
  await at('import-run').click();
  await page.locator('[data-testid=import-run-row][data-status=done]').waitFor();
  await at('import-done').click();
  await page.locator('[data-testid=card]', { hasText: 'Alta de usuario' }).click();
  await page.keyboard.press('1');
  await page.locator('[data-testid=lane-S1] [data-testid=card]', { hasText: 'Alta de usuario' }).waitFor();
  await openImport();
  await at('import-undo').click();
  await page.locator('[data-testid=import] [role=alert][data-error=undo_blocked]').waitFor();
  expect(await page.locator('[data-error=undo_blocked]').innerText()).toMatch(/\b1\b/u);
  expect(await page.locator('[data-testid=import-run-row][data-status=done]').count()).toBe(1);
  await expectAccessible(page);
});

test('nothing of it broke the page’s security policy', async () => {
  expect(await violations()).toEqual([]);
});
