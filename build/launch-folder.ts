import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, link, mkdir, mkdtemp, readdir, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';

/** Programs that find their files beside themselves through /proc/self/exe, which looks through symbolic links. */
const PROGRAMS: ReadonlySet<string> = new Set(['electron', 'chrome_crashpad_handler', 'chrome-sandbox']);

/**
 * An Electron for one checkout, for runtimes without `default_app.asar`: those only run the app at `resources/app`.
 * It is the cached runtime again (hard and symbolic links, no copy) with `resources/app` pointing at the checkout, so
 * that several checkouts share one runtime and never fight over that folder.
 */
export async function launchFolder(cache: string, dist: string, checkout: string): Promise<string> {
  const key = createHash('sha256').update(`${dist}\0${checkout}`).digest('hex').slice(0, 16);
  const folder = path.join(cache, 'launch', key);
  if (existsSync(folder)) return folder;
  await mkdir(path.dirname(folder), { recursive: true });
  const work = await mkdtemp(`${folder}-`);
  try {
    for (const entry of await readdir(dist)) {
      if (entry === 'resources') continue;
      const from = path.join(dist, entry);
      const to = path.join(work, entry);
      if (PROGRAMS.has(entry)) await link(from, to).catch(() => copyFile(from, to));
      else await symlink(from, to);
    }
    await mkdir(path.join(work, 'resources'));
    await symlink(checkout, path.join(work, 'resources', 'app'));
    await rename(work, folder);
  } catch (error) {
    // Another process was first: its folder is the same.
    if (!existsSync(folder)) throw error;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return folder;
}
