import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import Sqlite from 'better-sqlite3';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { forcedSwitches, launchCommand } from '#build/electron-launch.ts';
import { resolveElectron } from '#build/electron-runtime.ts';
import { launchCarril, type LaunchedCarril } from '#test/support/electron/launch.ts';
import { callCore, callShell, openPageCore } from '#test/support/electron/page-core.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'carril-shell-'));
let launched: LaunchedCarril | null = null;
let profiles = 0;

afterEach(async () => {
  await launched?.close();
  launched = null;
});
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

const freshProfile = (): string => path.join(folder, `profile-${(profiles += 1)}`);

const open = async (userData = freshProfile(), violates = false): Promise<LaunchedCarril> => {
  launched = await launchCarril({ userData, violates });
  await launched.page.waitForFunction(() => 'carril' in window);
  return launched;
};

const corePid = ({ app }: LaunchedCarril): Promise<number> =>
  app.evaluate(({ app: shell }) => shell.getAppMetrics().find((one) => one.serviceName === 'carril-core' || one.name === 'carril-core')?.pid ?? 0);

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** What the scheme answers to an address, asked from the main process. */
const answerTo = ({ app }: LaunchedCarril, address: string) =>
  app.evaluate(async ({ session }, url) => {
    const answer = await session.defaultSession.fetch(url);
    return { status: answer.status, headers: Object.fromEntries(answer.headers.entries()) };
  }, address);

describe('the window', () => {
  test('opens Carril’s own page in the sandbox, under the strict policy', async () => {
    const desk = await open();
    expect(desk.page.url()).toMatch(/^carril:\/\/app\//);
    expect(await desk.page.title()).toBe('Carril');
    expect(await desk.page.evaluate(() => [typeof Reflect.get(window, 'require'), typeof Reflect.get(window, 'process')])).toEqual(['undefined', 'undefined']);
    const { status, headers } = await answerTo(desk, 'carril://app/');
    expect(status).toBe(200);
    expect(headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'x-content-type-options': 'nosniff' });
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' blob:; connect-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    );
  });

  test('serves nothing from outside its pages', async () => {
    const desk = await open();
    const outside = ['carril://app/..%2f..%2fpackage.json', 'carril://app/../../package.json', 'carril://app/%2e%2e/%2e%2e/package.json', 'carril://other/', `carril://app/evidence/${'a'.repeat(64)}`];
    const answers = await Promise.all(outside.map((address) => answerTo(desk, address)));
    expect(answers.map((answer) => answer.status)).toEqual(outside.map(() => 404));
  });

  test('goes nowhere, opens nothing, reaches no network and is granted nothing', async () => {
    const { app, page } = await open(freshProfile(), true);
    const before = page.url();
    await page.evaluate(() => {
      window.location.href = 'https://example.test/';
    });
    const refused = await page.evaluate(async () => {
      const opened = window.open('https://example.test/');
      const fetched = await fetch('https://example.test/').then(() => true, () => false);
      const notices = await Notification.requestPermission();
      const screen = await navigator.mediaDevices.getDisplayMedia().then(() => true, () => false);
      return { opened: opened !== null, fetched, notices, screen };
    });
    expect(refused).toEqual({ opened: false, fetched: false, notices: 'denied', screen: false });
    expect(page.url()).toBe(before);
    expect(app.windows()).toHaveLength(1);
  });

  test('is answered only through the contract', async () => {
    const { page } = await open();
    const invoke = (name: string, input: unknown) =>
      page.evaluate(([method, given]) => (window as unknown as { carril: { invoke: (name: string, input: unknown) => Promise<unknown> } }).carril.invoke(method, given), [name, input] as const);
    expect(await invoke('constructor', {})).toEqual({ ok: false, error: { code: 'not_found', details: { method: 'constructor' } } });
    expect(await invoke('clipboard.write', { text: 7 })).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
    expect(await callShell(page, 'desk.state', {})).toEqual({ status: 'none', kind: null, error: null, folder: null });
    expect((await callShell(page, 'shell.info', {})).version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test('opens where it was, and a second start brings it to the front instead of opening another', async () => {
    const userData = freshProfile();
    const first = await open(userData);
    const bounds = { x: 60, y: 40, width: 1200, height: 760 };
    await first.app.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]?.setBounds(to), bounds);
    await first.close();
    launched = null;
    const second = await open(userData);
    expect(await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())).toEqual(bounds);
    const fronts = second.app.evaluate(({ app }) => new Promise<boolean>((resolve) => app.once('second-instance', () => resolve(true))));
    const command = launchCommand(await resolveElectron(), [...(await forcedSwitches(true)), '--disable-gpu']);
    await promisify(execFile)(command.program, [...command.args], { env: { ...command.env, CARRIL_USER_DATA: userData, DBUS_SESSION_BUS_ADDRESS: '/dev/null' } });
    expect(await fronts).toBe(true);
    expect(second.app.windows()).toHaveLength(1);
  });

  test('is loaded again once when its process dies', async () => {
    const { app } = await open();
    const loaded = app.evaluate(
      ({ BrowserWindow }) =>
        new Promise<boolean>((resolve) => {
          const contents = BrowserWindow.getAllWindows()[0]?.webContents;
          contents?.once('did-finish-load', () => resolve(true));
          process.kill(contents?.getOSProcessId() ?? 0, 'SIGKILL');
        }),
    );
    expect(await loaded).toBe(true);
  });
});

