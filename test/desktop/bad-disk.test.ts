import { rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { afterAll, expect, test } from 'vitest';
import { expectAccessible, watchPolicy } from '#test/support/electron/demo.ts';
import type { LaunchedCarril } from '#test/support/electron/launch.ts';
import { mountSmallDisk, whyNoSmallDisk, type SmallDisk } from '#test/support/electron/small-disk.ts';
import { addLead, askDatabase, createTicket, fillSignIn, launchInSpanish, testFolder, settled, titlesIn } from '#test/support/electron/team.ts';
import { spawnEndpoint, type SpawnedEndpoint } from '#test/support/endpoint/start.ts';

const folder = await testFolder('bad-disk');
const userData = path.join(folder.dir, 'profile');
const reason = whyNoSmallDisk();
if (reason !== null) process.stderr.write(`bad-disk.test: not run, ${reason}\n`);

let desk: LaunchedCarril | null = null;
let disk: SmallDisk | null = null;
let endpoint: SpawnedEndpoint | null = null;

afterAll(async () => {
  await desk?.close();
  disk?.unmount();
  await endpoint?.stop();
  await folder.remove();
});

test.skipIf(reason !== null)('a full disk: said in words, what was typed stays, what was confirmed is there, and with room work goes on', { timeout: 120_000 }, async () => {
  disk = mountSmallDisk(path.join(userData, 'desks', 'team'), 6);
  const endpointDir = path.join(folder.dir, 'endpoint');
  await addLead(endpointDir);
  endpoint = await spawnEndpoint({ dir: endpointDir });
  desk = await launchInSpanish(userData);
  const { page } = desk;
  const violations = await watchPolicy(page);
  await fillSignIn(page, endpoint.address);
  await page.locator('[data-testid=board]').waitFor();
  const dialog = page.locator('[data-testid=create-ticket]');
  await createTicket(page, 'Antes de llenarse', 'Textiles Nogal');
  await dialog.waitFor({ state: 'detached' });
  await settled(page);

  disk.fill();
  // SQLite may have pages of its log left to write over: go on until the first refusal.
  const toast = page.locator('[data-testid=toast][data-error=disk_full]');
  const made: string[] = [];
  for (let n = 1; n <= 40 && (await toast.count()) === 0; n += 1) {
    const title = `Con el disco lleno ${String(n).padStart(2, '0')}`;
    await createTicket(page, title, 'Textiles Nogal');
    await Promise.race([dialog.waitFor({ state: 'detached' }), toast.waitFor()]);
    if ((await toast.count()) === 0) made.push(title);
  }
  await toast.waitFor();
  const said = (await toast.innerText()).replaceAll(/\s+/gu, ' ');
  expect(said).toContain('El disco está lleno');
  expect(said).toContain('Libera espacio y vuelve a intentarlo. Lo que Carril confirmó está guardado.');
  const refused = `Con el disco lleno ${String(made.length + 1).padStart(2, '0')}`;
  expect(await dialog.locator('input[name=title]').inputValue()).toBe(refused);
  await expectAccessible(page);

  disk.empty();
  await dialog.locator('input[name=title]').click();
  await page.keyboard.press('Control+Enter');
  await dialog.waitFor({ state: 'detached' });
  await settled(page);
  expect(await violations()).toEqual([]);
  await desk.close();
  desk = null;
  expect(titlesIn(userData)).toEqual(['Antes de llenarse', ...made, refused]);
  expect(askDatabase(userData, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
});

test.skipIf(reason !== null)('a disk that is full at the start: the screen says to make room, and the next try opens everything', { timeout: 120_000 }, async () => {
  const before = titlesIn(userData);
  // The reading above left the log's index behind; with it there, even a full disk lets the desk open.
  for (const tail of ['-wal', '-shm']) rmSync(path.join(userData, 'desks', 'team', `carril.db${tail}`), { force: true });
  disk?.fill();
  desk = await launchInSpanish(userData);
  const { page } = desk;
  const violations = await watchPolicy(page);
  const screen = page.locator('[data-testid=desk-failed][data-error=disk_full]');
  await screen.waitFor({ timeout: 20_000 });
  const said = (await screen.innerText()).replaceAll(/\s+/gu, ' ');
  expect(said).toContain('El disco está lleno');
  expect(said).toContain('Libera espacio y vuelve a intentarlo. Todo lo que Carril confirmó está guardado.');
  await expectAccessible(page, { decided: true });
  // Still full: still this screen, and no worse.
  await page.locator('[data-testid=retry-open]').click();
  await page.waitForTimeout(500);
  await screen.waitFor();
  disk?.empty();
  await page.locator('[data-testid=retry-open]').click();
  await page.locator('[data-testid=card]').nth(before.length - 1).waitFor({ timeout: 20_000 });
  expect(await violations()).toEqual([]);
  await desk.close();
  desk = null;
  expect(titlesIn(userData)).toEqual(before);
});
