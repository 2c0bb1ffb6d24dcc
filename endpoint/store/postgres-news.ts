import { randomInt } from 'node:crypto';
import pg from 'pg';
import type { Log } from '../log.ts';
import { bothScopes, type News, type Others } from './news.ts';

export interface PostgresNewsOptions {
  readonly url: string;
  /** Of this process. */
  readonly id: string;
  readonly log: Log;
  /** Runs one statement, e.g. of a pool. */
  readonly ask: (text: string, values: readonly unknown[]) => Promise<unknown>;
}

export interface PostgresNews extends Others {
  readonly close: () => Promise<void>;
}

const channel = 'carril_news';
/** PostgreSQL carries less than 8,000 bytes. */
const maxScopes = 150;
const firstMs = 500;
const capMs = 10_000;

const codeOf = (error: unknown): string => (error instanceof Error ? String(Reflect.get(error, 'code') ?? error.name) : 'unknown');

/**
 * News over LISTEN and NOTIFY. One NOTIFY is under way at a time; news of rows that comes meanwhile is put together, so a
 * busy process says little. A listener that has lost its connection tries again, and then says that there was a gap.
 */
export const openPostgresNews = async ({ url, id, log, ask }: PostgresNewsOptions): Promise<PostgresNews> => {
  const listeners: ((news: News) => void)[] = [];
  let client: pg.Client | null = null;
  let again: NodeJS.Timeout | undefined;
  let tries = 0;
  let closed = false;

  const heard = (payload: string | undefined): void => {
    const { from, news } = JSON.parse(payload ?? '') as { readonly from: string; readonly news: News };
    if (from !== id) for (const listener of listeners) listener(news);
  };

  const lost = (which: pg.Client, error: unknown): void => {
    if (closed || client !== which) return;
    client = null;
    log.warn('news connection lost', { code: codeOf(error) });
    const wait = Math.min(capMs, firstMs * 2 ** Math.min(tries, 8));
    tries += 1;
    again = setTimeout(() => void listen().catch((failure: unknown) => log.warn('news connection failed', { code: codeOf(failure) })), wait * (0.75 + randomInt(0, 501) / 1000));
    again.unref();
  };

  const listen = async (): Promise<void> => {
    const made = new pg.Client({ connectionString: url, application_name: 'carril-endpoint-news', keepAlive: true, connectionTimeoutMillis: 5_000 });
    client = made;
    made.on('error', (error) => lost(made, error));
    made.on('end', () => lost(made, null));
    made.on('notification', (message) => heard(message.payload));
    try {
      await made.connect();
      await made.query(`LISTEN ${channel}`);
    } catch (error) {
      lost(made, error);
      await made.end().catch(() => undefined);
      return;
    }
    if (tries > 0) for (const listener of listeners) listener({ is: 'gap' });
    tries = 0;
  };

  let telling: Promise<void> | null = null;
  let waiting: News[] = [];

  const join = (news: News): void => {
    const last = waiting.at(-1);
    if (news.is !== 'rows' || last?.is !== 'rows') return void waiting.push(news);
    const scopes = bothScopes(last.scopes, news.scopes);
    waiting[waiting.length - 1] = {
      is: 'rows',
      head: Math.max(last.head, news.head),
      scopes: scopes !== null && scopes.length > maxScopes ? null : scopes,
      by: last.by === news.by ? news.by : null,
    };
  };

  const tellAll = async (): Promise<void> => {
    for (let news = waiting.shift(); news !== undefined; news = waiting.shift()) {
      const short = news.is === 'rows' && (news.scopes?.length ?? 0) > maxScopes ? { ...news, scopes: null } : news;
      try {
        await ask('SELECT pg_notify($1, $2)', [channel, JSON.stringify({ from: id, news: short })]);
      } catch (error) {
        // Who misses it finds out at his next pull.
        log.warn('news not told', { code: codeOf(error) });
      }
    }
  };

  await listen();
  return {
    hear: (listener) => void listeners.push(listener),
    tell: (news) => {
      if (closed) return;
      join(news);
      telling ??= tellAll().finally(() => {
        telling = null;
      });
    },
    close: async () => {
      closed = true;
      clearTimeout(again);
      waiting = [];
      await telling;
      await client?.end();
    },
  };
};
