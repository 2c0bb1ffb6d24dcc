import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { heartbeatMs } from '#shared/sync/protocol.ts';
import type { Log } from '../log.ts';
import { Problem } from '../problem.ts';
import { goodTokens } from '../store/accounts.ts';
import { headSeq } from '../store/head.ts';
import type { Store } from '../store/store.ts';
import { requireSession, sessionOf, type Session } from './session.ts';

export interface Live {
  readonly poke: (head: number) => void;
  /** Ends the streams of a device whose token is no longer good. */
  readonly endDevice: (device: string) => void;
  /** Ends the streams of a person whose rights have changed; his desks come back with the new ones. */
  readonly endUser: (user: string) => void;
  /** Ends, now and not at the next heartbeat, every stream whose token is no longer good. */
  readonly endRevoked: () => Promise<void>;
  readonly endAll: () => void;
  readonly count: () => number;
}

const pokeText = (head: number): string => `event: poke\ndata: {"head":${head}}\n\n`;

/** The open `GET /v1/live` streams: server-sent events that say only «there is something new, up to here». */
export const createLive = (store: Store, log: Log, newId: () => string) => {
  const open = new Map<ServerResponse, Session>();
  let ended = false;

  // A token may have been revoked by another process; the heartbeat is when that is noticed.
  const heartbeat = async (): Promise<void> => {
    if (open.size === 0) return;
    const good = await goodTokens(store.now, [...open.values()].map((session) => session.tokenHash));
    for (const [stream, session] of open) {
      if (good.has(session.tokenHash)) stream.write(': heartbeat\n\n');
      else stream.end();
    }
  };
  const beat = setInterval(() => void heartbeat().catch((error: unknown) => log.failure(newId(), 'heartbeat', error)), heartbeatMs);
  beat.unref();

  const live: Live = {
    poke: (head) => {
      const text = pokeText(head);
      for (const stream of open.keys()) stream.write(text);
    },
    endDevice: (device) => {
      for (const [stream, session] of open) if (session.device === device) stream.end();
    },
    endUser: (user) => {
      for (const [stream, session] of open) if (session.user === user) stream.end();
    },
    endRevoked: async () => {
      if (open.size === 0) return;
      const good = await goodTokens(store.now, [...open.values()].map((session) => session.tokenHash));
      for (const [stream, session] of open) if (!good.has(session.tokenHash)) stream.end();
    },
    endAll: () => {
      ended = true;
      clearInterval(beat);
      for (const stream of open.keys()) stream.end();
    },
    count: () => open.size,
  };

  const route = (app: FastifyInstance): void => {
    app.get('/v1/live', { onRequest: requireSession(store) }, async (request, reply) => {
      const session = sessionOf(request);
      // It was on its way in when the endpoint began to stop.
      if (ended) throw new Problem(503, 'stopping');
      reply.hijack();
      const stream = reply.raw;
      stream.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
      stream.write('retry: 2000\n\n');
      stream.once('close', () => open.delete(stream));
      // Registered before the head is read, so that nothing can come to stand between the two.
      open.set(stream, session);
      try {
        stream.write(pokeText(await headSeq(store.now)));
      } catch (error) {
        log.failure(newId(), 'live', error);
        stream.destroy();
      }
    });
  };

  return { live, route };
};
