import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, openDemo, watchPolicy } from '#test/support/electron/demo.ts';
import { launchCarril, type LaunchedCarril } from '#test/support/electron/launch.ts';
import { callCore, openPageCore } from '#test/support/electron/page-core.ts';

let desk: LaunchedCarril;
let violations: () => Promise<readonly string[]>;
let id: string;

beforeAll(async () => {
  desk = await launchCarril();
  violations = await watchPolicy(desk.page);
  await openDemo(desk.page);
  await openPageCore(desk.page);
  const client = (await callCore(desk.page, 'client.list', {}))[0]?.id ?? '';
  id = (await callCore(desk.page, 'ticket.create', { title: 'La caja no abre', client, channel: 'phone', requester_name: 'Ana' })).id;
});
afterAll(() => desk.close());

const open = async (): Promise<void> => {
  const { page } = desk;
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await page.locator(`[data-testid=card][data-ticket="${id}"]`).click();
  await page.keyboard.press('Enter');
  await page.locator(`[data-testid=ticket][data-ticket="${id}"]`).waitFor();
};
const detail = () => callCore(desk.page, 'ticket.get', { id });

test('a blocked step says what is missing, and each missing thing leads to where it is done', async () => {
  const { page } = desk;
  await open();
  await page.keyboard.press('e');
  const step = page.locator('[data-testid=next-states] [data-to=triaged]');
  await step.waitFor();
  expect(await step.getAttribute('data-blocked')).not.toBeNull();
  expect(await step.locator('ul li').count()).toBe(8);
  await expectAccessible(page);
  // The objective is written where the link leads.
  await step.locator('ul li').nth(6).getByRole('button').click();
  const objective = page.locator('[data-property=objective] textarea');
  await objective.fill('Que la caja abra');
  await page.keyboard.press('Control+Enter');
  await objective.waitFor({ state: 'detached' });
  expect((await detail()).ticket.objective).toBe('Que la caja abra');
  await page.keyboard.press('Control+z');
  await expect.poll(async () => (await detail()).ticket.objective).toBeNull();
  await page.keyboard.press('Control+Shift+z');
  await expect.poll(async () => (await detail()).ticket.objective).toBe('Que la caja abra');
});

test('a severity is provisional until its agreement is on record, and then the step is free', async () => {
  const { page } = desk;
  await page.keyboard.press('2');
  const sheet = page.locator('[data-testid=agreement-sheet]');
  await sheet.waitFor();
  // `r` is Reply here: the sheet names the key that leads into it.
  expect((await sheet.locator('kbd').allInnerTexts()).join(' ')).toMatch(/(?:Mayús|Shift)\s*R/iu);
  await page.keyboard.press('Shift+R');
  await sheet.locator('textarea:focus').waitFor();
  await sheet.locator('textarea').fill('No pueden cobrar en una de tres cajas');
  await sheet.getByRole('combobox').first().fill('Ana Quispe');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Enter');
  await page.locator('[data-testid=provisional]').waitFor({ state: 'detached' });
  await expect.poll(() => page.locator('[data-testid=agreements]').innerText()).toContain('No pueden cobrar en una de tres cajas');
  const { ticket, contacts } = await detail();
  expect(ticket.agreed_severity).toBe('S2');
  const owner = (await callCore(page, 'user.list', {}))[0]?.id ?? null;
  await callCore(page, 'ticket.edit', { id, fields: { kind: 'corrective', service_level: 'continuity', scope: 'in', owner, client_responsible: contacts[0]?.id ?? null, authorised_at: new Date().toISOString() } });
  await page.locator('[data-testid=state-button]').click();
  await page.locator('[data-testid=next-states] [data-to=triaged]:not([data-blocked]) button').first().click();
  await expect.poll(async () => (await detail()).ticket.state).toBe('triaged');
});

test('what is typed and not sent waits in the ticket; a received message keeps who wrote it', async () => {
  const { page } = desk;
  await page.keyboard.press('r');
  await page.keyboard.type('Ya lo estamos revisando');
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await page.locator('[data-testid=board]').waitFor();
  await open();
  const composer = page.locator('[data-testid=composer]');
  expect(await composer.locator('textarea').inputValue()).toBe('Ya lo estamos revisando');
  await composer.locator('[data-mode=in]').click();
  await composer.getByRole('textbox').first().fill('Luis Mamani');
  await composer.locator('textarea').fill('Sigue sin abrir');
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => page.locator('[data-testid=message][data-direction=in]').last().innerText()).toContain('Luis Mamani');
  // Sending the one leaves the draft of the other.
  expect(await composer.locator('textarea').inputValue()).toBe('Ya lo estamos revisando');
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => page.locator('[data-testid=message][data-direction=out]').count()).toBe(1);
});

test('F2 renames, h tells the whole history, and nothing breaks the policy or axe', async () => {
  const { page } = desk;
  await page.locator('[data-testid=ticket] h1').click();
  await page.keyboard.press('F2');
  await page.keyboard.type('La caja 2 no abre');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('[data-testid=ticket] h1').innerText()).toBe('La caja 2 no abre');
  expect(await page.locator('[data-event=field_changed]').count()).toBe(0);
  await page.keyboard.press('h');
  await expect.poll(() => page.locator('[data-event=field_changed]').count()).toBeGreaterThan(3);
  await expectAccessible(page);
  expect(await violations()).toEqual([]);
});

test('what the board has said does not lie over the ticket that is opened next', async () => {
  const { page } = desk;
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await page.locator(`[data-testid=card][data-ticket="${id}"]`).click();
  await page.keyboard.press('t');
  const toast = page.locator('[data-testid=toast]');
  await toast.waitFor();
  // As long as it takes to see it.
  await page.waitForTimeout(400);
  await page.keyboard.press('Enter');
  await page.locator(`[data-testid=ticket][data-ticket="${id}"]`).waitFor();
  expect(await toast.count()).toBe(0);
  // What the ticket says itself is said there.
  await page.keyboard.press('t');
  await toast.waitFor();
});
