import { existsSync, mkdirSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { FileStore } from '@tus/file-store';
import { Upload } from '@tus/server';
import { hashOfFile } from './hash-of-file.ts';
import { Problem } from '../problem.ts';
import type { BlobStore } from './blob-store.ts';

export interface UploadOwner {
  readonly user: string;
  readonly sha256: string;
}

/** An unfinished upload is kept this long for its desk to come back. */
const keptMs = 7 * 24 * 3600_000;

export const ownerOf = (metadata: Upload['metadata']): UploadOwner | null => {
  const user = metadata?.['user'];
  const sha256 = metadata?.['sha256'];
  return typeof user === 'string' && typeof sha256 === 'string' ? { user, sha256 } : null;
};

/**
 * The uploads under way, as files that survive a restart, and what happens when one is whole. `finished` is called after
 * the bytes stand in their place; it may be called again for the same upload, where an answer or the process was lost.
 */
export const createUploads = (folder: string, blobs: BlobStore, finished: (owner: UploadOwner) => Promise<void>) => {
  mkdirSync(folder, { recursive: true });
  const store = new FileStore({ directory: folder });
  const fileOf = (id: string): string => path.join(folder, id);
  const finishing = new Map<string, Promise<void>>();

  const checkAndAdopt = async (id: string, owner: UploadOwner): Promise<void> => {
    const file = fileOf(id);
    if (existsSync(file)) {
      if ((await hashOfFile(file)) !== owner.sha256) {
        await rm(file, { force: true });
        await rm(`${file}.json`, { force: true });
        throw new Problem(422, 'evidence_damaged');
      }
      await blobs.adopt(file, owner.sha256);
    }
    await finished(owner);
  };

  /** Checks the hash of a whole upload and moves it to its place. Throws Problem 422 `evidence_damaged`. */
  const finish = (id: string, metadata: Upload['metadata']): Promise<void> => {
    const running = finishing.get(id);
    if (running) return running;
    const owner = ownerOf(metadata);
    if (!owner) return Promise.reject(new Error('an upload without an owner'));
    const work = checkAndAdopt(id, owner).finally(() => finishing.delete(id));
    finishing.set(id, work);
    return work;
  };

  const read = store.getUpload.bind(store);
  // A desk that lost the last answer asks with HEAD how far it got: what is whole must be finished by then, and what
  // has been moved to its place must not look lost.
  store.getUpload = async (id) => {
    const config = await store.configstore.get(id);
    const owner = ownerOf(config?.metadata);
    if (!config || !owner) return read(id);
    await finishing.get(id);
    if (!existsSync(fileOf(id)) && (await blobs.has(owner.sha256))) {
      await finish(id, config.metadata);
      return new Upload({ id, size: config.size ?? 0, offset: config.size ?? 0, ...(config.metadata ? { metadata: config.metadata } : {}) });
    }
    const upload = await read(id);
    if (upload.size === undefined || upload.offset < upload.size) return upload;
    await finish(id, config.metadata);
    return upload;
  };

  /** Removes what nobody came back for. */
  const sweep = async (nowMs: number): Promise<number> => {
    let removed = 0;
    for (const name of await readdir(folder)) {
      const { mtimeMs } = await stat(fileOf(name));
      if (nowMs - mtimeMs < keptMs) continue;
      await rm(fileOf(name), { force: true });
      removed += 1;
    }
    return removed;
  };

  return { store, finish, sweep } as const;
};

export type Uploads = ReturnType<typeof createUploads>;
