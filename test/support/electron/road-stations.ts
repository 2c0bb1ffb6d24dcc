import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { en } from '../../../renderer/i18n/en/index.ts';
import { es } from '../../../renderer/i18n/es/index.ts';
import type { LaunchedCarril } from './launch.ts';
import { callCore } from './page-core.ts';

export const languages = { es, en } as const;
export type Hand = 'keyboard' | 'mouse';

/** The same road twice in each language: once without the mouse, once without a key but for what is written into fields. */
export const travellers = (['es', 'en'] as const).flatMap((language) => (['keyboard', 'mouse'] as const).map((hand) => ({ language, hand })));

export const roadTitle = 'El arqueo no cuadra';

/** The stations of the road on one desk, in their order, on a team that is the demo's. */
export const roadStations = (desk: LaunchedCarril, language: keyof typeof languages, hand: Hand) => {
  const { page } = desk;
  const words = languages[language];
  const keys = hand === 'keyboard';
  const title = roadTitle;
  const asker = 'Doña Elvira';
  let id = '';
  const at = (name: string): Locator => page.locator(`[data-testid=${name}]`);
  const button = (name: string, within: Locator | Page = page): Locator => within.getByRole('button', { name }).first();
  const card = (): Locator => page.locator(`[data-testid=card][data-ticket="${id}"]`);
  const lane = (): Promise<string | null> => page.evaluate((ticket) => document.querySelector(`[data-ticket="${ticket}"]`)?.closest('[data-lane]')?.getAttribute('data-lane') ?? null, id);
  const inLane = (wanted: string): Promise<void> => expect.poll(lane).toBe(wanted);
  const hasFocus = (): Promise<void> => expect.poll(() => page.evaluate(() => document.querySelector('[data-focused]')?.getAttribute('data-ticket'))).toBe(id);
  /** It stands in the lane, the focus is on it, and it says that the client has not agreed yet. */
  const arrived = async (wanted: string): Promise<void> => {
    await inLane(wanted);
    await hasFocus();
    await card().getByText(words.board.provisional, { exact: true }).waitFor();
  };
  const detail = () => callCore(page, 'ticket.get', { id });

  /** A ticket with client, channel and requester, which lands untriaged. Answers with its id. */
  const create = async (): Promise<string> => {
    const dialog = at('create-ticket');
    if (keys) {
      await page.keyboard.press('c');
      await dialog.waitFor();
      await page.keyboard.type(title);
      await page.keyboard.press('Tab');
      await page.keyboard.type('Café Umbral');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.getByRole('option', { name: words.labels.channel.whatsapp }).waitFor();
      await page.keyboard.type(words.labels.channel.whatsapp.slice(0, 4));
      await page.keyboard.press('Enter');
      await page.getByRole('option', { name: words.labels.channel.whatsapp }).waitFor({ state: 'detached' });
      await page.keyboard.press('Tab');
      await page.keyboard.type(asker);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Control+Enter');
    } else {
      await button(words.board.newTicket).click();
      await dialog.locator('input[name=title]').fill(title);
      const client = dialog.getByRole('combobox', { name: words.board.create.client });
      await client.fill('Café');
      await page.getByRole('option', { name: 'Café Umbral' }).click();
      await dialog.getByRole('combobox', { name: words.board.create.channel }).click();
      await page.getByRole('option', { name: words.labels.channel.whatsapp }).click();
      await dialog.getByRole('combobox', { name: words.board.create.requester }).fill(asker);
      await page.getByRole('option').first().click();
      await at('create-submit').click();
    }
    await dialog.waitFor({ state: 'detached' });
    const made = at('lane-untriaged').locator('[data-testid=card]', { hasText: title });
    await made.waitFor();
    id = (await made.getAttribute('data-ticket')) ?? '';
    expect((await detail()).ticket).toMatchObject({ severity: null, state: 'registered', channel: 'whatsapp', requester_name: asker });
    expect((await detail()).client.name).toBe('Café Umbral');
    return id;
  };

  /** Between lanes, back, and what was agreed with the client. The sheet that asks for it takes no key meanwhile. */
  const moveAndAgree = async (): Promise<void> => {
    const dragToS2 = (): Promise<void> => card().dragTo(at('lane-S2').locator('[data-testid=card]').nth(1));
    if (keys) {
      await hasFocus();
      await page.keyboard.press('3');
      await arrived('S3');
      await at('agreement-sheet').waitFor();
      await page.keyboard.press('Alt+ArrowLeft');
    } else {
      await card().click({ button: 'right' });
      await page.getByRole('menuitem', { name: words.commands['ticket.moveMenu'] }).click();
      await page.getByRole('menuitem', { name: /^S3/u }).click();
      await arrived('S3');
      await dragToS2();
    }
    await arrived('S2');
    if (keys) await page.keyboard.press('Control+z');
    else await button(words.common.undo, at('agreement-sheet')).click();
    await arrived('S3');
    if (keys) await page.keyboard.press('Alt+ArrowLeft');
    else await dragToS2();
    await arrived('S2');
    if (keys) await page.keyboard.press('r');
    else await button(words.board.agreement.write, at('agreement-sheet')).click();
    const sheet = at('agreement-sheet');
    await sheet.locator('textarea:focus').waitFor();
    await page.keyboard.type('No pueden cerrar la caja');
    if (keys) {
      await page.keyboard.press('Tab');
      await page.keyboard.type('Doña Rosa');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Control+Enter');
    } else {
      await sheet.getByRole('combobox', { name: words.board.agreement.contact }).fill('Doña Rosa');
      await page.getByRole('option').first().click();
      await button(words.board.agreement.submit, sheet).click();
    }
    await sheet.waitFor({ state: 'detached' });
    await expect.poll(async () => (await detail()).ticket.agreed_severity).toBe('S2');
    expect((await detail()).agreements).toMatchObject([{ to: 'S2', mode: 'impact_changed', impact: 'No pueden cerrar la caja', contact: 'Doña Rosa' }]);
    await card().getByText(words.board.provisional, { exact: true }).waitFor({ state: 'detached' });
  };

  /** Opens the ticket; an internal note and a consultant. */
  const noteAndAssign = async (): Promise<void> => {
    if (keys) {
      await card().focus();
      await page.keyboard.press('Enter');
    } else await card().dblclick();
    await page.locator(`[data-testid=ticket][data-ticket="${id}"]`).waitFor();
    if (keys) await page.keyboard.press('n');
    else await at('composer').locator('[role=tab][data-mode=internal]').click();
    await page.locator('[data-testid=composer][data-mode=internal] textarea:focus').waitFor();
    await page.keyboard.type('Revisar el cierre de ayer');
    if (keys) await page.keyboard.press('Control+Enter');
    else await button(words.ticket.composer.internalSend, at('composer')).click();
    await expect.poll(async () => (await detail()).messages.map(({ body, direction }) => [body, direction])).toEqual([['Revisar el cierre de ayer', 'internal']]);
    if (keys) {
      await page.keyboard.press('Escape');
      await page.keyboard.press('a');
      await page.getByRole('menuitem').nth(3).waitFor();
      for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    } else {
      await page.locator('[data-menu=assign]').getByRole('button').click();
      await page.getByRole('menuitem').nth(1).click();
    }
    await expect.poll(async () => (await detail()).ticket.consultant).not.toBeNull();
  };

  /** The timer, stopped with a note. */
  const track = async (): Promise<void> => {
    if (keys) await page.keyboard.press('t');
    else {
      await page.locator('[data-menu=actions]').getByRole('button').click();
      await page.getByRole('menuitem', { name: words.commands['timer.toggle'] }).click();
    }
    await at('timer-clock').waitFor();
    if (keys) await page.keyboard.press('Shift+T');
    else await button(words.frame.stop, at('timer-bar')).click();
    const dialog = at('stop-timer');
    await dialog.locator('textarea:focus').waitFor();
    await page.keyboard.type('Cuadre de caja');
    if (keys) await page.keyboard.press('Control+Enter');
    else await button(words.myDay.stopDialog.submit, dialog).click();
    await dialog.waitFor({ state: 'detached' });
    const { entries } = await detail();
    expect(entries.map(({ note, end }) => [note, end !== null])).toEqual([['Cuadre de caja', true]]);
  };

  /** A region of the screen with a caption, attached. */
  const capture = async (): Promise<void> => {
    const opened = desk.app.waitForEvent('window');
    if (keys) await page.keyboard.press('p');
    else await at('evidence-strip').getByRole('button', { name: words.ticket.evidence.capture }).click();
    const overlay = await opened;
    await overlay.waitForFunction(() => document.activeElement?.id === 'overlay');
    // The overlay closes with what ends it, which may not see its answer.
    const ended = (work: Promise<void>): Promise<void> => work.catch(() => undefined);
    if (keys) {
      await overlay.keyboard.press('ArrowDown');
      await ended(overlay.keyboard.press('Enter'));
    } else {
      await overlay.mouse.move(200, 150);
      await overlay.mouse.down();
      await overlay.mouse.move(399, 249, { steps: 4 });
      await overlay.mouse.up();
      await ended(overlay.mouse.dblclick(300, 200));
    }
    const dialog = at('evidence-dialog');
    await dialog.locator('textarea:focus').waitFor({ timeout: 15_000 });
    await page.keyboard.type('La caja ya cierra');
    if (keys) await page.keyboard.press('Control+Enter');
    else {
      await dialog.getByRole('radio', { name: words.labels.stage.before }).click();
      await button(words.evidence.attach, dialog).click();
    }
    await dialog.waitFor({ state: 'detached' });
    const { evidence } = await detail();
    expect(evidence).toMatchObject([{ note: 'La caja ya cierra', ...(keys ? {} : { stage: 'before' }) }]);
  };

  return { at, button, detail, create, moveAndAgree, noteAndAssign, track, capture } as const;
};
