import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoUser, seedDemo } from '#endpoint/demo/seed.ts';
import { createEndpoint } from '#endpoint/endpoint.ts';
import { silentLog } from '#endpoint/log.ts';
import { projectRoot } from '#build/project.ts';
import { openSyncedDesk, type SyncedDesk } from '#test/support/desk/synced-desk.ts';
import { launchCarril, type LaunchedCarril } from '#test/support/electron/launch.ts';
import { callCore, callShell, openPageCore } from '#test/support/electron/page-core.ts';
import { languages, roadStations, roadTitle, travellers } from '#test/support/electron/road-stations.ts';
import { testFolder } from '#test/support/electron/team.ts';
import { spawnEndpoint, type SpawnedEndpoint } from '#test/support/endpoint/start.ts';

/** What needs an endpoint that can be stopped, and a second desk: the road without a connection, and the import. */
const folder = await testFolder('road-with-team');
const password = 'una clave bastante larga';
const endpointDir = path.join(folder.dir, 'endpoint');
let endpoint: SpawnedEndpoint;
let far: SyncedDesk;

beforeAll(async () => {
  const seeding = await createEndpoint({ dir: endpointDir, clock: Date.now, log: silentLog });
  await seedDemo(seeding, { nowMs: Date.now(), random: (bytes) => randomBytes(bytes), pictures: path.join(projectRoot, 'endpoint/demo/pictures') });
  for (const email of [demoUser.email, 'luz@demo.carril.app']) await seeding.setPassword(email, password);
  await seeding.close();
  endpoint = await spawnEndpoint({ dir: endpointDir });
  far = await openSyncedDesk();
  await far.call('session.signIn', { address: endpoint.address, email: 'luz@demo.carril.app', password });
});
afterAll(async () => {
  await far.close();
  await endpoint.stop();
  await folder.remove();
});

