import { afterAll, expect, test } from 'vitest';
import { expectAccessible, openDemo } from '#test/support/electron/demo.ts';
import { launchCarril } from '#test/support/electron/launch.ts';
import { callCore, openPageCore } from '#test/support/electron/page-core.ts';

const desk = await launchCarril({ args: ['--lang=es'] });
afterAll(() => desk.close());
const { page } = desk;
const at = (id: string) => page.locator(`[data-testid=${id}]`);
const press = async (...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};
const detail = () => at('client-detail');
const chosen = () => page.locator('[data-testid=client-row][aria-selected=true]');

test('clients are gone through, made and edited by the keyboard', { timeout: 120_000 }, async () => {
  await openDemo(page);
  await openPageCore(page);
  await press('g', 'c');
  await at('clients').waitFor();
  await detail().waitFor();
  expect(await at('client-row').count()).toBe(8);
  const first = await chosen().textContent();
  await press('j');
  await page.waitForFunction((before) => document.querySelector('[data-testid=client-row][aria-selected=true]')?.textContent !== before, first);
  await press('k', 'l');
  await at('contacts').waitFor();
  await press('a');
  await at('contact-dialog').locator('input[name=name]').fill('Lorena Paz');
  await press('Enter');
  await at('contact-dialog').waitFor({ state: 'detached' });
  await at('contacts').getByText('Lorena Paz').waitFor();
  await press('n');
  await at('client-dialog').locator('input[name=name]').fill('Molinos Andes');
  await press('Enter');
  await at('client-dialog').waitFor({ state: 'detached' });
  await page.getByRole('heading', { name: 'Molinos Andes' }).waitFor();
  await press('F2');
  await at('client-dialog').locator('input[name=name]').fill('Molinos del Ande');
  await press('Enter');
  await page.getByRole('heading', { name: 'Molinos del Ande' }).waitFor();
  await press('Control+z');
  await page.getByRole('heading', { name: 'Molinos Andes' }).waitFor();
});

test('a contract of hours is signed step by step, and its bank grows by a purchase', { timeout: 120_000 }, async () => {
  await press('h');
  await at('client-detail').getByText('Este cliente no tiene contrato').waitFor();
  await press('Shift+N');
  await at('contract-wizard').waitFor();
  await expectAccessible(page, { decided: false });
  await at('contract-wizard').getByRole('radio', { name: 'Bolsa de horas' }).click();
  await at('wizard-next').click();
  await at('contract-wizard').locator('fieldset').waitFor();
  await at('wizard-next').click();
  await at('rounding-example').waitFor();
  expect(await at('rounding-example').textContent()).toContain('0:35:00 trabajados se cobran como 0:45');
  await at('contract-wizard').locator('input[name=lot]').fill('10h');
  await at('wizard-next').click();
  await at('contract-wizard').waitFor({ state: 'detached' });
  await at('hours-panel').waitFor();
  await at('lot-buy').click();
  await at('lot-dialog').locator('input[name=amount]').fill('5:00');
  await press('Enter');
  await at('lot-dialog').waitFor({ state: 'detached' });
  await at('hours-panel').getByText('disponibles de 15:00').waitFor();
});

test('a changed calendar is a new version, with its year to the keyboard', { timeout: 120_000 }, async () => {
  await at('calendar-edit').click();
  await at('calendar-dialog').waitFor();
  await expectAccessible(page, { decided: false });
  const day = at('year-view').locator('[tabindex="0"]');
  await day.focus();
  await press('ArrowRight', 'Enter');
  const holiday = at('year-view').locator('[data-kind=exception]');
  expect(await holiday.count()).toBe(1);
  await at('calendar-save').click();
  await at('calendar-dialog').waitFor({ state: 'detached' });
  await at('calendar-panel').getByText(/, v2/u).waitFor();
  const { id } = (await callCore(page, 'client.overview', {})).find((client) => client.name === 'Molinos Andes') ?? { id: '' };
  expect(await callCore(page, 'client.get', { id })).toMatchObject({ calendars: [{ version: 2 }] });
});
