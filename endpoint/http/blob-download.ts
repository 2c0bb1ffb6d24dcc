import type { FastifyInstance } from 'fastify';
import { sha256 as sha256Shape } from '#shared/domain/primitives.ts';
import { blobPath } from '#shared/sync/protocol.ts';
import type { BlobStore, ByteRange } from '../blobs/blob-store.ts';
import { Problem } from '../problem.ts';
import { hasStoredEvidence } from '../store/rows.ts';
import type { Store } from '../store/store.ts';
import { requireSession, sessionOf } from './session.ts';

/** One range of RFC 9110; null where the header asks for none that is understood, so that the whole is sent. */
export const parseRange = (header: string | undefined, size: number): ByteRange | 'unsatisfiable' | null => {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  const [from, to] = [match[1] ?? '', match[2] ?? ''];
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size - 1 : Math.min(size - 1, Number(to));
  if (start >= size || (from === '' && Number(to) === 0)) return 'unsatisfiable';
  return end < start ? null : { start, end };
};

/** `GET /v1/blobs/sha256/<hash>`, to whoever sees evidence that holds it. */
export const blobDownloadRoute = (app: FastifyInstance, store: Store, blobs: BlobStore): void => {
  app.get<{ Params: { hash: string } }>(`${blobPath}/sha256/:hash`, { onRequest: requireSession(store) }, async (request, reply) => {
    const hash = sha256Shape.safeParse(request.params.hash);
    const { actor } = sessionOf(request);
    if (!hash.success || !(await hasStoredEvidence(store.now, hash.data, actor.clients))) throw new Problem(404, 'not_found');
    const size = await blobs.size(hash.data);
    if (size === null) throw new Problem(404, 'not_found');
    reply
      .header('content-type', 'application/octet-stream')
      .header('x-content-type-options', 'nosniff')
      .header('accept-ranges', 'bytes')
      .header('etag', `"${hash.data}"`)
      .header('cache-control', 'private, immutable, max-age=31536000');
    const range = parseRange(request.headers.range, size);
    if (range === 'unsatisfiable') {
      reply.header('content-range', `bytes */${size}`);
      throw new Problem(416, 'invalid_input', { size });
    }
    if (range === null) return reply.header('content-length', size).send(await blobs.read(hash.data, null));
    reply.code(206).header('content-range', `bytes ${range.start}-${range.end}/${size}`).header('content-length', range.end - range.start + 1);
    return reply.send(await blobs.read(hash.data, range));
  });
};
