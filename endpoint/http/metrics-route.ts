import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Metrics } from '../metrics/metrics.ts';
import { holdsToken } from '../metrics/holds-token.ts';
import { Problem } from '../problem.ts';

const loopback = /^(127\.|::1$|::ffff:127\.)/;
const forwarding = ['x-forwarded-for', 'forwarded', 'via'] as const;

const isOfThisMachine = (request: FastifyRequest): boolean => loopback.test(request.socket.remoteAddress ?? '') && forwarding.every((name) => request.headers[name] === undefined);

/** `GET /metrics`: with a token for whoever holds it, without one for this machine alone. */
export const metricsRoute = (app: FastifyInstance, metrics: Metrics, token: string | null): void => {
  app.get('/metrics', async (request, reply) => {
    if (token === null && !isOfThisMachine(request)) throw new Problem(404, 'not_found');
    if (token !== null && !holdsToken(request.headers.authorization, token)) throw new Problem(401, 'token_unknown');
    return reply.header('content-type', metrics.contentType).header('cache-control', 'no-store').send(await metrics.text());
  });
};
