import { constants } from 'node:fs';
import { copyFile, link, open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '#shared/errors.ts';

export const flushFile = async (target: string): Promise<void> => {
  const handle = await open(target, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** A folder cannot be opened for that on Windows, whose renames are durable enough by themselves. */
export const flushFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** A copy of its own, on disk when this answers. */
export const copyDurably = async (from: string, to: string): Promise<void> => {
  await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  await flushFile(to);
};

const cannotLink = new Set(['EXDEV', 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK', 'ENOSYS']);

/** The same bytes under another name, for files that are never changed; a copy where the two folders lie on different disks. */
export const linkOrCopy = async (from: string, to: string): Promise<void> => {
  try {
    await link(from, to);
  } catch (error) {
    if (!cannotLink.has(String((error as NodeJS.ErrnoException).code))) throw error;
    await copyDurably(from, to);
  }
};

/** Throws AppError `folder_not_empty` { folder } where something is in it. */
export const mustBeEmpty = async (folder: string): Promise<void> => {
  const found = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (found.length > 0) throw new AppError('folder_not_empty', { folder: path.resolve(folder) });
};
