import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type Sqlite from 'better-sqlite3';
import { copiesName, copyNameAt, copyTime, type DeskCopy } from '#shared/desk-files.ts';

/** How many are kept; the oldest go. */
const kept = 3;

const copiesDir = (dir: string): string => join(dir, copiesName);

/** The copies that are whole, newest first. */
export const copiesIn = (dir: string): readonly DeskCopy[] => {
  mkdirSync(copiesDir(dir), { recursive: true });
  return readdirSync(copiesDir(dir))
    .flatMap((name) => {
      const at = copyTime(name);
      return at === null ? [] : [{ name, at, bytes: statSync(join(copiesDir(dir), name)).size }];
    })
    .toSorted((a, b) => (a.name < b.name ? 1 : -1));
};

/** Removes the copies that are older than the one of this name. */
export const dropCopiesBefore = (dir: string, name: string): void => {
  for (const copy of copiesIn(dir)) if (copy.name < name) rmSync(join(copiesDir(dir), copy.name), { force: true });
};

const sync = (file: string): void => {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

/**
 * Copies the database, a few pages at a time so that the desk answers meanwhile; what is written during it is in the copy
 * too. It has its name only once it is whole and on the disk. `stopped` breaks it off. Throws what SQLite or the disk says.
 */
export const keepCopy = async (raw: Sqlite.Database, dir: string, nowMs: number, stopped: () => boolean): Promise<DeskCopy> => {
  const [newest] = copiesIn(dir);
  // Never two of one name, even where the clock was put back.
  const name = copyNameAt(newest === undefined ? nowMs : Math.max(nowMs, Date.parse(newest.at) + 1));
  const file = join(copiesDir(dir), name);
  const beside = `${file}.new`;
  try {
    await raw.backup(beside, {
      progress: () => {
        if (stopped()) throw new Error('the desk is closing');
        return 100;
      },
    });
    sync(beside);
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
  const copies = copiesIn(dir);
  for (const { name: old } of copies.slice(kept)) rmSync(join(copiesDir(dir), old), { force: true });
  for (const left of readdirSync(copiesDir(dir))) if (left.endsWith('.new') || left.endsWith('.new-journal')) rmSync(join(copiesDir(dir), left), { force: true });
  return copies[0] ?? { name, at: new Date(nowMs).toISOString(), bytes: 0 };
};
