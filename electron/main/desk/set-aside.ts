import { mkdirSync, readdirSync, renameSync } from 'node:fs';
import path from 'node:path';

/**
 * Moves the database of a desk (`carril.db` with its -wal and -shm) into `<desk>/set-aside-<time>/` and answers with that
 * folder. The evidence and the device's secret stay. The engine must be stopped. Throws what the disk answers.
 */
export const setDatabaseAside = (desk: string, at: Date): string => {
  const folder = path.join(desk, `set-aside-${at.toISOString().replaceAll(/[:.]/g, '-')}`);
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(desk).filter((entry) => entry.startsWith('carril.db'))) {
    renameSync(path.join(desk, name), path.join(folder, name));
  }
  return folder;
};
