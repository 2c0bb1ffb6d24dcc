import { randomBytes } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSyncedDesk, type SyncedDesk } from '#test/support/desk/synced-desk.ts';
import { expectAccessible, watchPolicy } from '#test/support/electron/demo.ts';
import type { LaunchedCarril } from '#test/support/electron/launch.ts';
import { callCore } from '#test/support/electron/page-core.ts';
import { addLead, createTicket, fillSignIn, launchInSpanish, lead, testFolder, settled, titlesIn, waiting } from '#test/support/electron/team.ts';
import { runEndpointCli, spawnEndpoint, type SpawnedEndpoint } from '#test/support/endpoint/start.ts';

const folder = await testFolder('bad-endpoint');
const endpointDir = path.join(folder.dir, 'endpoint');
const userData = path.join(folder.dir, 'profile');
let endpoint: SpawnedEndpoint;
let desk: LaunchedCarril;
let far: SyncedDesk;
let violations: () => Promise<readonly string[]>;

beforeAll(async () => {
  await addLead(endpointDir);
  endpoint = await spawnEndpoint({ dir: endpointDir });
  far = await openSyncedDesk();
  await far.call('session.signIn', { address: endpoint.address, email: lead.email, password: lead.password });
  desk = await launchInSpanish(userData);
  violations = await watchPolicy(desk.page);
});
afterAll(async () => {
  await desk.close();
  await far.close();
  await endpoint.stop();
  await folder.remove();
});

const rubbish: readonly ((answer: ServerResponse) => void)[] = [
  (answer) => answer.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Portal cautivo</title><p>Inicie sesión en la red del hotel</p>'),
  (answer) => answer.writeHead(200, { 'content-type': 'application/json' }).end('{"token":7,"user":[]}'),
  (answer) => answer.writeHead(200, { 'content-type': 'application/octet-stream' }).end(randomBytes(4096)),
  (answer) => answer.writeHead(500, { 'content-type': 'application/json' }).end('{"oops":'),
  (answer) => answer.writeHead(200).end(),
];

