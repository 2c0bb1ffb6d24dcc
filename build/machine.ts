import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { capture } from './command.ts';
import { PlainError, say, withProgress } from './console.ts';
import { isRoot, userNamespaces } from './electron-launch.ts';
import { resolveElectron, type ElectronRuntime } from './electron-runtime.ts';
import { MissingPackages } from './sqlite-binding.ts';
import { hasDisplay, hasXvfb } from './virtual-display.ts';

const OLDEST_NODE = 24;

/** Debian's names for the libraries that Electron links to; on newer releases apt maps them by itself. */
const ELECTRON_LIBRARIES = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1'] as const;

/**
 * Checks what Carril needs from the machine and mends what it can: as root on Debian it installs packages, elsewhere it
 * ends with the one command to run. Returns the Electron to use.
 */
export async function checkMachine(): Promise<ElectronRuntime> {
  checkNode();
  if (!hasDisplay() && !(await hasXvfb())) await install(['xvfb'], 'There is no display, and no Xvfb to stand in for one.');
  const runtime = await electron();
  await checkLibraries(runtime);
  await checkSandbox();
  return runtime;
}

function checkNode(): void {
  const major = Number.parseInt(process.versions.node, 10);
  if (major >= OLDEST_NODE) return;
  throw new PlainError(
    `This is Node ${process.versions.node}; Carril runs on the Node ${OLDEST_NODE} that "npm ci" puts into node_modules/.bin: use "npm run …".`,
  );
}

async function electron(): Promise<ElectronRuntime> {
  try {
    return await resolveElectron();
  } catch (error) {
    if (!(error instanceof MissingPackages)) throw error;
    await install(error.packages, error.message);
    return resolveElectron();
  }
}

async function checkLibraries(runtime: ElectronRuntime): Promise<void> {
  if (process.platform !== 'linux') return;
  const missing = await missingLibraries(runtime);
  if (missing.length === 0) return;
  await install(ELECTRON_LIBRARIES, `Electron lacks ${missing.join(', ')}.`);
  const still = await missingLibraries(runtime);
  if (still.length > 0) throw new PlainError(`Electron still lacks ${still.join(', ')}: install what provides them.`);
}

async function missingLibraries(runtime: ElectronRuntime): Promise<readonly string[]> {
  const { output } = await capture('ldd', [path.join(runtime.dist, 'electron')]);
  return output
    .split('\n')
    .filter((line) => line.includes('not found'))
    .map((line) => line.trim().split(' ')[0] ?? line);
}

/** Chromium ends with a long stack where its sandbox cannot be built: said here in one line, never switched off unasked. */
async function checkSandbox(): Promise<void> {
  if (process.platform !== 'linux' || isRoot() || process.env['CI'] !== undefined || (await userNamespaces())) return;
  say(
    "This system forbids user namespaces, which Chromium's sandbox needs: run " +
      '"sudo sysctl -w kernel.unprivileged_userns_clone=1 kernel.apparmor_restrict_unprivileged_userns=0".',
  );
}

async function install(packages: readonly string[], reason: string): Promise<void> {
  const list = packages.join(' ');
  if (!isRoot() || !existsSync('/usr/bin/apt-get')) {
    throw new PlainError(`${reason} Run "sudo apt-get install ${list}" (or what your system calls them).`);
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const result = await withProgress(`${reason} Installing ${list}`, () => 'under way', async () => {
    await capture('apt-get', ['update'], { env });
    return capture('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env });
  });
  if (result.code === 0) return;
  const last = result.output.trim().split('\n').slice(-3).join('\n');
  throw new PlainError(`${last}\nRun "apt-get update && apt-get install ${list}".`);
}
