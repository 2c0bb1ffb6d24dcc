import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { capture } from '#build/command.ts';
import { projectRoot } from '#build/project.ts';
import { openDemo } from '#test/support/electron/demo.ts';
import { closeWindow, hostAddress, hosting, hostPid, isThere, killHost, openHosting, turnHosting } from '#test/support/electron/hosting.ts';
import { launchCarril } from '#test/support/electron/launch.ts';

let release: string;
let executable: string;

beforeAll(async () => {
  release = await mkdtemp(path.join(tmpdir(), 'carril-release-'));
  const packed = await capture(process.execPath, [path.join(projectRoot, 'build/pack.ts'), '--as-built', '--output', release], {
    cwd: projectRoot,
    env: { ...process.env, CARRIL_TEST_BUILD: '1' },
  });
  if (packed.code !== 0) throw new Error(packed.output);
  executable = await programIn(release);
}, 180_000);

afterAll(() => rm(release, { recursive: true, force: true, maxRetries: 5 }));

test('the packaged desk opens, finds its database engine and shows the demo board', async () => {
  const { page, close } = await launchCarril({ packaged: executable });
  try {
    await page.getByTestId('open-demo').click({ timeout: 20_000 });
    const board = page.getByTestId('board');
    await board.waitFor({ timeout: 30_000 });
    expect(await board.isVisible()).toBe(true);
  } finally {
    await close();
  }
});

test('the packaged desk hosts a team in a process of its own, which outlives the window', { timeout: 120_000 }, async () => {
  const userData = await mkdtemp(path.join(tmpdir(), 'carril-packaged-host-'));
  const answers = async (address: string): Promise<boolean> => (await fetch(`${address}/health`).catch(() => null))?.status === 200;
  try {
    const first = await launchCarril({ packaged: executable, userData });
    await openDemo(first.page);
    await openHosting(first.page);
    await hosting(first.page, 'off');
    await turnHosting(first.page);
    await hosting(first.page, 'on');
    const [address, pid] = [await hostAddress(first.page), hostPid(userData)];
    expect(await answers(address)).toBe(true);
    await closeWindow(first);
    expect([isThere(pid), await answers(address)]).toEqual([true, true]);

    const again = await launchCarril({ packaged: executable, userData });
    await openHosting(again.page);
    await hosting(again.page, 'on');
    expect([await hostAddress(again.page), hostPid(userData)]).toEqual([address, pid]);
    await turnHosting(again.page);
    await hosting(again.page, 'off');
    await expect.poll(() => isThere(pid), { timeout: 10_000 }).toBe(false);
    expect(await answers(address)).toBe(false);
    await again.close();
  } finally {
    killHost(userData);
    await rm(userData, { recursive: true, force: true, maxRetries: 5 });
  }
});

test('the package cannot be used as a plain Node, nor run another app', async () => {
  const fuses = await getCurrentFuseWire(executable);
  expect(fuses[FuseV1Options.RunAsNode]).toBe(FuseState.DISABLE);
  expect(fuses[FuseV1Options.EnableNodeOptionsEnvironmentVariable]).toBe(FuseState.DISABLE);
  expect(fuses[FuseV1Options.OnlyLoadAppFromAsar]).toBe(FuseState.ENABLE);
  expect(fuses[FuseV1Options.EnableCookieEncryption]).toBe(FuseState.ENABLE);
  expect(fuses[FuseV1Options.GrantFileProtocolExtraPrivileges]).toBe(FuseState.DISABLE);
});

/** The program inside electron-builder's unpacked package. */
async function programIn(folder: string): Promise<string> {
  const unpacked = (await readdir(folder)).find((name) => /(?:-unpacked|^mac)/.test(name));
  if (unpacked === undefined) throw new Error(`There is no package in ${folder}.`);
  const inside = path.join(folder, unpacked);
  if (process.platform === 'darwin') return path.join(inside, 'Carril.app/Contents/MacOS/Carril');
  return path.join(inside, process.platform === 'win32' ? 'Carril.exe' : 'carril');
}
