import { createHash } from 'node:crypto';
import { codeOf, type WireDesk } from './wire.ts';

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const metadata = (sha256: string): string => `sha256 ${Buffer.from(sha256).toString('base64')},mime ${Buffer.from('image/png').toString('base64')}`;

/** The bare tus calls, so that a test can stop in the middle of an upload. `address` may change between calls. */
export const createTus = (desk: WireDesk, address: string) => {
  const headers = (more: Record<string, string> = {}): Record<string, string> => ({ ...desk.headers(), 'tus-resumable': '1.0.0', ...more });
  return {
    /** Answers with the path of the upload, or null with the status and code of what was refused. */
    create: async (bytes: number, sha256: string): Promise<{ readonly path: string; readonly status: number; readonly code: string | null }> => {
      const response = await fetch(`${address}/v1/blobs`, { method: 'POST', headers: headers({ 'upload-length': String(bytes), 'upload-metadata': metadata(sha256) }) });
      const body = await response.text();
      return { path: response.headers.get('location') ?? '', status: response.status, code: codeOf(body) };
    },
    offset: async (path: string): Promise<{ readonly status: number; readonly offset: number }> => {
      const response = await fetch(`${address}${path}`, { method: 'HEAD', headers: headers() });
      return { status: response.status, offset: Number(response.headers.get('upload-offset')) };
    },
    patch: async (path: string, offset: number, bytes: Uint8Array<ArrayBuffer>): Promise<{ readonly status: number; readonly code: string | null }> => {
      const response = await fetch(`${address}${path}`, {
        method: 'PATCH',
        headers: headers({ 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' }),
        body: bytes,
      });
      return { status: response.status, code: codeOf(await response.text()) };
    },
  } as const;
};
