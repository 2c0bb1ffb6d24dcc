import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '#build/project.ts';
import { openDemo } from '#test/support/electron/demo.ts';
import { launchCarril } from '#test/support/electron/launch.ts';
import { cameraOn } from './camera.ts';

/** The first run with its three forms, and every screen and dialog that the demo's lead sees. */
export const demoTour = async (folder: string, taken: string[]): Promise<void> => {
  const desk = await launchCarril({ args: ['--lang=es'] });
  const { app, page } = desk;
  const { shoot, press, see, leave } = cameraOn(desk, folder, taken);
  const at = (id: string) => page.locator(`[data-testid=${id}]`);
  /** The overlay with a region, as large as the display, and what becomes of it. */
  const shootCapture = async (): Promise<void> => {
    // What is on the screen behind: a client's Odoo.
    await app.evaluate(async ({ BrowserWindow, screen }, picture) => {
      const behind = new BrowserWindow({ ...screen.getPrimaryDisplay().bounds, frame: false, show: false, title: 'Odoo' });
      await behind.loadURL(`data:text/html,<body style="margin:0;height:100vh;background:%23d8dbe2 url(${picture}) center/70% no-repeat">`);
      behind.showInactive();
      BrowserWindow.getAllWindows().find((window) => window !== behind)?.focus();
    }, `data:image/png;base64,${encodeURIComponent((await readFile(path.join(projectRoot, 'endpoint/demo/pictures/entrega-validada.png'))).toString('base64'))}`);
    await page.waitForTimeout(500);
    const opened = app.waitForEvent('window');
    await press('p');
    const overlay = await opened;
    await overlay.waitForFunction(() => document.activeElement?.id === 'overlay');
    await overlay.mouse.move(320, 240);
    await overlay.mouse.down();
    await overlay.mouse.move(960, 620, { steps: 4 });
    await overlay.mouse.up();
    await overlay.screenshot({ path: path.join(folder, 'capture-overlay.png') });
    taken.push('capture-overlay.png');
    const closed = overlay.waitForEvent('close');
    // The overlay closes with the key that ends it, which may not see its answer.
    await overlay.keyboard.press('Enter').catch((error: unknown) => {
      if (!overlay.isClosed()) throw error;
    });
    await closed;
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().find((window) => window.getTitle() === 'Odoo')?.destroy());
    await see('evidence-dialog');
    await shoot('evidence-dialog');
    await at('evidence-dialog').getByRole('button', { name: /^Descartar/u }).click();
    await see('discard-dialog');
    await shoot('discard-dialog');
    await at('discard-dialog').getByRole('button', { name: /^Descartar/u }).click();
    await at('evidence-dialog').waitFor({ state: 'detached' });
  };
  try {
    await see('first-run');
    await shoot('first-run');
    await at('join-team').click();
    await at('sign-in-submit').click();
    await shoot('first-run-account');
    for (const [way, name] of [
      ['Con un enlace', 'link'],
      ['Con un código', 'code'],
    ] as const) {
      await page.getByRole('radio', { name: way }).click();
      await at(`${name}-submit`).click();
      await shoot(`first-run-${name}`);
    }
    await openDemo(page);
    await page.waitForTimeout(1500);
    await at('lane-S2').locator('[data-testid=card]').first().click();
    await press('t');
    await see('toast');
    await shoot('board-toast');
    await at('toast').waitFor({ state: 'detached', timeout: 30_000 });
    await shoot('board');
    await press('m');
    await page.getByRole('menu').waitFor();
    await shoot('board-menu');
    await press('Escape', '1');
    await see('agreement-sheet');
    await shoot('agreement');
    await press('r');
    await at('agreement-sheet').locator('textarea').waitFor();
    await shoot('agreement-form');
    await leave('agreement-sheet');
    await press('Control+z');
    for (const [key, id] of [
      ['c', 'create-ticket'],
      ['Control+k', 'palette'],
      ['?', 'shortcuts'],
    ] as const) {
      await press(key);
      await see(id);
      await shoot(id);
      await leave(id);
    }
    await at('lane-S2').locator('[data-testid=card]').first().click();
    await press('Enter');
    await see('ticket');
    await at('evidence').locator('img').nth(1).waitFor();
    await shoot('ticket');
    await press('v');
    await see('why-due');
    await shoot('ticket-why');
    await leave('why-due');
    await press('Shift+A');
    await see('closing-record');
    await shoot('closing-record');
    await leave('closing-record');
    await press('h');
    await shoot('ticket-history');
    await press('n');
    await page.keyboard.type('Falta revisar el módulo de etiquetas en la versión de pruebas.');
    await shoot('ticket-note');
    await press('Escape');
    await at('evidence').locator('button').first().click();
    await see('evidence-viewer');
    await shoot('evidence-viewer');
    await leave('evidence-viewer');
    await shootCapture();
    await press('Shift+T');
    await see('stop-timer');
    await shoot('stop-timer');
    await leave('stop-timer');
    await press('Escape', 'g', 'i');
    await see('triage-side');
    await shoot('inbox');
    await press('g', 'h');
    await see('hours');
    await shoot('hours');
    await press('g', 'd');
    await see('my-day');
    await shoot('my-day');
    await press('n');
    await see('entry-form');
    await shoot('entry-form');
    await leave('entry-form');
    await press('ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft');
    await page.waitForTimeout(300);
    await shoot('my-day-empty');
    await press('g', 'c');
    await see('sla-panel');
    await page.getByRole('option', { name: /Café Umbral/u }).click();
    await see('hours-panel');
    await shoot('clients');
    await page.getByRole('option', { name: /Importadora Faro/u }).click();
    await see('plan-panel');
    await shoot('clients-sla');
    await at('policy-edit').click();
    await see('policy-dialog');
    await shoot('policy-dialog');
    await leave('policy-dialog');
    await at('calendar-edit').click();
    await see('calendar-dialog');
    await shoot('calendar-dialog');
    await leave('calendar-dialog');
    await press('Shift+N');
    await see('contract-wizard');
    await shoot('contract-wizard');
    await leave('contract-wizard');
    await press('F2');
    await see('client-dialog');
    await shoot('client-dialog');
    await leave('client-dialog');
    await press('l');
    await see('contacts');
    await shoot('clients-contacts');
    await press('g', 'r');
    await see('report-clients');
    await shoot('reports');
    for (const id of ['report-demand', 'report-sla', 'report-kind', 'report-ageing', 'report-load']) await at(id).getByRole('button').click();
    await shoot('reports-numbers');
    await at('report-range').click();
    await page.getByRole('dialog').waitFor();
    await shoot('reports-range');
    await press('Escape', 'g', 'y');
    await see('sync');
    await shoot('sync-empty');
    await press('g', 'a');
    await see('hosting');
    await shoot('settings');
    await at('my-devices').scrollIntoViewIfNeeded();
    await page.waitForTimeout(300);
    await at('change-password').scrollIntoViewIfNeeded();
    await shoot('settings-devices');
    await at('change-password').click();
    await see('password');
    await shoot('password');
    await leave('password');
    await at('host-turn').scrollIntoViewIfNeeded();
    await at('host-turn').click();
    await page.locator('[data-testid=hosting][data-state=on]').waitFor({ timeout: 40_000 });
    await at('host-address').last().scrollIntoViewIfNeeded();
    await shoot('settings-hosting');
    await at('host-turn').click();
    await page.locator('[data-testid=hosting][data-state=off]').waitFor({ timeout: 40_000 });
    await app.evaluate(({ dialog }, file) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [file] });
    }, path.join(projectRoot, 'test/data/tickets-es.csv'));
    await page.getByRole('button', { name: 'Importar', exact: true }).click();
    await see('import');
    await shoot('import');
    await at('import-pick').click();
    await see('import-mapping');
    await page.waitForTimeout(300);
    await shoot('import-mapping');
    await at('import-check').click();
    await see('import-preview');
    await shoot('import-preview');
    await at('import-run').click();
    await page.locator('[data-testid=import-run-row][data-status=done]').waitFor();
    await shoot('import-result');
  } finally {
    await desk.close();
  }
};
