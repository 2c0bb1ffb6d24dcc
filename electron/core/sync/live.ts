import { createParser } from 'eventsource-parser';
import { heartbeatMs, poke } from '#shared/sync/protocol.ts';
import type { Http } from './http.ts';

export interface Live {
  readonly close: () => void;
}

/**
 * Listens to `GET /v1/live` until it ends, breaks or stays silent for longer than two heartbeats. A poke is only a hint;
 * that the stream is gone is one too: the engine then finds out what is the matter.
 */
export const openLive = (http: Http, onPoke: (head: number) => void, onEnd: () => void): Live => {
  const stop = new AbortController();
  let watchdog: ReturnType<typeof setTimeout> | undefined;
  const alive = (): void => {
    clearTimeout(watchdog);
    watchdog = setTimeout(() => stop.abort(), heartbeatMs * 2 + 10_000);
  };
  const parser = createParser({
    onEvent: (event) => {
      if (event.event !== 'poke') return;
      const parsed = poke.safeParse(JSON.parse(event.data));
      if (parsed.success) onPoke(parsed.data.head);
    },
  });
  const listen = async (): Promise<void> => {
    alive();
    const answer = await http.raw({ method: 'GET', path: '/v1/live', headers: { accept: 'text/event-stream' }, signal: stop.signal, timeoutMs: 10_000 });
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
