import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, openDemo } from '#test/support/electron/demo.ts';
import { launchCarril, type LaunchedCarril } from '#test/support/electron/launch.ts';
import { callCore, openPageCore } from '#test/support/electron/page-core.ts';

let desk: LaunchedCarril;
beforeAll(async () => {
  desk = await launchCarril({ args: ['--lang=es'] });
  await openDemo(desk.page);
  await openPageCore(desk.page);
});
afterAll(() => desk.close());

test('a form is opened from the palette, what somebody writes in his browser lands on the board, and it is revoked', async () => {
  const { app, page } = desk;
  const at = (name: string) => page.locator(`[data-testid=${name}]`);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('>Formulario público');
  await page.keyboard.press('Enter');
  await at('client-form').waitFor();
  await at('form-make').click();
  await at('form-given').waitFor();
  await expectAccessible(page);
  const link = await at('form-text').inputValue();
  const opened = app.waitForEvent('window');
  await app.evaluate(({ BrowserWindow }, url) => {
    const window = new BrowserWindow({ width: 390, height: 844, useContentSize: true, webPreferences: { partition: 'client' } });
    void window.loadURL(url);
  }, link);
  const client = await opened;
  await client.getByLabel('Tu nombre').fill('Inés');
  await client.getByLabel('Qué pasa, en una línea').fill('El arqueo sale doble');
  await client.getByLabel('Qué hacías, qué esperabas y qué pasó').fill('Al cerrar la caja');
  expect(await client.evaluate(() => [document.documentElement.scrollWidth <= innerWidth, document.scripts.length])).toEqual([true, 0]);
  await expectAccessible(client);
  // The form is older than a machine would let it become.
  await client.waitForTimeout(4500);
  await client.getByRole('button', { name: 'Enviar' }).click();
  await client.getByText('Recibimos tu solicitud').waitFor();
  await callCore(page, 'sync.now', {});
  await expect.poll(async () => (await callCore(page, 'board.page', { lane: 'untriaged', offset: 0, limit: 100, filter: { text: 'arqueo sale doble' } })).cards.map(({ channel, state }) => [channel, state])).toEqual([['form', 'registered']]);
  await at('form-given').getByRole('button').click();
  await at('form-given').getByText('Retirado').waitFor();
  expect((await fetch(link)).status).toBe(404);
});
