import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, openDemo } from '#test/support/electron/demo.ts';
import { launchCarril, type LaunchedCarril } from '#test/support/electron/launch.ts';
import { callCore, openPageCore } from '#test/support/electron/page-core.ts';

let desk: LaunchedCarril;

beforeAll(async () => {
  desk = await launchCarril({ env: { TZ: 'America/La_Paz' } });
  await openDemo(desk.page);
  await openPageCore(desk.page);
  await desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1440, 900));
});
afterAll(() => desk.close());

const rows = () => desk.page.locator('[data-testid=entries] tr[data-is]');
const texts = async (): Promise<readonly string[]> => (await rows().allInnerTexts()).map((text) => text.replaceAll(/\s+/gu, ' ').trim());
const write = async (fields: { readonly start?: string; readonly end?: string; readonly duration?: string; readonly ticket?: string; readonly note?: string }): Promise<void> => {
  const form = desk.page.locator('[data-testid=entry-form]');
  const boxes = form.locator('input:not([type=checkbox]):not([role=combobox])');
  if (fields.start !== undefined) await boxes.nth(0).fill(fields.start);
  if (fields.end !== undefined) await boxes.nth(1).fill(fields.end);
  if (fields.duration !== undefined) await boxes.nth(2).fill(fields.duration);
  if (fields.ticket !== undefined) {
    const combobox = form.getByRole('combobox');
    await combobox.fill(fields.ticket);
    await desk.page.getByRole('option').first().waitFor();
    await combobox.press('Enter');
  }
  if (fields.note !== undefined) await form.locator('textarea').fill(fields.note);
  await form.locator('textarea').press('Control+Enter');
  await form.waitFor({ state: 'detached' });
};

/** A day of which the demo knows nothing. */
test('an entry is written by hand, with a duration as people write it', async () => {
  const { page } = desk;
  await page.keyboard.press('g');
  await page.keyboard.press('d');
  await page.locator('[data-testid=my-day]').waitFor();
  for (let back = 0; back < 40; back += 1) await page.keyboard.press('ArrowLeft');
  await expect.poll(() => rows().count()).toBe(0);
  await page.keyboard.press('n');
  await write({ start: '9', duration: '1,5', ticket: '#2501', note: 'Diagnóstico' });
  await expect.poll(texts).toHaveLength(1);
  expect((await texts())[0]).toMatch(/^09:00–10:30 S\d #2501 .*Diagnóstico.* 1:30$/u);
  await page.keyboard.press('n');
  await write({ start: '11:05', duration: '45m', ticket: 'Reunión de guardia' });
  await expect.poll(texts).toHaveLength(3);
  expect((await texts())[1]).toMatch(/^10:30–11:05 .* 0:35$/u);
});

test('Enter fills a hole, corrects an entry and marks what crosses; every change can be undone', async () => {
  const { page } = desk;
  await rows().nth(1).focus();
  await page.keyboard.press('Enter');
  await write({ ticket: '#2501', note: 'Reproducción' });
  await expect.poll(async () => (await texts())[1]).toMatch(/^10:30–11:05 S\d #2501 .*Reproducción.* 0:35$/u);
  await rows().nth(0).focus();
  await page.keyboard.press('Enter');
  await write({ end: '10:45' });
  await expect.poll(async () => (await texts())[0]).toMatch(/^09:00–10:45 .* 1:45$/u);
  expect(await page.locator('tr[data-overlaps]').count()).toBe(2);
  await expectAccessible(page);
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await texts())[0]).toMatch(/^09:00–10:30 .* 1:30$/u);
  await rows().nth(0).focus();
  await page.keyboard.press('f');
  await expect.poll(async () => page.locator('[data-testid=day-total]').innerText()).toBe('2:50');
  await page.keyboard.press('Delete');
  await expect.poll(async () => page.locator('[data-testid=day-total]').innerText()).toBe('1:20');
  await page.keyboard.press('Control+z');
  await expect.poll(async () => page.locator('[data-testid=day-total]').innerText()).toBe('2:50');
});

test('an entry that ends before it starts is said where it is written, and nothing is saved', async () => {
  const { page } = desk;
  const before = await texts();
  await page.keyboard.press('n');
  const form = page.locator('[data-testid=entry-form]');
  const boxes = form.locator('input:not([type=checkbox]):not([role=combobox])');
  await boxes.nth(0).fill('10:00');
  await boxes.nth(1).fill('10:00');
  await boxes.nth(1).press('Enter');
  expect(await form.locator('[aria-invalid=true]').count()).toBeGreaterThan(0);
  await boxes.nth(1).press('Escape');
  await form.waitFor({ state: 'detached' });
  expect(await texts()).toEqual(before);
  const { from, to } = { from: new Date(Date.now() - 60 * 86_400_000).toISOString(), to: new Date(Date.now() - 30 * 86_400_000).toISOString() };
  expect((await callCore(page, 'time.list', { from, to })).filter((entry) => entry.note === 'Diagnóstico')).toHaveLength(1);
});
