import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';

/** Writes a small file whole or not at all: beside it, fsync, rename. `mode` as in chmod. Throws what the disk answers. */
export const writeAtomically = (file: string, content: string | Uint8Array, mode = 0o600): void => {
  mkdirSync(path.dirname(file), { recursive: true });
  const beside = `${file}.new`;
  const handle = openSync(beside, 'w', mode);
  try {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    let at = 0;
    while (at < bytes.length) at += writeSync(handle, bytes, at);
    fsyncSync(handle);
  } catch (error) {
    closeSync(handle);
    rmSync(beside, { force: true });
    throw error;
  }
  closeSync(handle);
  renameSync(beside, file);
};

/** The file's bytes, or null when there is none. */
export const readIfThere = (file: string): Buffer | null => {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
};
