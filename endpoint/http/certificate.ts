import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import type { Server as HttpsServer } from 'node:https';
import { createSecureContext } from 'node:tls';
import { AppError } from '#shared/errors.ts';
import type { Log } from '../log.ts';

export interface CertificateFiles {
  /** PEM: the endpoint's own certificate first, then those up to the authority's. */
  readonly cert: string;
  /** PEM. */
  readonly key: string;
  /** How often the files are looked at for a change; 30 s where it is not given. */
  readonly watchMs?: number;
}

export interface Certificate {
  readonly cert: Buffer;
  readonly key: Buffer;
}

const read = (file: string): Buffer => {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new AppError('file_unreadable', { file }, { cause: error });
  }
};

/** Throws AppError `file_unreadable` { file }, also where the two do not belong together. */
export const loadCertificate = ({ cert, key }: CertificateFiles): Certificate => {
  const loaded = { cert: read(cert), key: read(key) };
  try {
    createSecureContext(loaded);
  } catch (error) {
    throw new AppError('file_unreadable', { file: cert, key }, { cause: error });
  }
  return loaded;
};

/** Takes renewed files into use for new connections: when they change, and when asked. Half a renewal changes nothing. */
export const keepCertificate = (server: HttpsServer, files: CertificateFiles, log: Log, newId: () => string) => {
  const reload = (): void => {
    try {
      server.setSecureContext({ ...loadCertificate(files), minVersion: 'TLSv1.2' });
      log.info('certificate loaded');
    } catch (error) {
      // The one in use stays.
      log.failure(newId(), 'certificate', error);
    }
  };
  const watched = [files.cert, files.key];
  for (const file of watched) watchFile(file, { interval: files.watchMs ?? 30_000, persistent: false }, reload);
  return { reload, close: (): void => watched.forEach((file) => unwatchFile(file, reload)) } as const;
};
