import path from 'node:path';
import { safeStorage } from 'electron';
import { readIfThere, writeAtomically } from '../atomic-file.ts';
import type { ShellLog } from '../log.ts';

/** First byte of the file: how the rest is to be read. */
const sealed = 1;
const open = 2;

const fileIn = (desk: string): string => path.join(desk, 'secret.bin');

/** The device's token of a desk; null: none, or one that this machine cannot decrypt any more. Never throws: signing in again is the cure. */
export const readToken = (desk: string, log: ShellLog): string | null => {
  try {
    const bytes = readIfThere(fileIn(desk));
    if (bytes === null || bytes.length < 2) return null;
    const body = bytes.subarray(1);
    if (bytes[0] === open) return body.toString('utf8');
    if (bytes[0] === sealed && safeStorage.isEncryptionAvailable()) return safeStorage.decryptString(body);
    log.warn('secret.unreadable', { kind: bytes[0] ?? null });
  } catch (error) {
    log.internal(error, 'secret.read');
  }
  return null;
};

/**
 * Keeps the token, sealed by the system's key store where there is one, else in a file that only this user may read.
 * Null forgets it: the file stays, empty of it. Throws what the disk answers.
 */
export const keepToken = (desk: string, token: string | null, log: ShellLog): void => {
  if (token === null) {
    writeAtomically(fileIn(desk), Buffer.alloc(0));
    return;
  }
  const canSeal = safeStorage.isEncryptionAvailable();
  if (!canSeal) log.warn('secret.unsealed');
  const body = canSeal ? safeStorage.encryptString(token) : Buffer.from(token, 'utf8');
  writeAtomically(fileIn(desk), Buffer.concat([Buffer.from([canSeal ? sealed : open]), body]));
};
