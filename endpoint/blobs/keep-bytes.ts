import { createHash, randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BlobStore } from './blob-store.ts';

/** Puts bytes that the endpoint has itself among the evidence, by way of a file in `folder`. Answers with their SHA-256. */
export const keepBytes = async (folder: string, blobs: BlobStore, bytes: Uint8Array): Promise<string> => {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (await blobs.has(sha256)) return sha256;
  const file = path.join(folder, randomUUID());
  await writeFile(file, bytes, { flag: 'wx' });
  await blobs.adopt(file, sha256);
  return sha256;
};
