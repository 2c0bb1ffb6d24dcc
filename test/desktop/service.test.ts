import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectAccessible, openDemo } from '#test/support/electron/demo.ts';
import { launchCarril, type LaunchedCarril } from '#test/support/electron/launch.ts';
import { callCore, openPageCore } from '#test/support/electron/page-core.ts';

let desk: LaunchedCarril;
const at = (id: string) => desk.page.locator(`[data-testid=${id}]`);
const press = async (...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await desk.page.keyboard.press(key);
};
const pictures = process.env['CARRIL_PICTURES'];
/** Of what is on screen, where somebody wants to look at it. */
const shoot = async (name: string): Promise<void> => {
  if (pictures === undefined) return;
  await mkdir(pictures, { recursive: true });
  for (const theme of ['light', 'dark']) {
    await desk.page.evaluate((to) => {
      document.documentElement.dataset['theme'] = to;
    }, theme);
    await desk.page.screenshot({ path: path.join(pictures, `${name}-${theme}.png`) });
  }
};
const check = async (): Promise<void> => {
  await desk.page.waitForTimeout(200);
  await expectAccessible(desk.page);
};

beforeAll(async () => {
  desk = await launchCarril({ args: ['--lang=es'] });
  await openDemo(desk.page);
  await openPageCore(desk.page);
}, 120_000);
afterAll(async () => {
  await desk.close();
});

test('cards count down, and the board shows only what is late', { timeout: 120_000 }, async () => {
  await desk.page.locator('[data-testid=card] [data-sla]').first().waitFor();
  await shoot('board');
  const late = await callCore(desk.page, 'board.counts', { filter: { sla: 'breached' } });
  await at('sla-filter').click();
  await desk.page.getByRole('menuitem', { name: 'Vencido' }).or(desk.page.getByRole('menuitemradio', { name: 'Vencido' })).click();
  await expect.poll(() => at('card').count()).toBe(late.total);
  await press('Shift+F');
});

test('why it is due: in both zones, without a gap, and copied with one key', { timeout: 120_000 }, async () => {
  const page = await callCore(desk.page, 'board.page', { lane: 'S2', offset: 0, limit: 50, filter: {} });
  const card = page.cards.find(({ sla }) => sla?.resolution?.is === 'running');
  if (card === undefined) throw new Error('no clock runs');
  await desk.page.locator(`[data-testid=card][data-ticket="${card.id}"]`).click();
  await press('Enter');
  await at('ticket').waitFor();
  await at('why-button').waitFor();
  await press('v');
  await at('why-due').waitFor();
  await shoot('why');
  await check();
  expect(await desk.page.locator('[data-stretch=counted]').count()).toBeGreaterThan(0);
  await press('y');
  await at('toast').waitFor();
  const text = await desk.app.evaluate(({ clipboard }) => clipboard.readText());
  expect(text).toContain('Vence:');
  expect(text).toContain(card.code);
  await press('Escape');
  await at('why-due').waitFor({ state: 'detached' });
});

test('the change record and the closing record of the ticket', { timeout: 120_000 }, async () => {
  await press('Shift+D');
  await at('change-record').waitFor();
  await check();
  await at('change-record').locator('textarea').first().fill('Se corrigió la regla de lotes');
  await press('Control+Enter');
  await at('change-record').waitFor({ state: 'detached' });
  await at('change-fact').waitFor();
  expect(await at('change-fact').count()).toBe(1);
  await press('Shift+A');
  await at('closing-record').getByText('Se corrigió la regla de lotes').waitFor();
  await shoot('closing-record');
  await check();
  await press('Escape');
  await at('closing-record').waitFor({ state: 'detached' });
});

