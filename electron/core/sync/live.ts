import { createParser } from 'eventsource-parser';
import { heartbeatMs, poke } from '#shared/sync/protocol.ts';
import type { Http } from './http.ts';
import { parseNews, type ToldPage } from './pull.ts';

export interface Live {
  readonly close: () => void;
}

export interface LiveOptions {
  /** Where this desk has read to, so that the news itself can come. */
  readonly from: { readonly since: number; readonly inc: number; readonly mark: string | null };
  readonly onPoke: (head: number) => void;
  readonly onNews: (told: ToldPage) => void;
  readonly onEnd: () => void;
}

/**
 * Listens to `GET /v1/live` until it ends, breaks or stays silent for longer than two heartbeats. A poke is only a hint;
 * that the stream is gone is one too: the engine then finds out what is the matter.
 */
export const openLive = (http: Http, { from, onPoke, onNews, onEnd }: LiveOptions): Live => {
  const stop = new AbortController();
  let watchdog: ReturnType<typeof setTimeout> | undefined;
  const alive = (): void => {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => stop.abort(), heartbeatMs * 2 + 10_000);
  };
  const parser = createParser({
    onEvent: (event) => {
      if (event.event === 'news') return onNews(parseNews(event.data));
      if (event.event !== 'poke') return;
      const parsed = poke.safeParse(JSON.parse(event.data));
      if (parsed.success) onPoke(parsed.data.head);
    },
  });
  const listen = async (): Promise<void> => {
    alive();
    const answer = await http.raw({ method: 'GET', path: `/v1/live?since=${from.since}&inc=${from.inc}${from.mark === null ? '' : `&mark=${encodeURIComponent(from.mark)}`}`, headers: { accept: 'text/event-stream' }, signal: stop.signal, timeoutMs: 10_000 });
    const reader = answer.body?.getReader();
    if (reader === undefined) return;
    const decoder = new TextDecoder();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      alive();
      parser.feed(decoder.decode(value, { stream: true }));
    }
  };
  let closed = false;
  const ended = (): void => {
    clearTimeout(watchdog);
    if (!closed) onEnd();
  };
  // Why it ended does not matter here: the next pull meets the same cause and reports it.
  listen().then(ended, ended);
  return {
    close: () => {
      closed = true;
      clearTimeout(watchdog);
      stop.abort();
    },
  };
};
