import { closeSync, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { copiesName, copyTime, databaseName, type DeskCopy } from '../../../shared/desk-files.ts';
import { AppError } from '../../../shared/errors.ts';

/**
 * Moves the database of a desk (`carril.db` with its -wal and -shm) into `<desk>/set-aside-<time>/` and answers with that
 * folder. The evidence, the copies and the device's secret stay. The engine must be stopped. Throws what the disk answers.
 */
export const setDatabaseAside = (desk: string, at: Date): string => {
  const folder = path.join(desk, `set-aside-${at.toISOString().replaceAll(/[:.]/g, '-')}`);
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(desk).filter((entry) => entry.startsWith(databaseName))) {
    renameSync(path.join(desk, name), path.join(folder, name));
  }
  return folder;
};

/** The whole copies of a desk's database, newest first. */
export const deskCopies = (desk: string): readonly DeskCopy[] => {
  const folder = path.join(desk, copiesName);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => {
      const at = copyTime(name);
      return at === null ? [] : [{ name, at, bytes: statSync(path.join(folder, name)).size }];
    })
    .sort((a, b) => (a.name < b.name ? 1 : -1));
};

/**
 * Puts a copy in the place of the database, which is set aside; the copy itself stays a copy. It is written beside first,
 * so that a full disk changes nothing. Errors: not_found, and what the disk answers.
 */
export const restoreCopy = (desk: string, name: string, at: Date): string => {
  const copy = path.join(desk, copiesName, name);
  if (copyTime(name) === null || !existsSync(copy)) throw new AppError('not_found', { entity: 'copy', key: name });
  const beside = path.join(desk, `restored-${name}`);
  try {
    copyFileSync(copy, beside);
    const handle = openSync(beside, 'r+');
    fsyncSync(handle);
    closeSync(handle);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
  const keptAt = setDatabaseAside(desk, at);
  renameSync(beside, path.join(desk, databaseName));
  return keptAt;
};