test('the client’s rejection takes the ticket back to work, with his words', { timeout: 120_000 }, async () => {
  const pages = await Promise.all((['S1', 'S2', 'S3', 'S4'] as const).map((lane) => callCore(desk.page, 'board.page', { lane, offset: 0, limit: 50, filter: {} })));
  const card = pages.flatMap((one) => one.cards).find(({ state }) => state === 'awaiting_validation');
  if (card === undefined) throw new Error('nothing awaits its validation');
  await press('g', 't');
  await at('board').waitFor();
  await desk.page.locator(`[data-testid=card][data-ticket="${card.id}"]`).click();
  await press('Enter');
  await at('ticket').waitFor();
  await press('Shift+V');
  await at('validation').waitFor();
  await shoot('validation');
  await check();
  await at('validation').getByRole('radio', { name: 'Lo rechaza' }).click();
  await at('validation').locator('textarea').fill('Sigue sumando dos veces');
  await press('Control+Enter');
  await at('validation').waitFor({ state: 'detached' });
  await desk.page.locator('[data-testid=validation-fact][data-decision=rejected]').waitFor();
  expect((await callCore(desk.page, 'ticket.get', { id: card.id })).ticket.state).toBe('in_progress');
});

test('the severity card proposes, and writes the phrase', { timeout: 120_000 }, async () => {
  await press('Shift+R');
  await at('severity-card').waitFor();
  await at('severity-card').getByRole('radio', { name: 'Algo que falló' }).click();
  await at('severity-card').getByRole('radio', { name: 'En parte' }).click();
  await shoot('severity-card');
  expect(await at('severity-card').getByRole('status').count()).toBe(1);
  await check();
  await press('Escape');
  await at('agreement-sheet').waitFor({ state: 'detached' });
});

test('the inbox: who is authorised, what is missing, put off and back, a duplicate and its undo', { timeout: 120_000 }, async () => {
  await press('g', 'i');
  await at('inbox').waitFor();
  await at('triage-side').waitFor();
  await shoot('inbox');
  await check();
  const waiting = async (): Promise<number> => (await callCore(desk.page, 'inbox.list', {})).waiting;
  const before = await waiting();
  await press('s');
  await expect.poll(waiting).toBe(before - 1);
  await at('toast').getByRole('button').first().click();
  await expect.poll(waiting).toBe(before);
  await press('a');
  await at('toast').waitFor();
  await desk.page.locator('[data-testid=triage-missing] [data-missing]').first().waitFor();
  // Esc takes the message away, and leaves the inbox where it is.
  await press('Escape');
  await at('toast').waitFor({ state: 'detached' });
  expect(await at('inbox').count()).toBe(1);
});

test('hours go from the draft to the client’s approval', { timeout: 120_000 }, async () => {
  await press('g', 'h');
  await at('hours').waitFor();
  const { cards } = await callCore(desk.page, 'board.page', { lane: 'S3', offset: 0, limit: 1, filter: {} });
  await callCore(desk.page, 'time.add', { ticket: cards[0]?.id ?? null, start: '2026-01-05T13:00:00.000Z', end: '2026-01-05T13:50:00.000Z', tz: 'America/La_Paz', note: 'Revisión' });
  await at('hours-row').first().waitFor();
  await shoot('hours');
  await check();
  await press('x', 'a');
  await expect.poll(async () => (await callCore(desk.page, 'hours.list', { stage: 'lead' })).length).toBeGreaterThan(0);
  await desk.page.getByRole('radio', { name: 'Por revisar' }).click();
  await desk.page.locator('[data-testid=hours-row][data-status=submitted]').first().waitFor();
  await press('Control+a', 'r');
  await at('hours-decision').waitFor();
  await check();
  await at('hours-decision').locator('textarea').fill('Falta el detalle');
  await press('Control+Enter');
  await at('hours-decision').waitFor({ state: 'detached' });
  await desk.page.getByRole('radio', { name: 'Por enviar' }).click();
  await desk.page.locator('[data-testid=hours-row][data-status=rejected]').first().waitFor();
  expect((await callCore(desk.page, 'hours.list', { stage: 'lead' })).length).toBe(0);
});
