import { createWriteStream } from 'node:fs';
import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '#shared/errors.ts';
import type { BucketOptions } from '../blobs/blob-bucket.ts';
import type { BlobStore } from '../blobs/blob-store.ts';
import { hashOfFile } from '../blobs/hash-of-file.ts';
import { openBucket } from '../blobs/open-bucket.ts';
import { copySqlite, inspectCopy } from '../store/sqlite-copy.ts';
import { flushFile, flushFolder, linkOrCopy, mustBeEmpty } from './durable.ts';
import { databaseName, evidencePath, manifestName, type Manifest } from './manifest.ts';

export interface BackupOptions {
  /** The endpoint's folder. It may be serving meanwhile. */
  readonly dir: string;
  /** Made if it is not there; must be empty. */
  readonly target: string;
  readonly bucket?: BucketOptions | undefined;
  /** Where the data is in PostgreSQL: `dir` then holds the evidence alone. */
  readonly databaseUrl?: string | undefined;
  readonly sqliteBinding?: string | undefined;
  readonly now: () => number;
}

const isAbsent = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

const mustBeThere = async (file: string): Promise<void> => {
  await stat(file).catch((error: unknown) => {
    throw isAbsent(error) ? new AppError('not_found', { file }) : error;
  });
};

/** A small office never loads it. */
const copyFromPostgres = async (url: string, target: string, binding: string | undefined): Promise<void> => (await import('../store/postgres-copy.ts')).copyPostgres(url, target, binding);

/** Brings bytes to `to`; false where they are not there. */
type Bring = (hash: string, to: string) => Promise<boolean>;

const fromFolder =
  (dir: string): Bring =>
  async (hash, to) => {
    try {
      await linkOrCopy(evidencePath(dir, hash), to);
      return true;
    } catch (error) {
      if (isAbsent(error)) return false;
      throw error;
    }
  };

const fromBucket =
  (bucket: BlobStore): Bring =>
  async (hash, to) => {
    if ((await bucket.size(hash)) === null) return false;
    await pipeline(await bucket.read(hash, null), createWriteStream(to, { flags: 'wx' }));
    await flushFile(to);
    return true;
  };

/**
 * Copies the database at one moment and then the evidence that it names, whose bytes were there before the rows and are never changed. The
 * manifest comes last, so a backup that was broken off is none. Throws AppError `folder_not_empty`,
 * `not_found`, or `database_unopenable`.
 */
export const backup = async ({ dir, target, bucket, databaseUrl, sqliteBinding, now }: BackupOptions): Promise<Manifest> => {
  await mustBeEmpty(target);
  const source = path.join(dir, databaseName);
  if (databaseUrl === undefined) await mustBeThere(source);
  await mkdir(target, { recursive: true, mode: 0o700 });
  const database = path.join(target, databaseName);
  const madeAt = new Date(now()).toISOString();
  if (databaseUrl === undefined) copySqlite(source, database, sqliteBinding);
  else await copyFromPostgres(databaseUrl, database, sqliteBinding);
  await flushFile(database);
  const facts = inspectCopy(database, sqliteBinding);

  const store = bucket === undefined ? null : await openBucket(bucket);
  const bring = store === null ? fromFolder(dir) : fromBucket(store);
  const evidence: Manifest['evidence'] = [];
  const missing: string[] = [];
  const folders = new Set<string>();
  try {
    for (const hash of facts.evidence) {
      const to = evidencePath(target, hash);
      await mkdir(path.dirname(to), { recursive: true });
      if (await bring(hash, to)) {
        folders.add(path.dirname(to));
        evidence.push({ sha256: hash, bytes: (await stat(to)).size });
      } else missing.push(hash);
    }
  } finally {
    store?.close();
  }
  for (const folder of folders) await flushFolder(folder);

  const { epoch, head, version } = facts;
  const made: Manifest = { format: 1, madeAt, epoch, head, version, database: { sha256: await hashOfFile(database), bytes: (await stat(database)).size }, evidence, missing };
  const draft = path.join(target, `${manifestName}.draft`);
  await writeFile(draft, `${JSON.stringify(made, null, 1)}\n`, { flag: 'wx' });
  await flushFile(draft);
  await rename(draft, path.join(target, manifestName));
  await flushFolder(target);
  return made;
};
