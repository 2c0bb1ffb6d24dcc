import { open } from 'node:fs/promises';
import { AppError } from '#shared/errors.ts';
import { blobPath } from '#shared/sync/protocol.ts';
import { evidenceFile, evidenceHeld } from '../evidence/files.ts';
import { statement, write } from '../db/handles.ts';
import type { Spine } from '../spine.ts';
import { isCode, type Http } from './http.ts';

interface UploadRow {
  readonly sha256: string;
  readonly bytes: number;
  readonly mime: string;
  readonly url: string | null;
  readonly sent: number;
}

const chunkBytes = 4 * 1024 * 1024;
const tus = { 'tus-resumable': '1.0.0' };
const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

const isGone = (error: unknown): boolean => isCode(error, 'endpoint_refused') && (error.details['status'] === 404 || error.details['status'] === 410);

export const nextUpload = (spine: Spine): UploadRow | undefined => statement(spine.db, 'SELECT sha256, bytes, mime, url, sent FROM blob_upload ORDER BY tries, at LIMIT 1').get() as UploadRow | undefined;

const note = (spine: Spine, sha256: string, fields: { readonly url?: string | null; readonly sent?: number; readonly failed?: true }): void => {
  write(spine.db, (tx) => {
    if (fields.url !== undefined) statement(tx, 'UPDATE blob_upload SET url = ? WHERE sha256 = ?').run(fields.url, sha256);
    if (fields.sent !== undefined) statement(tx, 'UPDATE blob_upload SET sent = ? WHERE sha256 = ?').run(fields.sent, sha256);
    if (fields.failed === true) statement(tx, 'UPDATE blob_upload SET tries = tries + 1 WHERE sha256 = ?').run(sha256);
  });
  spine.announce(['sync']);
};

/** Begins an upload; its address is on disk before the first byte goes, so that it can be gone on with after a crash. */
const create = async (spine: Spine, http: Http, row: UploadRow): Promise<string> => {
  const answer = await http.raw({
    method: 'POST',
    path: blobPath,
    headers: { ...tus, 'upload-length': String(row.bytes), 'upload-metadata': `sha256 ${base64(row.sha256)},mime ${base64(row.mime)}` },
  });
  const location = answer.headers.get('location');
  // Only the path: whatever host it names, the bytes and the token go to the endpoint that the person chose.
  const url = location === null ? null : new URL(location, 'http://endpoint.invalid').pathname;
  if (url === null || !url.startsWith(`${blobPath}/`)) throw new AppError('endpoint_garbled', {});
  note(spine, row.sha256, { url, sent: 0 });
  return url;
};

const offsetOf = (answer: Response): number => {
  const offset = Number(answer.headers.get('upload-offset') ?? Number.NaN);
  if (!Number.isInteger(offset) || offset < 0) throw new AppError('endpoint_garbled', {});
  return offset;
};

/**
 * Brings one file to the endpoint by tus 1.0, from where it stopped. Answers when the endpoint has checked its hash.
 * Errors: those of the network; evidence_damaged (the far end counted another hash); evidence_missing.
 */
const sendFile = async (spine: Spine, http: Http, row: UploadRow): Promise<void> => {
  if (!evidenceHeld(spine.dir, row.sha256)) throw new AppError('evidence_missing', { sha256: row.sha256 });
  let url = row.url ?? (await create(spine, http, row));
  let offset = 0;
  if (row.url !== null) {
    try {
      offset = offsetOf(await http.raw({ method: 'HEAD', path: url, headers: tus }));
    } catch (error) {
      // The far end forgot the half that it had: from the start, under a new address.
      if (!isGone(error)) throw error;
      url = await create(spine, http, row);
    }
  }
  const file = await open(evidenceFile(spine.dir, row.sha256), 'r');
  try {
    const buffer = new Uint8Array(chunkBytes);
    while (offset < row.bytes) {
      const { bytesRead } = await file.read(buffer, 0, Math.min(chunkBytes, row.bytes - offset), offset);
      if (bytesRead === 0) throw new AppError('evidence_damaged', { sha256: row.sha256 });
      const answer = await http.raw({
        method: 'PATCH',
        path: url,
        headers: { ...tus, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
        bytes: buffer.slice(0, bytesRead),
        timeoutMs: 120_000,
      });
      const reached = offsetOf(answer);
      if (reached <= offset) throw new AppError('endpoint_garbled', {});
      offset = reached;
      note(spine, row.sha256, { sent: offset });
    }
  } finally {
    await file.close();
  }
};

/** Sends one waiting file; false when none waits. A file that cannot be sent goes behind the others, and stays. */
export const uploadNext = async (spine: Spine, http: Http): Promise<boolean> => {
  const row = nextUpload(spine);
  if (row === undefined) return false;
  try {
    await sendFile(spine, http, row);
    write(spine.db, (tx) => statement(tx, 'DELETE FROM blob_upload WHERE sha256 = ?').run(row.sha256));
    spine.announce(['sync', 'evidence']);
    return true;
  } catch (error) {
    note(spine, row.sha256, { failed: true, ...(isCode(error, 'evidence_damaged') ? { url: null, sent: 0 } : {}) });
    throw error;
  }
};
