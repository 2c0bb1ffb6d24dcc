import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { expectAccessible, watchPolicy } from '#test/support/electron/demo.ts';
import type { LaunchedCarril } from '#test/support/electron/launch.ts';
import { callCore, callShell } from '#test/support/electron/page-core.ts';
import { addLead, askDatabase, createTicket, fillSignIn, launchInSpanish, testFolder, settled, titlesIn } from '#test/support/electron/team.ts';
import { spawnEndpoint, type SpawnedEndpoint } from '#test/support/endpoint/start.ts';

const folder = await testFolder('bad-database');
const endpointDir = path.join(folder.dir, 'endpoint');
let endpoint: SpawnedEndpoint;
let desk: LaunchedCarril | null = null;
let profiles = 0;

beforeAll(async () => {
  await addLead(endpointDir);
  endpoint = await spawnEndpoint({ dir: endpointDir });
});
afterEach(async () => {
  await desk?.close();
  desk = null;
});
afterAll(async () => {
  await endpoint.stop();
  await folder.remove();
});

const deskDir = (userData: string): string => path.join(userData, 'desks', 'team');
const databaseOf = (userData: string): string => path.join(deskDir(userData), 'carril.db');

const open = async (userData: string): Promise<LaunchedCarril> => {
  desk = await launchInSpanish(userData);
  return desk;
};
const quit = async (): Promise<void> => {
  await desk?.close();
  desk = null;
};

/** A desk that is signed in and in step with its endpoint, with two tickets and one more that came after the copy was kept. */
const workedDesk = async (name: string): Promise<string> => {
  profiles += 1;
  const userData = path.join(folder.dir, `profile-${profiles}`);
  const { page } = await open(userData);
  await fillSignIn(page, endpoint.address);
  await page.locator('[data-testid=board]').waitFor();
  await createTicket(page, `${name}: antes de la copia`, 'Textiles Nogal');
  await page.locator('[data-testid=create-ticket]').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+,');
  await page.locator('[data-testid=make-copy]').click();
  await page.getByText('Copia guardada').first().waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await page.locator('[data-testid=board]').waitFor();
  await createTicket(page, `${name}: después de la copia`, 'Textiles Nogal');
  await page.locator('[data-testid=create-ticket]').waitFor({ state: 'detached' });
  await settled(page);
  await quit();
  return userData;
};

const failedText = async (code: string): Promise<string> => {
  const screen = desk?.page.locator(`[data-testid=desk-failed][data-error=${code}]`);
  await screen?.waitFor({ timeout: 20_000 });
  return (await screen?.innerText())?.replaceAll(/\s+/gu, ' ') ?? '';
};

test('a database of a newer schema: the screen says to update, offers to close, and not a byte is touched', async () => {
  const userData = await workedDesk('Nueva');
  const file = databaseOf(userData);
  const raw = new Sqlite(file);
  raw.pragma('user_version = 9999');
  raw.close();
  const before = { bytes: readFileSync(file), names: readdirSync(deskDir(userData)) };

  const { app, page } = await open(userData);
  const violations = await watchPolicy(page);
  const said = await failedText('database_newer');
  expect(said).toContain('Estos datos son de una versión más nueva de Carril');
  expect(said).toContain('Actualiza Carril en este computador para abrirlos. Esta versión no los ha tocado ni los va a tocar.');
  expect(said).toContain('Los datos usan el esquema 9999');
  expect(said).toContain(deskDir(userData));
  // Nothing here moves or empties what a newer Carril will open.
  expect(await page.locator('[data-testid=set-aside], [data-testid=restore-copy]').count()).toBe(0);
  await expectAccessible(page, { decided: true });
  expect(await violations()).toEqual([]);
  const gone = new Promise((resolve) => app.process().once('exit', resolve));
  // The window closes with the press, which may not see its answer.
  await page.locator('[data-testid=quit]').click().catch(() => undefined);
  await gone;
  desk = null;
  expect(readFileSync(file).equals(before.bytes)).toBe(true);
  expect(readdirSync(deskDir(userData))).toEqual(before.names);

  const newer = new Sqlite(file);
  newer.pragma(`user_version = ${schemaOfToday(userData)}`);
  newer.close();
  const again = await open(userData);
  await again.page.locator('[data-testid=card]').nth(1).waitFor({ timeout: 20_000 });
  await quit();
  expect(titlesIn(userData)).toEqual(['Nueva: antes de la copia', 'Nueva: después de la copia']);
});

