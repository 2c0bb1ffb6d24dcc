import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, openDemo, watchPolicy } from '#test/support/electron/demo.ts';
import { launchCarril, type LaunchedCarril } from '#test/support/electron/launch.ts';

let desk: LaunchedCarril;
let violations: () => Promise<readonly string[]>;

beforeAll(async () => {
  desk = await launchCarril();
  violations = await watchPolicy(desk.page);
  await openDemo(desk.page);
});
afterAll(() => desk.close());

const capture = async (): Promise<void> => {
  const { app, page } = desk;
  const overlay = app.waitForEvent('window');
  await page.keyboard.press('p');
  const over = await overlay;
  await over.waitForLoadState();
  await over.waitForTimeout(400);
  // The overlay closes with the key, so the press may not see its answer.
  await over.keyboard.press('Enter').catch(() => undefined);
  await page.locator('[data-testid=evidence-dialog]').waitFor({ timeout: 15_000 });
};

/** The demo's ticket has pictures of the error and of its trial; none yet of what was done. */
const captured = '[data-testid=evidence][data-stage=after]';
let before = 0;

test('a capture that is left is offered again with what was written, and is attached by keys alone', async () => {
  const { page } = desk;
  await page.locator('[data-testid=lane-S2] [data-testid=card]').first().click();
  await page.keyboard.press('Enter');
  await page.locator('[data-testid=ticket]').waitFor();
  before = await page.locator('[data-testid=evidence]').count();
  await capture();
  const dialog = page.locator('[data-testid=evidence-dialog]');
  const caption = dialog.locator('textarea');
  await caption.fill('El albarán ya valida');
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  const banner = page.locator('[data-testid=evidence-drafts]');
  await banner.getByRole('button').click();
  await dialog.waitFor();
  expect(await caption.inputValue()).toBe('El albarán ya valida');
  await dialog.getByRole('radio').first().focus();
  await page.keyboard.press('2');
  expect(await dialog.locator('[data-testid=client-sees]').innerText()).toContain('El albarán ya valida');
  await page.keyboard.press('Control+Enter');
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(() => page.locator(captured).count()).toBe(1);
  await banner.waitFor({ state: 'detached' });
  // Client-visible «after» evidence is what the checklist lacked.
  await expect.poll(() => page.locator('[data-testid=to-close] [data-missing=evidence_required]').count()).toBe(0);
  await expect.poll(() => page.locator(captured).getAttribute('data-upload'), { timeout: 10_000 }).toBe('stored');
});

test('the picture is really shown, large too', async () => {
  const { page } = desk;
  await page.locator(`${captured} button`).click();
  const picture = page.locator('[data-testid=evidence-viewer] img');
  await picture.waitFor();
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(100);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await picture.waitFor({ state: 'detached' });
});

test('discarding asks first; only then the capture is gone', async () => {
  const { page } = desk;
  await capture();
  const dialog = page.locator('[data-testid=evidence-dialog]');
  await dialog.locator('footer').getByRole('button').first().click();
  const question = page.locator('[data-testid=discard-dialog]');
  await question.getByRole('button').nth(1).click();
  await question.waitFor({ state: 'detached' });
  expect(await dialog.count()).toBe(1);
  await dialog.locator('footer').getByRole('button').first().click();
  await question.locator('footer').getByRole('button').last().click();
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(() => page.locator('[data-testid=evidence-drafts]').count()).toBe(0);
  expect(await page.locator('[data-testid=evidence]').count()).toBe(before + 1);
  expect(await violations()).toEqual([]);
});
