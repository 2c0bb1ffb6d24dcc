import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, openDemo, watchPolicy } from '#test/support/electron/demo.ts';
import type { LaunchedCarril } from '#test/support/electron/launch.ts';
import { callCore } from '#test/support/electron/page-core.ts';
import { askDatabase, launchInSpanish, testFolder } from '#test/support/electron/team.ts';

const folder = await testFolder('bad-csv');
const userData = path.join(folder.dir, 'profile');
const head = 'Número;Asunto;Prioridad;Estado\n';
const good = Array.from({ length: 400 }, (_one, n) => `IM-${n};La caja ${n} no abre;Alta;Nuevo\n`).join('');

/** What is wrong with each file, and the sentence that must be read. */
const files: readonly (readonly [name: string, content: string | Uint8Array, code: string, said: string])[] = [
  ['comillas.csv', `${head}${good}IM-900;"La comilla que nadie cierra;Alta;Nuevo\n${good}`, 'csv_corrupt', 'El archivo CSV está dañado. Línea 402. Hay unas comillas que no se cierran. Ábrelo en una hoja de cálculo, revisa la línea indicada y vuelve a exportarlo.'],
  ['binario.csv', Buffer.concat([Buffer.from([0, 1, 2, 0, 255]), randomBytes(20_000)]), 'csv_corrupt', 'El archivo CSV está dañado. No es texto: parece otro tipo de archivo. Expórtalo como CSV.'],
  ['vacio.csv', head, 'csv_empty', 'El archivo no tiene filas. Elige un archivo con encabezado y al menos una fila.'],
  ['cortado.zip', Buffer.from('504b030414000000', 'hex'), 'zip_corrupt', 'El archivo zip está dañado.'],
];

let desk: LaunchedCarril;
let violations: () => Promise<readonly string[]>;
let before: number;

beforeAll(async () => {
  for (const [name, content] of files) await writeFile(path.join(folder.dir, name), content);
  desk = await launchInSpanish(userData);
  violations = await watchPolicy(desk.page);
  await openDemo(desk.page);
  before = await tickets();
  await desk.page.getByRole('button', { name: 'Importar', exact: true }).click();
  await desk.page.locator('[data-testid=import]').waitFor();
});
afterAll(async () => {
  await desk.close();
  await folder.remove();
});

const tickets = async (): Promise<number> => (await callCore(desk.page, 'board.counts', { filter: {} })).total;

const choose = (name: string): Promise<void> =>
  desk.app.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] });
  }, path.join(folder.dir, name));

for (const [name, , code, said] of files) {
  test(`${name}: the screen says what is wrong, where, and what to do, and nothing is imported`, async () => {
    const { page } = desk;
    await choose(name);
    const alert = page.locator(`[data-testid=import] [role=alert][data-error=${code}]`);
    await page.locator('[data-testid=import-pick]').first().click();
    // What stands deep in the file shows when the whole of it is checked.
    await Promise.race([alert.waitFor(), page.locator('[data-testid=import-mapping]').waitFor()]);
    if ((await alert.count()) === 0) {
      await page.locator('tr[data-target=client]').getByRole('textbox').fill('Importada S.A.');
      await page.locator('[data-testid=import-check]').click();
      await alert.waitFor({ timeout: 20_000 });
    }
    expect((await alert.innerText()).replaceAll(/\s+/gu, ' ')).toContain(said);
    await expectAccessible(page);
    expect(await tickets()).toBe(before);
  });
}

test('after all of them the desk is as it was', async () => {
  expect(await violations()).toEqual([]);
  await desk.close();
  expect(askDatabase(userData, 'SELECT id FROM import_run', 'demo')).toEqual([]);
  expect(askDatabase(userData, 'PRAGMA integrity_check', 'demo')).toEqual([{ integrity_check: 'ok' }]);
  desk = await launchInSpanish(userData);
  await desk.page.locator('[data-testid=import]').waitFor({ timeout: 20_000 });
  await desk.page.keyboard.press('g');
  await desk.page.keyboard.press('t');
  await desk.page.locator('[data-testid=card]').first().waitFor({ timeout: 20_000 });
  expect(await tickets()).toBe(before);
});
