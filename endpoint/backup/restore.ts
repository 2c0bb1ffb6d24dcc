import { mkdir, mkdtemp, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '#shared/errors.ts';
import type { BucketOptions } from '../blobs/blob-bucket.ts';
import { openBucket } from '../blobs/open-bucket.ts';
import { renewEpoch } from '../store/sqlite-copy.ts';
import { check } from './check.ts';
import { copyDurably, flushFile, flushFolder, mustBeEmpty } from './durable.ts';
import { databaseName, evidencePath, type Manifest } from './manifest.ts';

export interface RestoreOptions {
  readonly backup: string;
  /** The endpoint's folder to be; must be empty or not there. */
  readonly dir: string;
  /** Where the evidence goes instead of to `dir`. */
  readonly bucket?: BucketOptions | undefined;
  /** A PostgreSQL database that no endpoint has used yet, for the data; `dir` then gets the evidence alone. */
  readonly databaseUrl?: string | undefined;
  readonly sqliteBinding?: string | undefined;
  readonly newId: () => string;
}

const bringEvidence = async (from: string, to: string, { evidence }: Manifest, bucket: BucketOptions | undefined): Promise<void> => {
  if (bucket === undefined) {
    const folders = new Set<string>();
    for (const { sha256 } of evidence) {
      const target = evidencePath(to, sha256);
      await mkdir(path.dirname(target), { recursive: true });
      await copyDurably(evidencePath(from, sha256), target);
      folders.add(path.dirname(target));
    }
    for (const folder of folders) await flushFolder(folder);
    return;
  }
  const store = await openBucket(bucket);
  try {
    for (const { sha256 } of evidence) {
      if (await store.has(sha256)) continue;
      const copy = path.join(to, sha256);
      await copyDurably(evidencePath(from, sha256), copy);
      await store.adopt(copy, sha256);
    }
  } finally {
    store.close();
  }
};

const putInPlace = async (built: string, target: string): Promise<void> => {
  await flushFolder(built);
  await rmdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(built, target);
  await flushFolder(path.dirname(target));
};

/**
 * Makes an endpoint's folder from a backup that passes its check, under a new epoch. The folder is built beside and renamed, so that
 * what was broken off leaves none. Throws AppError `folder_not_empty`, `file_unreadable`, `backup_damaged` { wrong },
 * `database_not_empty`, or `database_unopenable`.
 */
export const restore = async ({ backup, dir, bucket, databaseUrl, sqliteBinding, newId }: RestoreOptions): Promise<Manifest> => {
  await mustBeEmpty(dir);
  const { manifest, wrong } = await check(backup, sqliteBinding);
  if (wrong.length > 0) throw new AppError('backup_damaged', { wrong });
  const target = path.resolve(dir);
  await mkdir(path.dirname(target), { recursive: true });
  const building = await mkdtemp(`${target}.restoring-`);
  try {
    const database = path.join(building, databaseName);
    await copyDurably(path.join(backup, databaseName), database);
    renewEpoch(database, newId(), sqliteBinding);
    await flushFile(database);
    await bringEvidence(backup, building, manifest, bucket);
    if (databaseUrl === undefined) await putInPlace(building, target);
    else {
      const { fillPostgres } = await import('../store/postgres-copy.ts');
      // The evidence is in its place before the rows that name it count.
      const last = async (): Promise<void> => {
        await rm(database);
        await putInPlace(building, target);
      };
      await fillPostgres(databaseUrl, database, last, sqliteBinding);
    }
  } catch (error) {
    await rm(building, { recursive: true, force: true });
    throw error;
  }
  return manifest;
};
