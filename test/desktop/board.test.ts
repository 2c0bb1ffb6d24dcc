import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchCarril, type LaunchedCarril } from '#test/support/electron/launch.ts';
import { expectAccessible, openDemo, watchPolicy } from '#test/support/electron/demo.ts';

let desk: LaunchedCarril;
let violations: () => Promise<readonly string[]>;

beforeAll(async () => {
  desk = await launchCarril();
  violations = await watchPolicy(desk.page);
});
afterAll(async () => {
  await desk.close();
});

const laneOf = (id: string): Promise<string | null> => desk.page.evaluate((ticket) => document.querySelector(`[data-ticket="${ticket}"]`)?.closest('[data-lane]')?.getAttribute('data-lane') ?? null, id);
const focused = (): Promise<string | null> => desk.page.evaluate(() => document.querySelector('[data-focused]')?.getAttribute('data-ticket') ?? null);

test('the first run offers the demo and a team, and is accessible in both themes', async () => {
  expect(await desk.page.locator('[data-testid=join-team]').count()).toBe(1);
  await expectAccessible(desk.page, { decided: true });
});

test('a wrong address and a missing password are said at their fields', async () => {
  await desk.page.locator('[data-testid=join-team]').click();
  await desk.page.locator('input[name=address]').fill('no es una dirección');
  await desk.page.locator('[data-testid=sign-in-submit]').click();
  expect(await desk.page.locator('input[aria-invalid=true]').count()).toBe(3);
});

test('the demo opens on its board', async () => {
  await openDemo(desk.page);
  expect(await desk.page.locator('[data-testid=card]').count()).toBeGreaterThan(20);
});

test('keys move a card, the focus follows, and Ctrl Z brings it back', async () => {
  const { page } = desk;
  const card = page.locator('[data-testid=lane-S3] [data-testid=card]').first();
  const id = (await card.getAttribute('data-ticket')) ?? '';
  await card.click();
  await page.keyboard.press('2');
  await expect.poll(() => laneOf(id)).toBe('S2');
  expect(await focused()).toBe(id);
  await page.locator('[data-testid=agreement-sheet]').waitFor();
  // The sheet takes no key: the board answers on.
  await page.keyboard.press('1');
  await expect.poll(() => laneOf(id)).toBe('S1');
  await page.keyboard.press('Control+z');
  await expect.poll(() => laneOf(id)).toBe('S2');
  await page.keyboard.press('Control+z');
  await expect.poll(() => laneOf(id)).toBe('S3');
  await page.keyboard.press('Alt+ArrowLeft');
  await expect.poll(() => laneOf(id)).toBe('S2');
  await page.keyboard.press('Control+z');
  await expect.poll(() => laneOf(id)).toBe('S3');
});

test('the menu moves a card too', async () => {
  const { page } = desk;
  const card = page.locator('[data-testid=lane-S4] [data-testid=card]').first();
  const id = (await card.getAttribute('data-ticket')) ?? '';
  await card.click();
  await page.keyboard.press('m');
  await page.getByRole('menuitem', { name: /^S3/u }).click();
  await expect.poll(() => laneOf(id)).toBe('S3');
  await page.keyboard.press('Control+z');
  await expect.poll(() => laneOf(id)).toBe('S4');
});

test('a card is dragged from lane to lane', async () => {
  const { page } = desk;
  const card = page.locator('[data-testid=lane-S4] [data-testid=card]').nth(1);
  const id = (await card.getAttribute('data-ticket')) ?? '';
  await card.dragTo(page.locator('[data-testid=lane-S3] [data-testid=card]').nth(1));
  await expect.poll(() => laneOf(id)).toBe('S3');
});

test('an agreement ends the provisional state', async () => {
  const { page } = desk;
  const card = page.locator('[data-testid=lane-S2] [data-testid=card]').nth(1);
  const id = (await card.getAttribute('data-ticket')) ?? '';
  await card.click();
  await page.keyboard.press('1');
  await expect.poll(() => laneOf(id)).toBe('S1');
  await page.keyboard.press('r');
  const sheet = page.locator('[data-testid=agreement-sheet]');
  await sheet.locator('textarea').fill('No pueden facturar en ninguna caja');
  await sheet.getByRole('combobox').first().fill('Doña Rosa');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Enter');
  await sheet.waitFor({ state: 'detached' });
  await expect.poll(() => page.locator(`[data-ticket="${id}"]`).getByText(/^Provisional$/u).count()).toBe(0);
});