describe.each(travellers)('$language, by $hand', ({ language, hand }) => {
  const keys = hand === 'keyboard';
  const words = languages[language];
  const file = `mesa-${language}-${hand}.csv`;
  const imported = `La etiqueta sale cortada ${language} ${hand}`;
  let desk: LaunchedCarril;
  let road: ReturnType<typeof roadStations>;
  let ticket = '';
  beforeAll(async () => {
    desk = await launchCarril({ userData: path.join(folder.dir, `${language}-${hand}`), args: [`--lang=${language}`] });
    await openPageCore(desk.page);
    await callShell(desk.page, 'desk.openTeam', {});
    await callCore(desk.page, 'session.signIn', { address: endpoint.address, email: demoUser.email, password });
    road = roadStations(desk, language, hand);
    await road.at('card').nth(20).waitFor();
    const rows = ['Número;Asunto;Prioridad;Estado;Canal;Creado el', `${language}${hand}-1;${imported};Alta;Nuevo;Correo;3/4/2026 09:15`, `${language}${hand}-2;;Media;Nuevo;Portal;3/4/2026 11:00`, `${language}${hand}-3;Otra consulta;Rojísima;Nuevo;Portal;4/4/2026 09:30`];
    await writeFile(path.join(folder.dir, file), `${rows.join('\n')}\n`);
  });
  afterAll(async () => {
    await desk.close();
  });

  const bar = () => road.at('sync-status');
  const press = async (...pressed: readonly string[]): Promise<void> => {
    for (const key of pressed) await desk.page.keyboard.press(key);
  };

  const openImport = async (): Promise<void> => {
    if (keys) {
      await press('Control+k');
      await road.at('palette').locator('input:focus').waitFor();
      await desk.page.keyboard.type('import');
      await press('Enter');
    } else await desk.page.locator('nav').getByRole('button', { name: words.frame.places.import, exact: true }).click();
    await road.at('import').waitFor();
  };

  test('with the endpoint stopped every station is as with it, and the bar counts what waits', async () => {
    await endpoint.kill();
    await expect.poll(() => bar().getAttribute('data-state'), { timeout: 10_000 }).toBe('offline');
    ticket = await road.create();
    await road.moveAndAgree();
    await road.noteAndAssign();
    await road.track();
    await road.capture();
    expect(await road.at('evidence').getAttribute('data-upload')).toBe('pending');
    const waits = await callCore(desk.page, 'sync.waiting', {});
    expect(waits.map(({ command }) => command)).toEqual(expect.arrayContaining(['ticket.create', 'ticket.move', 'message.add', 'ticket.edit', 'timer.start', 'timer.stop', 'evidence.attach']));
    await expect.poll(() => bar().getAttribute('data-waiting')).toBe(String(waits.length));
    expect(await bar().innerText()).toContain(words.frame.syncState.offline);
    expect(await bar().innerText()).toContain(words.frame.syncState.waiting_other.replace('{{count}}', String(waits.length)));
    if (keys) await press('Escape', 'g', 'y');
    else await bar().click();
    await expect.poll(() => road.at('waiting-change').count()).toBe(waits.length);
  });

  test('on its return all of it goes out, and the second desk shows it within a second', async () => {
    endpoint = await spawnEndpoint({ dir: endpointDir, port: Number(new URL(endpoint.address).port) });
    await expect.poll(() => bar().getAttribute('data-waiting'), { timeout: 20_000, interval: 20 }).toBe('0');
    // The other desk must have found its way back too before its second begins.
    await expect.poll(async () => (await far.call('sync.now', {})).state, { timeout: 20_000, interval: 50 }).toBe('idle');
    const there = () => far.call('ticket.get', { id: ticket });
    await expect
      .poll(async () => ({ title: (await there()).ticket.title, agreed: (await there()).ticket.agreed_severity, notes: (await there()).messages.length, entries: (await there()).entries.length, pictures: (await there()).evidence.map(({ upload }) => upload) }), { timeout: 1000, interval: 20 })
      .toEqual({ title: roadTitle, agreed: 'S2', notes: 1, entries: 1, pictures: ['stored'] });
    // And what is done with a connection is there at once.
    if (keys) await press('g', 't');
    else await desk.page.locator('nav').getByRole('button', { name: words.frame.places.board }).first().click();
    const card = desk.page.locator(`[data-testid=card][data-ticket="${ticket}"]`);
    await card.waitFor();
    if (keys) {
      await card.focus();
      await press('4');
    } else await card.dragTo(road.at('lane-S4').locator('[data-testid=card]').first());
    await expect.poll(async () => (await there()).ticket.severity, { timeout: 1000, interval: 20 }).toBe('S4');
  });

  test('imports a file through its mapping, and takes the import back', async () => {
    const { page } = desk;
    await desk.app.evaluate(({ dialog }, chosen) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
    }, path.join(folder.dir, file));
    // The move's agreement is for later, and keeps out of the way meanwhile.
    if (keys) {
      await press('Escape');
      await openImport();
      await press('Enter');
    } else {
      await openImport();
      await road.at('agreement-sheet').waitFor({ state: 'hidden' });
      await road.at('import-pick').click();
    }
    await road.at('import-mapping').waitFor();
    // Guessed from the headings and the values; what nobody can guess is the client.
    const source = (target: string) => page.locator(`tr[data-target=${target}]`);
    for (const [target, column] of [['title', 'Asunto'], ['severity', 'Prioridad'], ['state', 'Estado'], ['channel', 'Canal']] as const) {
      await expect.poll(() => source(target).getByRole('combobox').nth(1).innerText(), { message: target }).toBe(column);
    }
    const client = source('client').getByRole('textbox');
    const name = `Mesa ${language} ${hand}`;
    if (keys) {
      await client.focus();
      await press('Control+a');
      await page.keyboard.type(name);
      await press('Enter');
    } else {
      await client.fill(name);
      await road.at('import-check').click();
    }
    await road.at('import-preview').waitFor();
    expect(await page.locator('[data-line]').evaluateAll((lines) => lines.map((line) => line.getAttribute('data-line')))).toEqual(['3', '4']);
    expect(await page.locator('[data-line="3"]').innerText()).toContain(words.importing.targets.title);
    expect(await page.locator('[data-line="4"]').innerText()).toContain('Rojísima');
    expect(await page.locator('[data-tile=tickets] b').innerText()).toBe('1');
    // Nothing has come in before the run.
    expect((await callCore(page, 'import.runs', {})).length).toBe(0);
    if (keys) await press('Enter');
    else await road.at('import-run').click();
    await page.locator('[data-testid=import-run-row][data-status=done]').waitFor();
    const summary = road.at('import-summary');
    const board = road.button(words.importing.board, summary);
    if (keys) {
      await board.focus();
      await press('Enter');
    } else await board.click();
    await page.locator('[data-testid=card]', { hasText: imported }).waitFor();
    const found = async (): Promise<number> => (await far.call('board.counts', { filter: { text: imported } })).total;
    await expect.poll(found, { timeout: 5000 }).toBe(1);
    await openImport();
    const undo = road.at('import-undo');
    await undo.waitFor();
    if (keys) {
      await undo.focus();
      await press('Enter');
    } else await undo.click();
    await page.locator('[data-testid=import-run-row][data-status=undone]').waitFor();
    await expect.poll(found, { timeout: 5000 }).toBe(0);
  });
});