/** The schema of the copy that this Carril made, before the test played a newer one. */
const schemaOfToday = (userData: string): number => {
  const [name = ''] = readdirSync(path.join(deskDir(userData), 'copies'));
  const copy = new Sqlite(path.join(deskDir(userData), 'copies', name), { readonly: true });
  const version = Number(copy.pragma('user_version', { simple: true }));
  copy.close();
  return version;
};

test('a database cut in the middle: the last copy comes back, the endpoint brings the rest, the damaged one is kept', async () => {
  const userData = await workedDesk('Cortada');
  const file = databaseOf(userData);
  truncateSync(file, Math.floor(statSync(file).size / 8192) * 4096);
  const damaged = readFileSync(file);

  const { page } = await open(userData);
  const violations = await watchPolicy(page);
  const said = await failedText('database_corrupt');
  expect(said).toContain('La base local está dañada');
  expect(said).toContain('Lo que ya estaba sincronizado está también en el servidor; las evidencias y tu sesión siguen en la carpeta de abajo.');
  expect(said).toContain('Los cambios que no se habían enviado quedan en la apartada.');
  await page.locator('[data-testid=restore-copy]').waitFor();
  await expectAccessible(page, { decided: true });
  expect(readFileSync(file).equals(damaged)).toBe(true);
  await page.locator('[data-testid=restore-copy]').click();
  await page.locator('[data-testid=board]').waitFor({ timeout: 20_000 });
  await expect.poll(() => page.locator('[data-testid=toast]').innerText()).toContain('Copia restaurada. La base dañada quedó en ');
  // The endpoint brings what came after the copy.
  await expect.poll(() => page.getByText('Cortada: después de la copia').count(), { timeout: 15_000 }).toBe(1);
  await createTicket(page, 'Cortada: tras restaurar', 'Textiles Nogal');
  await page.locator('[data-testid=create-ticket]').waitFor({ state: 'detached' });
  await settled(page);
  expect(await violations()).toEqual([]);
  await quit();
  expect(titlesIn(userData).filter((title) => title.startsWith('Cortada'))).toEqual(['Cortada: antes de la copia', 'Cortada: después de la copia', 'Cortada: tras restaurar']);
  expect(askDatabase(userData, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  const aside = readdirSync(deskDir(userData)).find((name) => name.startsWith('set-aside-')) ?? '';
  expect(readFileSync(path.join(deskDir(userData), aside, 'carril.db')).equals(damaged)).toBe(true);
  expect(readdirSync(path.join(deskDir(userData), 'copies'))).toHaveLength(1);
});

test('damage that shows only at work leads to the same screen, and starting anew brings everything back from the endpoint', async () => {
  const userData = await workedDesk('Página');
  const file = databaseOf(userData);
  const [{ page: root = 0 } = {}] = askDatabase<{ page: number }>(userData, "SELECT rootpage AS page FROM sqlite_schema WHERE name = 'ticket_lane'");
  const bytes = readFileSync(file);
  bytes.fill(0x5a, (root - 1) * 4096, root * 4096);
  writeFileSync(file, bytes);

  const { page } = await open(userData);
  expect(await failedText('database_corrupt')).toContain('La base local está dañada');
  await page.locator('[data-testid=set-aside]').click();
  await page.locator('[data-testid=board]').waitFor({ timeout: 20_000 });
  await expect.poll(() => page.locator('[data-testid=toast]').innerText()).toContain('La base dañada quedó en ');
  // A desk without its database knows nobody: the token is kept, but the person signs in to a new copy.
  if ((await callShell(page, 'desk.state', {})).status === 'ready' && (await callCore(page, 'session.get', {})).user === null) await fillSignIn(page, endpoint.address);
  await expect.poll(() => page.getByText('Página: después de la copia').count(), { timeout: 20_000 }).toBe(1);
  await quit();
  expect(titlesIn(userData).filter((title) => title.startsWith('Página'))).toEqual(['Página: antes de la copia', 'Página: después de la copia']);
  const aside = readdirSync(deskDir(userData)).find((name) => name.startsWith('set-aside-')) ?? '';
  expect(readdirSync(path.join(deskDir(userData), aside))).toContain('carril.db');
});
