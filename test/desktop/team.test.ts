import { afterEach, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { expectAccessible, watchPolicy } from '#test/support/electron/demo.ts';
import { launchCarril } from '#test/support/electron/launch.ts';
import { callCore, openPageCore } from '#test/support/electron/page-core.ts';
import { startEndpoint } from '#test/support/endpoint/start.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
});

const password = 'cuatro palabras bien largas';

const open = async (): Promise<Page> => {
  const { page, close } = await launchCarril({ args: ['--lang=es'] });
  stops.push(close);
  await page.getByTestId('join-team').click();
  return page;
};

const field = (page: Page, name: string) => page.locator(`[name="${name}"]`);
const settings = async (page: Page): Promise<void> => {
  await page.getByTestId('board').waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('a');
  await page.getByTestId('settings').waitFor();
};

test('two desks: the first admin comes in by the code and invites; the other joins by the link, is granted a client, sees its ticket come, and go', { timeout: 180_000 }, async () => {
  const server = await startEndpoint();
  stops.push(server.stop);
  const first = await server.endpoint.firstAdminCode();

  const ada = await open();
  const adaPolicy = await watchPolicy(ada);
  await ada.getByRole('radio', { name: 'Con un código' }).click();
  await ada.getByTestId('code-submit').click();
  await ada.getByText('Usa al menos 10 caracteres.').waitFor();
  await expectAccessible(ada);
  await field(ada, 'address').fill(server.address);
  await field(ada, 'code').fill('00000-00000-00000-00000-00000');
  await field(ada, 'name').fill('Ada Quispe');
  await field(ada, 'email').fill('ada@example.test');
  await field(ada, 'new-password').fill(password);
  await field(ada, 'repeat-password').fill(password);
  await ada.getByTestId('code-submit').click();
  await ada.locator('[data-error=first_admin_code_invalid]').waitFor();
  // What was typed is still there, and Enter sends it.
  await field(ada, 'code').fill(first?.code ?? '');
  await field(ada, 'code').press('Enter');
  await ada.getByTestId('board').waitFor();
  await openPageCore(ada);
  const { id: client } = await callCore(ada, 'client.create', { name: 'Textiles Nogal', tz: 'America/La_Paz' });
  await callCore(ada, 'ticket.create', { title: 'No valida el albarán', client, channel: 'phone' });

  await settings(ada);
  await ada.getByTestId('invite-open').click();
  await field(ada, 'name').fill('Luz Paredes de la Santísima Trinidad y Montenegro');
  await field(ada, 'email').fill('luz@example.test');
  await expectAccessible(ada);
  await field(ada, 'email').press('Enter');
  const link = await ada.getByTestId('secret-text').inputValue();
  await ada.getByTestId('secret-copy').click();
  expect(link).toContain(`${server.address}/join#`);
  await ada.getByTestId('secret-done').click();
  await ada.getByTestId('invitation').waitFor();
  await expectAccessible(ada);

  const luz = await open();
  await luz.getByRole('radio', { name: 'Con un enlace' }).click();
  await field(luz, 'link').fill('https://example.test');
  await luz.getByTestId('link-submit').click();
  await luz.getByText('Eso no es un enlace de invitación').waitFor();
  await field(luz, 'link').fill(link);
  await field(luz, 'link').press('Enter');
  await luz.getByTestId('invited-as').waitFor();
  await expectAccessible(luz);
  await field(luz, 'new-password').fill(password);
  await field(luz, 'repeat-password').fill(password);
  await field(luz, 'repeat-password').press('Enter');
  await luz.getByTestId('board').waitFor();
  expect(await luz.getByTestId('card').count()).toBe(0);

  // By the keyboard alone: to Luz's row, into the dialog, to the client, and save.
  await ada.getByRole('button', { name: /Editar a Luz/ }).focus();
  await ada.keyboard.press('Enter');
  await ada.getByTestId('person').waitFor();
  await expectAccessible(ada);
  await ada.getByRole('checkbox', { name: 'Textiles Nogal' }).focus();
  await ada.keyboard.press('Space');
  await ada.getByTestId('person-save').focus();
  await ada.keyboard.press('Enter');
  await luz.getByText('No valida el albarán').waitFor({ timeout: 15_000 });

  await ada.getByRole('button', { name: /Editar a Luz/ }).click();
  await ada.getByRole('checkbox', { name: 'Textiles Nogal' }).uncheck();
  await ada.getByTestId('person-save').click();
  await expect.poll(() => luz.getByText('No valida el albarán').count(), { timeout: 15_000 }).toBe(0);

  // The last admin stays, and is told why.
  await ada.getByRole('button', { name: 'Editar a Ada Quispe' }).click();
  await ada.getByTestId('person-account').click();
  await ada.locator('[data-error=last_admin]').waitFor();
  await ada.keyboard.press('Escape');
  await ada.getByRole('button', { name: /Editar a Luz/ }).click();
  await ada.getByTestId('person-account').click();
  await openPageCore(luz);
  await expect.poll(async () => (await callCore(luz, 'session.get', {})).authorised, { timeout: 15_000 }).toBe(false);

  // Whose account is closed is given no ticket any more; what is his is still found.
  await expect.poll(async () => (await callCore(ada, 'user.list', {})).map((person) => person.closed), { timeout: 15_000 }).toEqual([false, true]);
  if (await ada.getByTestId('person').isVisible()) await ada.keyboard.press('Escape');
  await ada.getByTestId('person').waitFor({ state: 'detached' });
  await ada.keyboard.press('g');
  await ada.keyboard.press('t');
  await ada.getByTestId('card').first().click();
  await ada.keyboard.press('a');
  await expect.poll(() => ada.getByRole('menuitem').allInnerTexts()).toEqual(['Sin asignar', 'Ada Quispe']);
  await ada.keyboard.press('Escape');
  await ada.getByRole('button', { name: /^Consultor/u }).click();
  await ada.getByRole('menuitem', { name: /Luz Paredes.*Cuenta cerrada/su }).waitFor();
  await expectAccessible(ada);
  expect(await adaPolicy()).toEqual([]);
});
