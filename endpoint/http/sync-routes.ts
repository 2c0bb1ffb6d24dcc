import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { maxPushBytes, pullQuery, schemaVersion, snapshotQuery, type PushResponse } from '#shared/sync/protocol.ts';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { Problem } from '../problem.ts';
import { isNews, noteHeard } from '../store/answers.ts';
import { pull } from '../sync/pull.ts';
import { isBeyondUs } from '../sync/newer-desk.ts';
import { push, type PushEnvironment } from '../sync/push.ts';
import { snapshot } from '../sync/snapshot.ts';
import { issuesOf } from '../sync/validate.ts';
import type { Live } from './live.ts';
import { parsePush } from './push-body.ts';
import { requireSession, sessionOf } from './session.ts';

const compress = promisify(gzip);

/** Below this, some three packets, gzip costs a single change more than it spares the line. */
const minCompressedChars = 4096;

const acceptsGzip = (header: string | string[] | undefined): boolean =>
  String(header ?? '')
    .split(',')
    .some((each) => /^\s*(gzip|\*)\s*(;\s*q=(?!0(\.0*)?\s*$).*)?$/.test(each));

const sendLines = (request: FastifyRequest, reply: FastifyReply, text: string): string | Promise<Buffer> => {
  reply.header('content-type', 'application/x-ndjson; charset=utf-8').header('cache-control', 'no-store').header('vary', 'accept-encoding');
  if (text.length < minCompressedChars || !acceptsGzip(request.headers['accept-encoding'])) return text;
  reply.header('content-encoding', 'gzip');
  return compress(text, { level: constants.Z_BEST_SPEED });
};

/** `POST /v1/push`, `GET /v1/pull` and `GET /v1/snapshot`. */
export const syncRoutes = (app: FastifyInstance, environment: PushEnvironment & { readonly live: Live; readonly log: Log; readonly metrics: Metrics }): void => {
  const { store, live, log, metrics, now } = environment;
  const onRequest = requireSession(store, now);

  app.post('/v1/push', { onRequest, bodyLimit: maxPushBytes }, async (request): Promise<PushResponse> => {
    const session = sessionOf(request);
    if (isBeyondUs(request.body)) throw new Problem(426, 'endpoint_too_old', { known: schemaVersion });
    const parsed = parsePush(request.body);
    if (!parsed.success) throw new Problem(400, 'invalid_input', { issues: issuesOf(parsed.error) });
    const { device, epoch, ops } = parsed.data;
    if (device.id !== session.device) throw new Problem(403, 'not_allowed', { reason: 'other_device' });
    if (epoch !== store.meta.epoch) throw new Problem(409, 'epoch_changed', { epoch: store.meta.epoch });
    const { head, results, scopes } = await push(environment, { actor: session.actor, tokenHash: session.tokenHash, device: device.id, inc: device.inc, ops });
    metrics.pushed(results);
    const refused = results.filter((result) => result.is === 'refused').length;
    log.info('push', { device: device.id, inc: device.inc, ops: ops.length, refused, dup: results.filter((result) => result.dup).length, head });
    live.poke({ head, scopes, by: device.id });
    return { serverNow: new Date(now()).toISOString(), epoch: store.meta.epoch, head, results: [...results] };
  });

  app.get('/v1/pull', { onRequest }, async (request, reply) => {
    const session = sessionOf(request);
    const parsed = pullQuery.safeParse(request.query);
    if (!parsed.success) throw new Problem(400, 'invalid_input', { issues: issuesOf(parsed.error) });
    const { inc, acked, mark = null } = parsed.data;
    const { text, heard, next, mark: markAtNext } = await pull(store, { actor: session.actor, device: session.device, ...parsed.data, mark, own: parsed.data.own !== undefined });
    live.hasRead(session.device, { since: next, inc, mark: markAtNext });
    if (acked !== undefined && isNews(heard, acked, now())) await store.write((tx) => noteHeard(tx, { device: session.device, inc, n: acked, at: new Date(now()).toISOString() }));
    return sendLines(request, reply, text);
  });

  app.get('/v1/snapshot', { onRequest }, async (request, reply) => {
    const session = sessionOf(request);
    const parsed = snapshotQuery.safeParse(request.query);
    if (!parsed.success) throw new Problem(400, 'invalid_input', { issues: issuesOf(parsed.error) });
    const { scope = null, after = null, limit } = parsed.data;
    return sendLines(request, reply, await snapshot(store, { actor: session.actor, scope, after, limit }));
  });
};
