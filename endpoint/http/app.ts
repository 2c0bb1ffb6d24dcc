import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import type { Log } from '../log.ts';
import type { Metrics } from '../metrics/metrics.ts';
import { Problem } from '../problem.ts';

const isRequestFault = (error: FastifyError): boolean => error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500;

/** The bare HTTP server: how failures leave, what is logged and counted. */
export const createApp = (log: Log, newId: () => string, answered: Metrics['answered']): FastifyInstance => {
  const app = Fastify({ logger: false, forceCloseConnections: false, bodyLimit: 64 * 1024, routerOptions: { maxParamLength: 200 } });
  app.decorateRequest('session', null);

  app.setErrorHandler((error: FastifyError | Problem, request, reply) => {
    if (error instanceof Problem) {
      if (error.status === 429) reply.header('retry-after', String(error.details['retry_after_s']));
      if (error.status >= 500) log.failure(newId(), request.routeOptions.url ?? 'unrouted', error);
      return reply.code(error.status).send({ code: error.code, details: error.details });
    }
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

  return app;
};
