import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { sha256 } from '#shared/domain/primitives.ts';
import { AppError } from '#shared/errors.ts';

export const databaseName = 'endpoint.sqlite';
export const manifestName = 'manifest.json';

const file = z.object({ sha256, bytes: z.int().nonnegative() });

/** What a backup holds. It is written last: a folder without it is no backup. */
export const manifest = z.object({
  format: z.literal(1),
  madeAt: z.string(),
  epoch: z.string(),
  head: z.int(),
  version: z.int(),
  database: file,
  /** The evidence, each at `blobs/<first two digits>/<sha256>`. */
  evidence: z.array(file),
  /** Hashes that rows name as stored, and whose bytes the endpoint did not have. */
  missing: z.array(sha256),
});
export type Manifest = z.infer<typeof manifest>;

export const evidencePath = (folder: string, hash: string): string => path.join(folder, 'blobs', hash.slice(0, 2), hash);

/** Throws AppError `file_unreadable` { file } where there is none or it is damaged. */
export const readManifest = async (folder: string): Promise<Manifest> => {
  const name = path.join(folder, manifestName);
  try {
    return manifest.parse(JSON.parse(await readFile(name, 'utf8')));
  } catch (error) {
    throw new AppError('file_unreadable', { file: name }, { cause: error });
  }
};
