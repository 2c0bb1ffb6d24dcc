import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

export const hashOfFile = async (file: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
};

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

/** The checked bytes, one file per hash: `<root>/<first two digits>/<sha256>`. */
export const createBlobFiles = (root: string) => {
  const pathOf = (sha256: string): string => path.join(root, sha256.slice(0, 2), sha256);
  return {
    pathOf,
    has: (sha256: string): boolean => existsSync(pathOf(sha256)),
    /** Moves a file whose hash has been checked to its place, durably. */
    adopt: async (file: string, sha256: string): Promise<void> => {
      const target = pathOf(sha256);
      await mkdir(path.dirname(target), { recursive: true });
      await sync(file);
      await rename(file, target);
      await syncFolder(path.dirname(target));
    },
  } as const;
};

export type BlobFiles = ReturnType<typeof createBlobFiles>;
