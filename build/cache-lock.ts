import { mkdir, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './console.ts';

const BEAT_MS = 5_000;
const STALE_MS = 30_000;

/**
 * Runs `step` while no other process does the same work in this cache. The lock is a folder, and the place where the step
 * may leave its half-done files: whoever clears a dead holder's lock clears those too.
 *
 * The lock only saves work: what makes a cache entry whole is the rename that ends each step. So a lock whose holder
 * stopped beating (killed, machine asleep) is simply taken over. A heartbeat instead of a pid, because the cache may
 * be shared between containers, where pids mean nothing.
 */
export async function withCacheLock<T>(entry: string, step: (work: string) => Promise<T>): Promise<T> {
  const lock = `${entry}.making`;
  await mkdir(path.dirname(lock), { recursive: true });
  let told = false;
  while (!(await take(lock))) {
    if (!told) say(`Waiting for another process that is making ${path.basename(entry)} …`);
    told = true;
    await sleep(300);
  }
  const beat = setInterval(() => {
    const now = new Date();
    utimes(lock, now, now).catch(() => undefined);
  }, BEAT_MS);
  try {
    return await step(lock);
  } finally {
    clearInterval(beat);
    await rm(lock, { recursive: true, force: true });
  }
}

async function take(lock: string): Promise<boolean> {
  try {
    await mkdir(lock);
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  const seen = await stat(lock).catch(() => null);
  if (seen !== null && Date.now() - seen.mtimeMs > STALE_MS) {
    // Renamed away first: of several processes that find it stale, one succeeds and the others just try again.
    const aside = `${lock}.${process.pid}.stale`;
    await rename(lock, aside).catch(() => undefined);
    await rm(aside, { recursive: true, force: true });
  }
  return false;
}
