import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Server } from '@tus/server';
import { sha256 as sha256Shape } from '#shared/domain/primitives.ts';
import { blobPath } from '#shared/sync/protocol.ts';
import { ownerOf, type Uploads } from '../blobs/uploads.ts';
import type { Log } from '../log.ts';
import { Problem, problemBody } from '../problem.ts';
import type { Store } from '../store/store.ts';
import { requireSession, sessionOf, type Session } from './session.ts';

export const maxBlobBytes = 300 * 1024 * 1024;

interface Thrown {
  readonly status_code?: unknown;
}

const codeOfStatus = (status: number): string => {
  if (status === 404 || status === 410) return 'not_found';
  if (status === 413) return 'evidence_too_large';
  return status >= 500 ? 'internal' : 'invalid_input';
};

/** tus 1.0 on `/v1/blobs`: creation with the metadata `sha256` and `mime`, HEAD, PATCH and termination. */
export const blobUploadRoutes = (app: FastifyInstance, store: Store, uploads: Uploads, log: Log, newId: () => string): void => {
  const sessions = new WeakMap<IncomingMessage, Session>();
  type TusRequest = Parameters<Server['handleWeb']>[0] & { readonly runtime?: { readonly node?: { readonly req?: unknown } } };
  const sessionFor = (request: TusRequest): Session => {
    const node = request.runtime?.node?.req;
    const session = node === undefined ? undefined : sessions.get(node as IncomingMessage);
    if (!session) throw new Error('an upload without its session');
    return session;
  };

  const tus = new Server({
    path: blobPath,
    datastore: uploads.store,
    maxSize: maxBlobBytes,
    relativeLocation: true,
    allowedOrigins: [],
    namingFunction: () => newId().replaceAll('-', ''),
    onIncomingRequest: async (request, id) => {
      if (request.method === 'POST') return;
      const config = await uploads.store.configstore.get(id);
      // Somebody else's upload is not there.
      if (!config || ownerOf(config.metadata)?.user !== sessionFor(request).user) throw new Problem(404, 'not_found');
    },
    onUploadCreate: async (request, upload) => {
      const named = sha256Shape.safeParse(upload.metadata?.['sha256']);
      if (!named.success) throw new Problem(400, 'invalid_input', { issues: [{ path: 'upload-metadata.sha256', message: 'not a sha256' }] });
      if (upload.size === undefined) throw new Problem(400, 'invalid_input', { issues: [{ path: 'upload-length', message: 'required' }] });
      return { metadata: { sha256: named.data, mime: upload.metadata?.['mime'] ?? null, user: sessionFor(request).user } };
    },
    onUploadFinish: async (_request, upload) => {
      await uploads.finish(upload.id, upload.metadata);
      return {};
    },
    onResponseError: (_request, error) => {
      if (error instanceof Problem && error.status >= 500) log.failure(newId(), 'blob upload', error);
      if (error instanceof Problem) return { status_code: error.status, body: problemBody(error.code, error.details) };
      const given = (error as Thrown).status_code;
      const status = typeof given === 'number' ? given : 500;
      if (status < 500) return { status_code: status, body: problemBody(codeOfStatus(status), status === 413 ? { limit: maxBlobBytes } : {}) };
      const id = newId();
      log.failure(id, 'blob upload', error);
      return { status_code: status, body: problemBody('internal', { id }) };
    },
  });

  app.register(async (scoped) => {
    // tus reads the body itself, whatever it says it is.
    scoped.removeAllContentTypeParsers();
    scoped.addContentTypeParser('*', (_request, _payload, done) => done(null));
    const handle = (request: FastifyRequest, reply: FastifyReply): void => {
      if (request.method !== 'OPTIONS' && request.headers['tus-resumable'] !== '1.0.0') {
        throw new Problem(412, 'invalid_input', { issues: [{ path: 'tus-resumable', message: 'must be 1.0.0' }] });
      }
      sessions.set(request.raw, sessionOf(request));
      reply.hijack();
      tus.handle(request.raw, reply.raw).catch((error: unknown) => {
        log.failure(newId(), 'blob upload', error);
        reply.raw.destroy();
      });
    };
    const onRequest = requireSession(store);
    const config = { longBody: true } as const;
    scoped.post(blobPath, { onRequest, config }, handle);
    scoped.route({ method: ['HEAD', 'PATCH', 'DELETE'], url: `${blobPath}/:upload`, onRequest, config, handler: handle });
  });
};