describe('the engine', () => {
  test('comes back after it was killed, with a fresh port for the window', async () => {
    const desk = await open();
    await openPageCore(desk.page);
    const opened = await callShell(desk.page, 'desk.openTeam', {});
    expect(opened).toEqual({ status: 'ready', kind: 'team', error: null, folder: path.join(desk.userData, 'desks', 'team') });
    await callCore(desk.page, 'settings.set', { density: 'compact' });
    const first = await corePid(desk);
    process.kill(first, 'SIGKILL');
    await expect.poll(async () => (await callShell(desk.page, 'desk.state', {})).status, { timeout: 10_000, interval: 20 }).toBe('restarting');
    await expect.poll(async () => (await callShell(desk.page, 'desk.state', {})).status, { timeout: 20_000 }).toBe('ready');
    await expect.poll(async () => (await callCore(desk.page, 'settings.get', {})).density, { timeout: 20_000 }).toBe('compact');
    const second = await corePid(desk);
    expect(second).not.toBe(first);
    await desk.close();
    launched = null;
    await expect.poll(() => alive(second), { timeout: 10_000 }).toBe(false);
  });

  test('is given up after three restarts and started again by hand', async () => {
    const desk = await open();
    await openPageCore(desk.page);
    await callShell(desk.page, 'desk.openTeam', {});
    let killed = 0;
    for (let round = 0; round < 4; round += 1) {
      await expect.poll(() => corePid(desk), { timeout: 20_000 }).not.toBe(killed);
      await expect.poll(() => corePid(desk), { timeout: 20_000 }).not.toBe(0);
      killed = await corePid(desk);
      process.kill(killed, 'SIGKILL');
      await expect.poll(async () => (await callShell(desk.page, 'desk.state', {})).status, { timeout: 10_000, interval: 20 }).toBe(round < 3 ? 'restarting' : 'down');
    }
    expect((await callShell(desk.page, 'desk.restart', {})).status).toBe('ready');
    await callCore(desk.page, 'settings.get', {});
  });

  test('says why it cannot open a newer database, and sets it aside on demand', async () => {
    const userData = freshProfile();
    const first = await open(userData);
    await callShell(first.page, 'desk.openTeam', {});
    await first.close();
    launched = null;
    const file = path.join(userData, 'desks', 'team', 'carril.db');
    const db = new Sqlite(file);
    db.pragma('user_version = 9999');
    db.close();
    const before = await readFile(file);

    const desk = await open(userData);
    await expect.poll(async () => (await callShell(desk.page, 'desk.state', {})).status, { timeout: 20_000 }).toBe('failed');
    expect((await callShell(desk.page, 'desk.state', {})).error?.code).toBe('database_newer');
    expect((await callShell(desk.page, 'desk.restart', {})).status).toBe('failed');
    const { keptAt } = await callShell(desk.page, 'desk.setAside', {});
    expect(await readdir(keptAt)).toContain('carril.db');
    expect((await readFile(path.join(keptAt, 'carril.db'))).equals(before)).toBe(true);
    expect((await callShell(desk.page, 'desk.state', {})).status).toBe('ready');
  });

  test('stops when the desk is left, which touches nothing on disk', async () => {
    const desk = await open();
    await callShell(desk.page, 'desk.openTeam', {});
    const pid = await corePid(desk);
    const left = await callShell(desk.page, 'desk.leave', {});
    expect(left).toEqual({ status: 'none', kind: null, error: null, folder: null });
    await expect.poll(() => alive(pid), { timeout: 10_000 }).toBe(false);
    expect(await readdir(path.join(desk.userData, 'desks', 'team'))).toContain('carril.db');
    expect((await callShell(desk.page, 'desk.openTeam', {})).status).toBe('ready');
  });
});

test('the demo’s endpoint, given up while the computer slept, is started again when it wakes', async () => {
  const desk = await open();
  await openPageCore(desk.page);
  const { address, email, password } = await callShell(desk.page, 'desk.openDemo', {});
  await callCore(desk.page, 'session.signIn', { address, email, password, demo: true });
  const endpointPid = (): Promise<number> =>
    desk.app.evaluate(({ app }) => app.getAppMetrics().find((one) => one.serviceName === 'carril-endpoint' || one.name === 'carril-endpoint')?.pid ?? 0);
  let killed = 0;
  for (let round = 0; round < 4; round += 1) {
    await expect.poll(async () => [0, killed].includes(await endpointPid()), { timeout: 20_000 }).toBe(false);
    killed = await endpointPid();
    process.kill(killed, 'SIGKILL');
  }
  await expect.poll(endpointPid, { timeout: 10_000 }).toBe(0);
  await desk.page.waitForTimeout(3000);
  expect(await endpointPid()).toBe(0);
  await desk.app.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
  await expect.poll(async () => (await callCore(desk.page, 'sync.now', {})).state, { timeout: 20_000 }).toBe('idle');
});
