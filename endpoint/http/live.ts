import type { FastifyInstance } from 'fastify';
import { heartbeatMs, liveQuery } from '#shared/sync/protocol.ts';
import type { Log } from '../log.ts';
import { Problem } from '../problem.ts';
import { goodTokens } from '../store/accounts.ts';
import { headSeq } from '../store/head.ts';
import type { News } from '../store/news.ts';
import type { Store } from '../store/store.ts';
import { ownerOfToken } from '../sync/actor.ts';
import { pullFew } from '../sync/pull.ts';
import { issuesOf } from '../sync/validate.ts';
import { createAudience } from './audience.ts';
import { createLiveStream, type FreshPage, type ReadTo } from './live-stream.ts';
import { requireSession, sessionOf, type Session } from './session.ts';

export interface Live {
  /** Tells the desks that see one of the clients, here and on the other processes, but for the one that did it. */
  readonly poke: (rows: Omit<Extract<News, { is: 'rows' }>, 'is'>) => void;
  /** A desk was answered up to here. */
  readonly hasRead: (device: string, to: ReadTo) => void;
  /** Ends the streams of a device whose token is no longer good. */
  readonly endDevice: (device: string) => void;
  /** Ends the streams of a person whose rights have changed; his desks come back with the new ones. */
  readonly endUser: (user: string) => void;
  /** Ends, now and not at the next heartbeat, every stream whose token is no longer good. */
  readonly endRevoked: () => Promise<void>;
  readonly endAll: () => void;
  readonly count: () => number;
}

/** What many desks hear of at once they come for, each in its own time. */
const mostTold = 50;
/** A page that is longer travels better compressed. */
const maxNewsChars = 32 * 1024;

/** The open `GET /v1/live` streams: server-sent events that say «there is something new, up to here», or bring it where it is little. */
export const createLive = (store: Store, log: Log, newId: () => string) => {
  const audience = createAudience();
  let ended = false;
  const failed = (where: string) => (error: unknown) => log.failure(newId(), where, error);

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
  const beat = setInterval(() => void heartbeat().catch(failed('heartbeat')), heartbeatMs);
  beat.unref();

  const pokeAll = async (): Promise<void> => {
    const head = await headSeq(store.now);
    for (const stream of audience.all()) stream.poke(head);
  };

  /** The page that a pull would answer with, for whoever he is now: his token or his grants may have gone since the stream was opened. */
  const readOn = async ({ device, tokenHash }: Session, from: ReadTo): Promise<FreshPage | null> => {
    try {
      const { actor } = await ownerOfToken(store.now, tokenHash);
      const found = await pullFew(store, { actor, device, ...from, limit: Number.POSITIVE_INFINITY });
      return found === null || found.text.length > maxNewsChars ? null : { from, to: { since: found.next, inc: from.inc, mark: found.mark }, text: found.text };
    } catch (error) {
      // He is told so when he comes.
      if (!(error instanceof Problem)) failed('live')(error);
      return null;
    }
  };

  const deliver = (news: News): void => {
    switch (news.is) {
      case 'rows': {
        const hearing = audience.of(news.scopes);
        for (const stream of hearing) {
          if (stream.session.device === news.by) continue;
          if (hearing.size > mostTold) stream.poke(news.head);
          else stream.tell(news.head);
        }
        return;
      }
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
    hasRead: (device, to) => {
      for (const stream of audience.ofDevice(device)) stream.hasRead(to);
    },
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
      const parsed = liveQuery.safeParse(request.query);
      if (!parsed.success) throw new Problem(400, 'invalid_input', { issues: issuesOf(parsed.error) });
      const { since, inc, mark = null } = parsed.data;
      // It was on its way in when the endpoint began to stop.
      if (ended) throw new Problem(503, 'stopping');
      reply.hijack();
      const stream = createLiveStream(reply.raw, session, since === undefined || inc === undefined ? null : { since, inc, mark }, (from) => readOn(session, from));
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