/** A server that answers nothing of the protocol, each time something else; `asked` counts. */
const rubbishServer = async (port = 0): Promise<{ readonly address: string; readonly asked: () => number; readonly close: () => Promise<void> }> => {
  let asked = 0;
  const server: Server = createServer((_request, answer) => {
    rubbish[asked % rubbish.length]?.(answer);
    asked += 1;
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const bound = server.address();
  return {
    address: `http://127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : port}`,
    asked: () => asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

const alertText = async (code: string): Promise<string> => {
  const alert = desk.page.locator(`[role=alert][data-error=${code}]`).first();
  await alert.waitFor({ timeout: 15_000 });
  return (await alert.innerText()).replaceAll(/\s+/gu, ' ');
};

const made = ['Con servidor', 'Mientras responde basura', 'Con el acceso retirado'];

test('signing in where something else answers: it is said, whatever the answer is, and the form keeps what was typed', async () => {
  const { page } = desk;
  const server = await rubbishServer();
  try {
    for (const [index] of rubbish.entries()) {
      await fillSignIn(page, server.address);
      await expect.poll(() => server.asked(), { timeout: 10_000 }).toBe(index + 1);
      expect(await alertText('endpoint_garbled')).toBe('Esa dirección responde, pero no es un servidor de Carril. Revisa la dirección con quien administra el servidor. Lo que hagas mientras tanto se guarda en este computador.');
      expect(await page.locator('input[name=address]').inputValue()).toBe(server.address);
      expect(await page.locator('input[name=email]').inputValue()).toBe(lead.email);
    }
    await expectAccessible(page, { decided: true });
  } finally {
    await server.close();
  }
});

test('a wrong password: it is said, and the right one gets in', async () => {
  const { page } = desk;
  await fillSignIn(page, endpoint.address, 'una contraseña equivocada');
  expect(await alertText('wrong_credentials')).toBe('El correo o la contraseña no coinciden. Revísalos y vuelve a intentarlo. Si los olvidaste, pide una contraseña nueva a tu administrador.');
  expect(await page.locator('input[name=email]').inputValue()).toBe(lead.email);
  // The password stands selected: what is typed next replaces it.
  await page.keyboard.type(lead.password);
  await page.keyboard.press('Enter');
  await page.locator('[data-testid=board]').waitFor({ timeout: 20_000 });
  await createTicket(page, made[0] ?? '', 'Textiles Nogal');
  await page.locator('[data-testid=create-ticket]').waitFor({ state: 'detached' });
  await settled(page);
});

test('an endpoint that begins to answer rubbish: the bar and the sync screen say so, work goes on, and all goes out when it is itself again', { timeout: 120_000 }, async () => {
  const { page } = desk;
  const port = Number(new URL(endpoint.address).port);
  await endpoint.stop();
  const server = await rubbishServer(port);
  try {
    await createTicket(page, made[1] ?? '', 'Textiles Nogal');
    await page.locator('[data-testid=create-ticket]').waitFor({ state: 'detached' });
    const bar = page.locator('[data-testid=sync-status]');
    await expect.poll(() => bar.innerText(), { timeout: 20_000 }).toContain('Esa dirección responde, pero no es un servidor de Carril · 1 cambio por enviar');
    await page.keyboard.press('g');
    await page.keyboard.press('y');
    for (const [index] of rubbish.entries()) {
      await page.keyboard.press('Control+Shift+S');
      await expect.poll(() => server.asked(), { timeout: 15_000 }).toBeGreaterThan(index + 1);
    }
    expect(await alertText('endpoint_garbled')).toContain('Lo que hagas mientras tanto se guarda en este computador.');
    expect(await page.locator('[data-testid=waiting-change]').count()).toBe(1);
    await expectAccessible(page);
  } finally {
    await server.close();
  }
  endpoint = await spawnEndpoint({ dir: endpointDir, port });
  await settled(page);
  await expect.poll(async () => (await far.call('board.page', { lane: 'untriaged', offset: 0, limit: 10, filter: {} })).cards.map((card) => card.title), { timeout: 20_000 }).toContain(made[1]);
});

test('a revoked token: a bar says so, work goes on, and after signing in again what waited goes out', { timeout: 120_000 }, async () => {
  const { page } = desk;
  await page.keyboard.press('g');
  await page.keyboard.press('t');
  const { device } = await callCore(page, 'session.get', {});
  const port = Number(new URL(endpoint.address).port);
  // By the command line of the endpoint, which is stopped for it: two processes on one folder are not meant.
  await endpoint.stop();
  expect((await runEndpointCli(['revoke-device', '--dir', endpointDir, '--device', device])).code).toBe(0);
  endpoint = await spawnEndpoint({ dir: endpointDir, port });
  const revoked = page.locator('[data-testid=revoked]');
  await revoked.waitFor({ timeout: 70_000 });
  expect(await revoked.innerText()).toContain('Este computador no tiene la sesión iniciada. Puedes seguir trabajando; tus cambios saldrán cuando la inicies.');
  await createTicket(page, made[2] ?? '', 'Textiles Nogal');
  await page.locator('[data-testid=create-ticket]').waitFor({ state: 'detached' });
  await expect.poll(() => waiting(page)).toBe('1');
  expect(await page.locator('[data-testid=sync-status]').innerText()).toContain('1 cambio por enviar');
  await expectAccessible(page);
  await revoked.getByRole('button', { name: 'Iniciar sesión' }).click();
  const dialog = page.locator('[data-testid=sign-in]');
  await dialog.waitFor();
  expect(await dialog.innerText()).toContain('Tus cambios siguen aquí y saldrán después.');
  await page.locator('[data-testid=toast]').waitFor({ state: 'detached' });
  await expectAccessible(page, { decided: true });
  // Address and e-mail are there already.
  expect(await dialog.locator('input[name=address]').inputValue()).toContain(endpoint.address);
  await dialog.locator('input[name=password]').fill(lead.password);
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached', timeout: 15_000 });
  await revoked.waitFor({ state: 'detached' });
  await settled(page);
  await expect.poll(async () => (await far.call('board.page', { lane: 'untriaged', offset: 0, limit: 10, filter: {} })).cards.map((card) => card.title), { timeout: 20_000 }).toContain(made[2]);
});

test('nothing was lost over all that, and no policy was violated', async () => {
  expect(await violations()).toEqual([]);
  await desk.close();
  expect(titlesIn(userData)).toEqual(made.toSorted());
  desk = await launchInSpanish(userData);
  await desk.page.locator('[data-testid=card]').nth(made.length - 1).waitFor({ timeout: 20_000 });
});
