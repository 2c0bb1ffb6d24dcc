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

test('a link is made, opens the client’s page, is listed and revoked', async () => {
  const { page } = desk;
  const at = (name: string) => page.locator(`[data-testid=${name}]`);
  const card = at('lane-S1').locator('[data-testid=card]').first();
  await card.click();
  const title = (await callCore(page, 'ticket.get', { id: (await card.getAttribute('data-ticket')) ?? '' })).ticket.title;
  await page.keyboard.press('Shift+Y');
  await at('client-link').waitFor();
  await at('link-make').click();
  await at('link-text').waitFor();
  await at('link-given').waitFor();
  await expectAccessible(page);
  const link = await at('link-text').inputValue();
  const shown = await fetch(link);
  expect(shown.status).toBe(200);
  expect(await shown.text()).toContain(title.replaceAll('"', '&quot;'));
  await at('link-given').getByRole('button').click();
  await at('link-given').getByText('Retirado').waitFor();
  expect((await fetch(link)).status).toBe(404);
});

test('the client accepts in a browser of his own, on a page as narrow as a phone, and the desk hears of it', async () => {
  const { app, page } = desk;
  const lanes = ['untriaged', 'S1', 'S2', 'S3', 'S4'] as const;
  const cards = (await Promise.all(lanes.map((lane) => callCore(page, 'board.page', { lane, offset: 0, limit: 100, filter: {} })))).flatMap((found) => found.cards);
  const id = cards.find(({ state }) => state === 'awaiting_validation')?.id ?? '';
  const { contacts } = await callCore(page, 'ticket.get', { id });
  const contact = contacts.find(({ authorised_from }) => authorised_from !== null)?.id ?? '';
  const { link } = await callCore(page, 'link.make', { ticket: id, contact, days: 7 });
  const opened = app.waitForEvent('window');
  await app.evaluate(({ BrowserWindow }, url) => {
    const window = new BrowserWindow({ width: 390, height: 844, useContentSize: true, webPreferences: { partition: 'client' } });
    void window.loadURL(url);
  }, link);
  const client = await opened;
  await client.getByRole('button', { name: 'Sí, lo acepto' }).waitFor();
  expect(await client.evaluate(() => [document.documentElement.scrollWidth <= innerWidth, innerWidth, document.scripts.length, getComputedStyle(document.body).margin])).toEqual([true, 390, 0, '0px']);
  await expectAccessible(client);
  await client.getByLabel('Comentario (opcional)').first().fill('Quedó bien');
  await client.getByRole('button', { name: 'Sí, lo acepto' }).click();
  await client.getByText('Aceptado el').waitFor();
  await client.getByRole('radio', { name: '5' }).check();
  await client.getByRole('button', { name: 'Enviar calificación' }).click();
  await client.getByText('Gracias por tu calificación.').waitFor();
  await callCore(page, 'sync.now', {});
  await expect.poll(async () => (await callCore(page, 'ticket.get', { id })).messages.filter(({ direction }) => direction === 'in').map(({ body }) => body).slice(-2)).toEqual(['Quedó bien', 'Calificación del servicio: 5 de 5']);
  expect((await callCore(page, 'ticket.get', { id })).toClose).not.toContain('client_validation_required');
});
