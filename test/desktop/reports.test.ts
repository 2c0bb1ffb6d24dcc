import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { extractText, getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callCore, openPageCore } from '#test/support/electron/page-core.ts';
import { openDemo, watchPolicy } from '#test/support/electron/demo.ts';
import { launchCarril, type LaunchedCarril } from '#test/support/electron/launch.ts';
import { testFolder } from '#test/support/electron/team.ts';

const folder = await testFolder('reports');
afterAll(folder.remove);

describe('the control of the service, by keyboard', () => {
  let desk: LaunchedCarril;
  let violations: () => Promise<readonly string[]>;
  const at = (id: string) => desk.page.locator(`[data-testid=${id}]`);
  const clients = async (): Promise<readonly string[]> => desk.page.locator('[data-testid=report-clients] tbody button').allInnerTexts();

  beforeAll(async () => {
    desk = await launchCarril({ userData: path.join(folder.dir, 'profile'), args: ['--lang=es'] });
    await openDemo(desk.page);
    violations = await watchPolicy(desk.page);
  }, 120_000);
  afterAll(async () => {
    await desk.close();
  });

  test('g r shows it, drawn, with a line for each client', async () => {
    await desk.page.keyboard.press('g');
    await desk.page.keyboard.press('r');
    await at('report-clients').waitFor();
    expect((await clients()).length).toBeGreaterThan(1);
    await desk.page.locator('[data-testid=report-demand] canvas').waitFor();
    const inked = await desk.page.locator('[data-testid=report-demand] canvas').evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: new Uint8ClampedArray() };
      return data.filter((value, index) => index % 4 === 3 && value === 255).length;
    });
    expect(inked).toBeGreaterThan(1000);
  });

  test('every chart shows its numbers, and they are those of the client lines', async () => {
    const total = (await desk.page.locator('[data-testid=report-clients] tbody tr td:nth-child(3)').allInnerTexts()).reduce((sum, text) => sum + Number(text), 0);
    for (const id of ['report-demand', 'report-sla', 'report-kind', 'report-ageing', 'report-load']) {
      await at(id).getByRole('button').focus();
      await desk.page.keyboard.press('Enter');
      await at(id).locator('table').waitFor();
    }
    const periods = await at('report-demand').locator('tbody tr td:last-child').allInnerTexts();
    expect(periods.reduce((sum, text) => sum + Number(text), 0)).toBe(total);
  });

  test('a client of the table is looked at alone, and the choice outlives the window', async () => {
    const [first] = await clients();
    await desk.page.locator('[data-testid=report-clients] tbody button').first().focus();
    await desk.page.keyboard.press('Enter');
    await expect.poll(clients).toEqual([first]);
    await desk.page.reload();
    await at('report-clients').waitFor();
    expect(await clients()).toEqual([first]);
    expect(await at('report-client').innerText()).toContain(first);
    violations = await watchPolicy(desk.page);
  });

  test('dates without anything say so; a range that ends before it begins is not taken', async () => {
    await at('report-range').focus();
    await desk.page.keyboard.press('Enter');
    const dialog = desk.page.getByRole('dialog');
    await dialog.getByLabel('Desde').fill('2019-03-02');
    await dialog.getByLabel('Hasta').fill('2019-03-01');
    expect(await dialog.getByRole('button', { name: 'Aplicar' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Hasta').fill('2019-03-31');
    await dialog.getByLabel('Hasta').press('Enter');
    await desk.page.getByText('Nada que contar en estas fechas').waitFor();
    await at('report-range').click();
    await dialog.getByRole('button', { name: 'Últimos 90 días' }).click();
    await at('report-clients').waitFor();
  });

  test('the CSV holds the lines of the screen, where the person wants it', async () => {
    const file = path.join(folder.dir, 'informe.csv');
    await desk.app.evaluate(({ dialog }, chosen) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
    }, file);
    await desk.page.getByRole('button', { name: 'CSV' }).click();
    await at('toast').waitFor();
    const text = await readFile(file, 'utf8');
    expect(text.startsWith('\uFEFFCliente,Modalidad,Demanda,')).toBe(true);
    expect(text.split('\r\n').slice(1, -1).map((line) => line.split(',')[0])).toEqual(await clients());
    expect(await violations()).toEqual([]);
  });

  test('the report of one client as PDF: its words, each of its tickets, and pages that are numbered', { timeout: 90_000 }, async () => {
    const [first] = await clients();
    const file = path.join(folder.dir, 'informe.pdf');
    await desk.app.evaluate(({ dialog }, chosen) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
    }, file);
    await desk.page.keyboard.press('Control+p');
    await at('toast').getByText(`Guardado en ${file}`).waitFor({ timeout: 60_000 });
    const { totalPages, text } = await extractText(await getDocumentProxy(new Uint8Array(await readFile(file))), { mergePages: true });
    expect(text).toContain('Informe del servicio');
    expect(text).toContain(first);
    expect(text).toContain(`1 / ${totalPages}`);
    await openPageCore(desk.page);
    const client = (await callCore(desk.page, 'client.list', {})).find(({ name }) => name === first);
    const { tickets } = await callCore(desk.page, 'report.details', { from: '2020-01-01', to: '2028-12-31', tz: 'UTC', client: client?.id });
    expect(tickets.length).toBeGreaterThan(1);
    for (const { code } of tickets) expect(text).toContain(code);
    expect(await desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  test('where it cannot be written the person is told, and no half file is left', async () => {
    await desk.app.evaluate(({ dialog }, chosen) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
    }, '/proc/informe.csv');
    await desk.page.getByRole('button', { name: 'CSV' }).click();
    await at('toast').getByText('No se puede guardar ahí').waitFor();
    expect(existsSync('/proc/informe.csv')).toBe(false);
  });
});
