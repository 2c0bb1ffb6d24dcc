import type { FastifyInstance } from 'fastify';
import { heartbeatMs } from '#shared/sync/protocol.ts';
import type { Log } from '../log.ts';
import { Problem } from '../problem.ts';
import { goodTokens } from '../store/accounts.ts';
import { headSeq } from '../store/head.ts';
import type { News } from '../store/news.ts';
import type { Store } from '../store/store.ts';
import { createAudience } from './audience.ts';
import { createLiveStream } from './live-stream.ts';
import { requireSession, sessionOf } from './session.ts';

export interface Live {
  /** Tells the desks that see one of the clients, here and on the other processes, but for the one that did it. */
  readonly poke: (rows: Omit<Extract<News, { is: 'rows' }>, 'is'>) => void;
  /** Ends the streams of a device whose token is no longer good. */
  readonly endDevice: (device: string) => void;
  /** Ends the streams of a person whose rights have changed; his desks come back with the new ones. */
  readonly endUser: (user: string) => void;
  /** Ends, now and not at the next heartbeat, every stream whose token is no longer good. */
  readonly endRevoked: () => Promise<void>;
  readonly endAll: () => void;
  readonly count: () => number;
}

/** The open `GET /v1/live` streams: server-sent events that say only «there is something new, up to here». */
export const createLive = (store: Store, log: Log, newId: () => string) => {
  const audience = createAudience();
  let ended = false;

  const endBad = async (): Promise<void> => {
    if (audience.count() === 0) return;
    const open = audience.all();
    const good = await goodTokens(store.now, open.map(({ session }) => session.tokenHash));
    for (const stream of open) if (!good.has(stream.session.tokenHash)) stream.end();
  };

  // A token may have been revoked by a command line beside us; the heartbeat is when that is noticed.
  const heartbeat = async (): Promise<void> => {
    await endBad();
    let slow = 0;
    for (const stream of audience.all()) {
      if (stream.beat()) continue;
      slow += 1;
      stream.cut();
    }
    if (slow > 0) log.info('slow live streams cut', { streams: slow });
  };
  const failed = (where: string) => (error: unknown) => log.failure(newId(), where, error);
  const beat = setInterval(() => void heartbeat().catch(failed('heartbeat')), heartbeatMs);
  beat.unref();

  const pokeAll = async (): Promise<void> => {
    const head = await headSeq(store.now);
    for (const stream of audience.all()) stream.poke(head);
  };

  const deliver = (news: News): void => {
    switch (news.is) {
      case 'rows':
        for (const stream of audience.of(news.scopes)) if (stream.session.device !== news.by) stream.poke(news.head);
        return;
      case 'end':
        for (const stream of audience.all()) if ('device' in news ? stream.session.device === news.device : stream.session.user === news.user) stream.end();
        return;
      case 'revoked':
        return void endBad().catch(failed('live'));
      case 'gap':
        return void pokeAll().catch(failed('live'));
    }
  };
  store.others.hear(deliver);

  const tellAll = (news: News): void => {
    deliver(news);
    store.others.tell(news);
  };

  const live: Live = {
    poke: (rows) => tellAll({ is: 'rows', ...rows }),
    endDevice: (device) => tellAll({ is: 'end', device }),
    endUser: (user) => tellAll({ is: 'end', user }),
    endRevoked: async () => {
      store.others.tell({ is: 'revoked' });
      await endBad();
    },
    endAll: () => {
      ended = true;
      clearInterval(beat);
      for (const stream of audience.all()) stream.end();
    },
    count: audience.count,
  };

  const route = (app: FastifyInstance): void => {
    app.get('/v1/live', { onRequest: requireSession(store) }, async (request, reply) => {
      const session = sessionOf(request);
      // It was on its way in when the endpoint began to stop.
      if (ended) throw new Problem(503, 'stopping');
      reply.hijack();
      const stream = createLiveStream(reply.raw, session);
      // Registered before the head is read, so that nothing can come to stand between the two.
      reply.raw.once('close', audience.add(stream));
      try {
        stream.poke(await headSeq(store.now));
      } catch (error) {
        log.failure(newId(), 'live', error);
        stream.cut();
      }
    });
  };

  return { live, route };
};