test('c creates a ticket that lands in Sin clasificar with the focus on it', async () => {
  const { page } = desk;
  await page.keyboard.press('c');
  const dialog = page.locator('[data-testid=create-ticket]');
  await dialog.locator('input[name=title]').fill('La impresora fiscal no responde');
  await dialog.getByRole('combobox').first().fill('Café Umbral');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Enter');
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(() => page.locator('[data-testid=lane-untriaged]').getByText('La impresora fiscal no responde').count()).toBe(1);
});

test('dialogs are accessible, and Esc closes exactly one of them', { timeout: 120_000 }, async () => {
  const { page } = desk;
  await page.keyboard.press('Escape');
  for (const [keys, testId] of [
    ['c', 'create-ticket'],
    ['Control+k', 'palette'],
    ['?', 'shortcuts'],
  ] as const) {
    await page.keyboard.press(keys);
    await page.locator(`[data-testid=${testId}]`).waitFor();
    await page.waitForTimeout(150);
    await expectAccessible(page, { decided: true });
    await page.keyboard.press('Escape');
    await page.locator(`[data-testid=${testId}]`).waitFor({ state: 'detached' });
    expect(await page.locator('[data-testid=board]').count(), testId).toBe(1);
  }
});

test('menus and the sheet are accessible', { timeout: 120_000 }, async () => {
  const { page } = desk;
  const card = page.locator('[data-testid=lane-S3] [data-testid=card]').first();
  const id = (await card.getAttribute('data-ticket')) ?? '';
  await card.click();
  for (const keys of ['e', '.']) {
    await page.keyboard.press(keys);
    await page.getByRole('menu').waitFor();
    await page.waitForTimeout(150);
    await expectAccessible(page, { decided: true });
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
  }
  await page.keyboard.press('1');
  await page.locator('[data-testid=agreement-sheet]').waitFor();
  await page.keyboard.press('r');
  await page.locator('[data-testid=agreement-sheet] textarea').waitFor();
  await expectAccessible(page, { decided: true });
  await page.keyboard.press('Escape');
  await page.locator('[data-testid=agreement-sheet]').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+z');
  // The next test counts cards.
  await expect.poll(() => laneOf(id)).toBe('S3');
});

test('single keys write into a field and do nothing else', async () => {
  const { page } = desk;
  const lanesBefore = await page.locator('[data-testid=lane-S1] [data-testid=card]').count();
  await page.keyboard.press('f');
  await page.keyboard.type('1c');
  expect(await page.locator('[data-testid=board-filter]').inputValue()).toBe('1c');
  expect(await page.locator('[data-testid=create-ticket]').count()).toBe(0);
  await page.locator('[data-testid=board-filter]').fill('');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('[data-testid=lane-S1] [data-testid=card]').count()).toBe(lanesBefore);
});

test('an incoming change never moves what is seen: a pill says what came in above', async () => {
  const { page } = desk;
  const lane = page.locator('[data-testid=lane-S3]');
  await lane.locator('[data-testid=card]').nth(6).click();
  await page.keyboard.press('j');
  const id = (await focused()) ?? '';
  const topOf = (): Promise<number> => page.evaluate((ticket) => Math.round(document.querySelector(`[data-ticket="${ticket}"]`)?.getBoundingClientRect().top ?? -1), id);
  const before = await topOf();
  // Another card is dropped at the lane's head, above what is seen.
  const other = page.locator('[data-testid=lane-S4] [data-testid=card]').first();
  await other.click({ button: 'right' });
  await page.keyboard.press('Escape');
  await page.keyboard.press('3');
  await page.keyboard.press('Control+z');
  await lane.locator(`[data-ticket="${id}"]`).click();
  expect(await focused()).toBe(id);
  expect(Math.abs((await topOf()) - before)).toBeLessThanOrEqual(1);
});

test('the board is accessible in both themes, and no policy was violated', async () => {
  await desk.page.keyboard.press('Escape');
  await expectAccessible(desk.page, { decided: true });
  expect(await violations()).toEqual([]);
});
