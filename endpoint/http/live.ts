import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { heartbeatMs } from '#shared/sync/protocol.ts';
import type { Store } from '../store/store.ts';
import { requireSession, sessionOf, sessionOfHash, type Session } from './session.ts';

export interface Live {
  readonly poke: (head: number) => void;
  /** Ends the streams of a device whose token is no longer good. */
  readonly endDevice: (device: string) => void;
  readonly endAll: () => void;
}

const pokeText = (head: number): string => `event: poke\ndata: {"head":${head}}\n\n`;

/** The open `GET /v1/live` streams: server-sent events that say only «there is something new, up to here». */
export const createLive = (store: Store) => {
  const open = new Map<ServerResponse, Session>();

  const stillGood = (session: Session): boolean => {
    try {
      sessionOfHash(store, session.tokenHash);
      return true;
    } catch {
      return false;
    }
  };

  // A token may have been revoked by another process; the heartbeat is when that is noticed.
  const beat = setInterval(() => {
    for (const [stream, session] of open) {
      if (stillGood(session)) stream.write(': heartbeat\n\n');
      else stream.end();
    }
  }, heartbeatMs);
  beat.unref();

  const live: Live = {
    poke: (head) => {
      const text = pokeText(head);
      for (const stream of open.keys()) stream.write(text);
    },
    endDevice: (device) => {
      for (const [stream, session] of open) if (session.device === device) stream.end();
    },
    endAll: () => {
      clearInterval(beat);
      for (const stream of open.keys()) stream.end();
    },
  };

  const route = (app: FastifyInstance): void => {
    app.get('/v1/live', { onRequest: requireSession(store) }, (request, reply) => {
      const session = sessionOf(request);
      reply.hijack();
      const stream = reply.raw;
      stream.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
      stream.write(`retry: 2000\n\n${pokeText(store.head.read().seq)}`);
      open.set(stream, session);
      stream.once('close', () => open.delete(stream));
    });
  };

  return { live, route };
};
