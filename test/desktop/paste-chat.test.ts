import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, openDemo, watchPolicy } from '#test/support/electron/demo.ts';
import { launchCarril, type LaunchedCarril } from '#test/support/electron/launch.ts';
import { callCore, openPageCore } from '#test/support/electron/page-core.ts';

let desk: LaunchedCarril;
let violations: () => Promise<readonly string[]>;
beforeAll(async () => {
  desk = await launchCarril({ args: ['--lang=es'] });
  violations = await watchPolicy(desk.page);
  await openDemo(desk.page);
  await openPageCore(desk.page);
});
afterAll(() => desk.close());

const paste = async (text: string): Promise<void> => {
  const { page } = desk;
  await page.keyboard.press('Shift+C');
  await page.locator('[data-testid=paste-chat] textarea:focus').waitFor();
  await page.keyboard.insertText(text);
};
const at = (name: string) => desk.page.locator(`[data-testid=${name}]`);

test('a pasted chat is shown with who writes, becomes a ticket on the board, and Ctrl+Z takes it back', async () => {
  const { page } = desk;
  await paste('[13/6/25, 11:45:00\u202Fa.\u00A0m.] Doña Inés: La caja 3 no imprime\ndesde la mañana\n\u200E[13/6/25, 11:46:00\u202Fa.\u00A0m.] Doña Inés: \u200Eimagen omitida');
  await expect.poll(() => at('chat-sender').count()).toBe(1);
  expect(await at('chat-sender').innerText()).toContain('No está entre los contactos');
  expect(await page.locator('[data-testid=paste-chat] input[name=title]').inputValue()).toBe('La caja 3 no imprime desde la mañana');
  await expectAccessible(page);
  await page.keyboard.press('Control+Enter');
  await at('paste-chat').waitFor({ state: 'detached' });
  const card = at('lane-untriaged').locator('[data-testid=card]', { hasText: 'La caja 3 no imprime' });
  await card.waitFor();
  const id = (await card.getAttribute('data-ticket')) ?? '';
  const detail = await callCore(page, 'ticket.get', { id });
  expect(detail.ticket).toMatchObject({ channel: 'whatsapp', requester_name: 'Doña Inés' });
  expect(detail.messages.map(({ author, body }) => [author, body])).toEqual([
    ['Doña Inés', 'La caja 3 no imprime\ndesde la mañana'],
    ['Doña Inés', 'imagen omitida'],
  ]);
  expect(detail.ticket.received_at).toBe(detail.messages[0]?.at);
  await page.keyboard.press('Control+z');
  await card.waitFor({ state: 'detached' });
});

test('dates that can be meant in two ways are asked, and nothing is made before', async () => {
  const { page } = desk;
  await paste('5/6/25, 10:00 - Rosa: El cierre no cuadra');
  await at('chat-order').waitFor();
  expect(await at('chat-submit').isDisabled()).toBe(true);
  await expectAccessible(page);
  await at('chat-order').getByRole('radio', { name: 'mes/día' }).click();
  await expect.poll(() => at('chat-submit').isDisabled()).toBe(false);
  await at('chat-submit').click();
  await at('paste-chat').waitFor({ state: 'detached' });
  const card = at('lane-untriaged').locator('[data-testid=card]', { hasText: 'El cierre no cuadra' });
  const detail = await callCore(page, 'ticket.get', { id: (await card.getAttribute('data-ticket')) ?? '' });
  expect(detail.ticket.received_at.slice(0, 7)).toBe('2025-05');
});

test('what is no chat is said to be none, and the page’s policy was never broken', async () => {
  await paste('Hola, buenos días');
  await desk.page.locator('[data-testid=paste-chat] [role=alert]').waitFor();
  expect(await at('chat-submit').isDisabled()).toBe(true);
  await desk.page.keyboard.press('Escape');
  await at('paste-chat').waitFor({ state: 'detached' });
  expect(await violations()).toEqual([]);
});
