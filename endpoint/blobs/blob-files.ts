import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BlobStore } from './blob-store.ts';

const sync = async (target: string): Promise<void> => {
  const handle = await open(target, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

// A folder cannot be opened for that on Windows, whose rename is durable enough by itself.
const syncFolder = (folder: string): Promise<void> => (process.platform === 'win32' ? Promise.resolve() : sync(folder));

const sizeOf = async (file: string): Promise<number | null> => {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
};

/** A folder with one file per hash: `<root>/<first two digits>/<sha256>`. */
export const createBlobFiles = (root: string): BlobStore => {
  const pathOf = (sha256: string): string => path.join(root, sha256.slice(0, 2), sha256);
  const size = (sha256: string): Promise<number | null> => sizeOf(pathOf(sha256));
  return {
    size,
    has: async (sha256) => (await size(sha256)) !== null,
    read: (sha256, range) => Promise.resolve(createReadStream(pathOf(sha256), range ?? {})),
    adopt: async (file, sha256) => {
      const target = pathOf(sha256);
      await mkdir(path.dirname(target), { recursive: true });
      await sync(file);
      await rename(file, target);
      await syncFolder(path.dirname(target));
    },
    probe: async () => {
      await mkdir(root, { recursive: true });
      const file = path.join(root, `probe-${randomUUID()}`);
      await writeFile(file, 'x', { flag: 'wx' });
      await rm(file);
    },
    close: () => undefined,
  };
};
