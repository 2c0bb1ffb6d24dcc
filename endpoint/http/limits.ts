import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../problem.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Counted by itself and per address, for each try costs a password hash. */
    readonly signIn?: true;
    /** Its body may take as long as the connection allows: files over slow lines. */
    readonly longBody?: true;
  }
}

/** How much one may ask, and how long one may take for it. A count of 0 is no limit. */
export interface Limits {
  /** Requests of one device in a window. */
  readonly device: number;
  /** Requests without a token of one address in a window. */
  readonly address: number;
  /** Sign-ins of one address in a window. */
  readonly signIn: number;
  readonly windowMs: number;
  /** Until the head of a request is there whole. */
  readonly headersMs: number;
  /** Until a body that is no file is there whole. */
  readonly bodyMs: number;
  /** Until any request is there whole; also how long a connection may be silent. */
  readonly requestMs: number;
}

export const defaultLimits: Limits = { device: 6000, address: 600, signIn: 60, windowMs: 60_000, headersMs: 15_000, bodyMs: 60_000, requestMs: 300_000 };

/** Devices and addresses that are remembered at once. */
const remembered = 20_000;

type Limiter = (request: FastifyRequest) => Promise<void>;

const unlimited: Limiter = () => Promise.resolve();

const cutOff = (request: FastifyRequest, reply: FastifyReply): void => {
  reply.raw.once('finish', () => request.raw.destroy());
  void reply.code(408).header('connection', 'close').send({ code: 'too_slow', details: {} });
};

/**
 * Counts requests per device, and per address where there is no token, and ends bodies that do not get on. Throws Problem
 * 429 `too_many_requests` { retry_after_s }. To be called before the routes are made.
 */
export const installLimits = async (app: FastifyInstance, limits: Limits): Promise<void> => {
  await app.register(rateLimit, { global: false, timeWindow: limits.windowMs, cache: remembered });
  const limiter = (max: number, keyGenerator?: (request: FastifyRequest) => string): Limiter => {
    if (max === 0) return unlimited;
    const count = app.createRateLimit({ max, ...(keyGenerator === undefined ? {} : { keyGenerator }) });
    return async (request) => {
      const found = await count(request);
      if (!found.isAllowed && found.isExceeded) throw new Problem(429, 'too_many_requests', { retry_after_s: Math.max(1, found.ttlInSeconds) });
    };
  };
  const perDevice = limiter(limits.device, (request) => request.session?.device ?? '');
  const perAddress = limiter(limits.address);
  const perSignIn = limiter(limits.signIn);

  // After the route's own hook, which tells who asks, and before a byte of the body is read.
  app.addHook('preParsing', async (request) => {
    if (request.session !== null) return perDevice(request);
    return request.routeOptions.config.signIn === true ? perSignIn(request) : perAddress(request);
  });

  app.addHook('preParsing', async (request, reply) => {
    if (request.method === 'GET' || request.method === 'HEAD' || request.routeOptions.config.longBody === true) return;
    const timer = setTimeout(cutOff, limits.bodyMs, request, reply);
    const clear = (): void => clearTimeout(timer);
    request.raw.once('end', clear);
    request.raw.once('close', clear);
  });
};
