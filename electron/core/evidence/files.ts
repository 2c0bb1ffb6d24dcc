import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Where pictures lie: `evidence/drafts/<uuid>.png` until they are attached, then `evidence/<aa>/<sha256>`. A file gets its
 * final name only once its bytes are on the disk, so whatever bears such a name is whole.
 */
const evidenceDir = (dir: string): string => join(dir, 'evidence');
export const draftsDir = (dir: string): string => join(evidenceDir(dir), 'drafts');
export const draftFile = (dir: string, id: string): string => join(draftsDir(dir), `${id}.png`);
export const evidenceFile = (dir: string, sha256: string): string => join(evidenceDir(dir), sha256.slice(0, 2), sha256);

/** True when the bytes are on this desk. */
export const evidenceHeld = (dir: string, sha256: string): boolean => existsSync(evidenceFile(dir, sha256));

/** Makes new names in a folder survive a power cut. Windows cannot open a folder, and keeps names in its journal anyway. */
const syncDir = (folder: string): void => {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

const makeDir = (folder: string): void => {
  if (existsSync(folder)) return;
  makeDir(dirname(folder));
  mkdirSync(folder, { recursive: true });
  syncDir(dirname(folder));
};

/** Writes the whole file or nothing: temporary name, fsync, rename, fsync of the folder. A full disk leaves no trace. */
export const writeWhole = (file: string, bytes: Uint8Array): void => {
  makeDir(dirname(file));
  const temporary = `${file}.tmp`;
  try {
    const handle = openSync(temporary, 'w');
    try {
      writeFileSync(handle, bytes);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  syncDir(dirname(file));
};

const isCode = (error: unknown, ...codes: readonly string[]): boolean => error instanceof Error && 'code' in error && codes.includes(String(error.code));

/** Gives a draft's bytes their final name too; the draft keeps its own until the row is on disk. */
export const keepUnderHash = (dir: string, draft: string, sha256: string): void => {
  const file = evidenceFile(dir, sha256);
  makeDir(dirname(file));
  try {
    linkSync(draftFile(dir, draft), file);
  } catch (error) {
    if (isCode(error, 'EEXIST')) return;
    // Some file systems (exFAT, network shares) know no hard links: a second copy then.
    if (!isCode(error, 'EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV')) throw error;
    writeWhole(file, readFileSync(draftFile(dir, draft)));
  }
  syncDir(dirname(file));
};

export const dropDraftFile = (dir: string, draft: string): void => rmSync(draftFile(dir, draft), { force: true });
