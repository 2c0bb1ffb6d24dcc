import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { isRoot } from '#build/electron-launch.ts';

export interface SmallDisk {
  /** Leaves no free byte. */
  readonly fill: () => void;
  /** Takes away what `fill` wrote. */
  readonly empty: () => void;
  readonly unmount: () => void;
}

/** Why no small disk can be mounted here, or null. Root, as in CI, is expected to be able to: then the test must fail instead of being skipped. */
export const whyNoSmallDisk = (): string | null => {
  if (process.platform !== 'linux') return `a disk of few megabytes is mounted with tmpfs, which ${process.platform} does not have`;
  return isRoot() ? null : 'only root may mount a disk of few megabytes: run the tests as root, as CI does, to see this one';
};

/** Mounts a disk of `megabytes` at `dir`. Throws what mount says. */
export const mountSmallDisk = (dir: string, megabytes: number): SmallDisk => {
  mkdirSync(dir, { recursive: true });
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', dir], { encoding: 'utf8' });
  if (mounted.status !== 0) throw new Error(`no small disk, and so no full one, can be mounted at ${dir}: ${mounted.stderr || String(mounted.error)}. The container needs CAP_SYS_ADMIN.`);
  const ballast = path.join(dir, 'ballast');
  return {
    fill: () => {
      const handle = openSync(ballast, 'a');
      try {
        for (const size of [1 << 20, 1 << 12, 1]) writeUntilFull(handle, size);
      } finally {
        closeSync(handle);
      }
    },
    empty: () => rmSync(ballast, { force: true }),
    unmount: () => void spawnSync('umount', ['-l', dir]),
  };
};

const writeUntilFull = (handle: number, size: number): void => {
  const piece = Buffer.alloc(size);
  try {
    for (;;) writeSync(handle, piece);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
};
