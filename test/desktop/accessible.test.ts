import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { projectRoot } from '#build/project.ts';
import { expectAccessible, openDemo } from '#test/support/electron/demo.ts';
import { launchCarril, type LaunchedCarril } from '#test/support/electron/launch.ts';
import { callCore, openPageCore } from '#test/support/electron/page-core.ts';
import { testFolder } from '#test/support/electron/team.ts';

const folder = await testFolder('accessible');
await copyFile(path.join(projectRoot, 'test/data/tickets-es.csv'), path.join(folder.dir, 'tickets-es.csv'));
afterAll(folder.remove);

/** axe over every screen and dialog, each in both themes. A page that breaks its security policy fails in `close`. */
for (const [language, tag] of [
  ['es', 'es-419'],
  ['en', 'en'],
] as const) {
  describe(`in ${language}`, () => {
    let desk: LaunchedCarril;
    afterAll(async () => {
      await desk.close();
    });
    const at = (id: string) => desk.page.locator(`[data-testid=${id}]`);
    const press = async (...keys: readonly string[]): Promise<void> => {
      for (const key of keys) await desk.page.keyboard.press(key);
    };
    const check = async (decided = true): Promise<void> => {
      // What slides or fades in has come to rest.
      await desk.page.waitForTimeout(200);
      await expectAccessible(desk.page, { decided });
    };
    /** It was the screen itself that was looked at, not what went wrong on it. */
    const failures = (): Promise<number> => desk.page.locator('[role=alert]').count();
    const escape = async (id: string): Promise<void> => {
      await press('Escape');
      await at(id).waitFor({ state: 'detached' });
    };

    test('first run, and its form with what is wrong', { timeout: 120_000 }, async () => {
      desk = await launchCarril({ userData: path.join(folder.dir, `profile-${language}`), args: [`--lang=${language}`] });
      await at('first-run').waitFor();
      expect(await desk.page.evaluate(() => document.documentElement.lang)).toBe(tag);
      await check();
      await at('join-team').click();
      await at('sign-in-submit').click();
      await check();
      await openDemo(desk.page);
      await openPageCore(desk.page);
    });

    test('board, its menus, the agreement, the dialogs over it', { timeout: 240_000 }, async () => {
      await check();
      await at('lane-S3').locator('[data-testid=card]').first().click();
      for (const key of ['m', 'e', 'a', '.']) {
        await press(key);
        await desk.page.getByRole('menu').waitFor();
        await check();
        await press('Escape');
        await desk.page.getByRole('menu').waitFor({ state: 'detached' });
      }
      for (const [key, id] of [
        ['c', 'create-ticket'],
        ['Control+k', 'palette'],
        ['?', 'shortcuts'],
      ] as const) {
        await press(key);
        await at(id).waitFor();
        await check();
        await escape(id);
      }
      await press('2');
      await at('agreement-sheet').waitFor();
      // The sheet floats over the lanes, whose cards axe then cannot see the ground of.
      await check(false);
      await press('r');
      await at('agreement-sheet').locator('textarea').waitFor();
      await check(false);
      await escape('agreement-sheet');
      await press('Control+z');
      expect(await failures()).toBe(0);
    });

    test('ticket, its history and composer, the timer', { timeout: 240_000 }, async () => {
      await at('lane-S2').locator('[data-testid=card]').first().click();
      await press('Enter');
      await at('ticket').waitFor();
      await check(false);
      await press('h');
      await check(false);
      await press('n');
      await desk.page.locator('[data-testid=composer][data-mode=internal] textarea:focus').waitFor();
      await check(false);
      await press('Escape', 't');
      await at('timer-clock').waitFor();
      await press('Shift+T');
      await at('stop-timer').waitFor();
      await check(false);
      await escape('stop-timer');
      await press('Escape');
      expect(await failures()).toBe(0);
    });

    test('my day and the form of an entry', { timeout: 120_000 }, async () => {
      await press('g', 'd');
      await at('my-day').waitFor();
      await check(false);
      await press('n');
      await at('entry-form').waitFor();
      await check(false);
      await escape('entry-form');
      expect(await failures()).toBe(0);
    });

    test('my day at the hours at which there is least room', { timeout: 240_000 }, async () => {
      // The hour is the zone's: where it is just past midnight, noon and late in the evening at this moment. Holes and entries
      // of every height lie right before now, whatever the time of day at which this runs.
      const now = Date.now();
      const minute = 60_000;
      for (const [from, to] of [[97, 61], [58, 43], [33, 27], [26, 25], [5, 3]] as const) {
        await callCore(desk.page, 'time.add', { ticket: null, task: 'Revisión de la semana', start: new Date(now - from * minute).toISOString(), end: new Date(now - to * minute).toISOString(), tz: 'UTC' });
      }
      const emulation = await desk.page.context().newCDPSession(desk.page);
      for (const hour of [0, 1, 12, 23]) {
        await press('g', 't');
        await at('board').waitFor();
        // Etc/GMT-3 is three hours ahead: the names turn the sign round.
        const ahead = ((hour - new Date(now).getUTCHours() + 36) % 24) - 12;
        await emulation.send('Emulation.setTimezoneOverride', { timezoneId: ahead === 0 ? 'Etc/GMT' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}` });
        expect(await desk.page.evaluate((ms) => new Date(ms).getHours(), now)).toBe(hour);
        await press('g', 'd');
        await at('my-day').waitFor();
        await check(false);
      }
      await emulation.send('Emulation.setTimezoneOverride', { timezoneId: '' });
      expect(await failures()).toBe(0);
    });

    test('clients, what is agreed with them and its dialogs', { timeout: 240_000 }, async () => {
      await press('g', 'c');
      await at('sla-panel').waitFor();
      await desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1440, 1500));
      await check();
      await desk.page.getByRole('option', { name: /Café Umbral/u }).click();
      await at('hours-panel').waitFor();
      await check();
      for (const tab of ['contacts', 'odoo', 'terms']) {
        await press('l');
        await at(tab).waitFor();
        await check();
      }
      await press('h', 'h', 'h');
      await at('calendar-panel').waitFor();
      for (const [open, id] of [
        ['lot-buy', 'lot-dialog'],
        ['calendar-edit', 'calendar-dialog'],
        ['contract-edit-open', 'contract-edit'],
      ] as const) {
        await at(open).click();
        await at(id).waitFor();
        await check(false);
        await escape(id);
      }
      for (const [key, id] of [
        ['Shift+N', 'contract-wizard'],
        ['a', 'contact-dialog'],
        ['F2', 'client-dialog'],
      ] as const) {
        await press(key);
        await at(id).waitFor();
        await check(false);
        await escape(id);
      }
      await desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1440, 900));
      expect(await failures()).toBe(0);
    });

    test('the control of the service, its numbers and its dates', { timeout: 120_000 }, async () => {
      await press('g', 'r');
      await at('report-clients').waitFor();
      await desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1440, 1500));
      await check();
      for (const id of ['report-demand', 'report-sla', 'report-kind', 'report-ageing', 'report-load']) await at(id).getByRole('button').click();
      await check();
      await at('report-range').click();
      await desk.page.getByRole('dialog').waitFor();
      await check(false);
      await press('Escape');
      await desk.page.getByRole('dialog').waitFor({ state: 'detached' });
      await desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1440, 900));
      expect(await failures()).toBe(0);
    });

    test('sync, settings and signing in again', { timeout: 120_000 }, async () => {
      await press('g', 'y');
      await at('sync').waitFor();
      await check();
      await press('Control+,');
      await at('settings').waitFor();
      // As tall as all of it: what the screen's edge cuts, axe cannot tell the ground of.
      await desk.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1440, 1800));
      // What was said of the timer lies over the page for a while; the message itself has been looked at on the ticket.
      await at('toast').waitFor({ state: 'detached' });
      await check();
      await callCore(desk.page, 'session.signOut', {});
      await at('revoked').getByRole('button').click();
      await at('sign-in').waitFor();
      await check();
      await escape('sign-in');
      expect(await failures()).toBe(0);
    });

    test('each step of the import', { timeout: 240_000 }, async () => {
      await desk.app.evaluate(({ dialog }, file) => {
        dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [file] });
      }, path.join(folder.dir, 'tickets-es.csv'));
      await desk.page.getByRole('button', { name: /^Import(?:ar)?$/u }).click();
      await at('import').waitFor();
      await check(false);
      await at('import-pick').click();
      await at('import-mapping').waitFor();
      await check(false);
      await at('import-check').click();
      await at('import-preview').waitFor();
      await check(false);
      await at('import-run').click();
      await desk.page.locator('[data-testid=import-run-row][data-status=done]').waitFor();
      await check(false);
      expect(await failures()).toBe(0);
    });
  });
}
