import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { Problem } from '../problem.ts';
import { isTooDeep } from './body-depth.ts';
import type { Certificate } from './certificate.ts';
import { installLimits, type Limits } from './limits.ts';

const isRequestFault = (error: FastifyError): boolean => error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500;

declare module 'fastify' {
  interface FastifyInstance {
    /** Every route as `POST /v1/push`, so that its description can be held against it. */
    readonly madeRoutes: readonly string[];
  }
}

export interface AppOptions {
  readonly log: Log;
  readonly newId: () => string;
  readonly answered: Metrics['answered'];
  readonly limits: Limits;
  readonly certificate: Certificate | null;
  /** Addresses and networks whose `x-forwarded-for` is believed. */
  readonly trustProxy: readonly string[];
}

/** The bare HTTP server: how failures leave, what is limited, logged and counted. */
export const createApp = async ({ log, newId, answered, limits, certificate, trustProxy }: AppOptions): Promise<FastifyInstance> => {
  const http = { headersTimeout: limits.headersMs, connectionsCheckingInterval: Math.min(5000, limits.headersMs) };
  const app = Fastify({
    logger: false,
    forceCloseConnections: false,
    bodyLimit: 64 * 1024,
    routerOptions: { maxParamLength: 200 },
    requestTimeout: limits.requestMs,
    connectionTimeout: limits.requestMs,
    trustProxy: trustProxy.length === 0 ? false : [...trustProxy],
    ...(certificate === null ? { http } : { https: { ...http, ...certificate, minVersion: 'TLSv1.2' as const } }),
  }) as unknown as FastifyInstance;
  const made: string[] = [];
  app.addHook('onRoute', ({ method, url }) => void made.push(...[method].flat().map((each) => `${each} ${url}`)));
  app.decorate('madeRoutes', made);
  app.decorateRequest('session', null);

  app.setErrorHandler((error: FastifyError | Problem, request, reply) => {
    if (error instanceof Problem) {
      const wait = error.details['retry_after_s'];
      if (typeof wait === 'number') reply.header('retry-after', String(wait));
      if (error.status >= 500) log.failure(newId(), request.routeOptions.url ?? 'unrouted', error);
      return reply.code(error.status).send({ code: error.code, details: error.details });
    }
    if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return reply.code(413).send({ code: 'body_too_large', details: { limit: request.routeOptions.bodyLimit } });
    // Fastify's own: what was sent is not JSON, too long, of another kind.
    if (isRequestFault(error)) return reply.code(error.statusCode ?? 400).send({ code: 'invalid_input', details: { reason: error.code } });
    const id = newId();
    log.failure(id, request.routeOptions.url ?? 'unrouted', error);
    return reply.code(500).send({ code: 'internal', details: { id } });
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ code: 'not_found', details: {} }));

  app.addHook('onResponse', async (request, reply) => {
    const { method } = request;
    const route = request.routeOptions.url;
    // What no route is for counts together: its method and path are whatever somebody sent.
    answered({ method: route === undefined ? 'any' : method, route: route ?? 'unrouted', status: reply.statusCode, seconds: reply.elapsedTime / 1000 });
    log.info('request', {
      method,
      route: route ?? null,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      user: request.session?.user,
      device: request.session?.device,
    });
  });

  app.addHook('preValidation', async (request) => {
    if (isTooDeep(request.body)) throw new Problem(400, 'invalid_input', { reason: 'too_deep' });
  });

  await installLimits(app, limits);
  return app;
};
