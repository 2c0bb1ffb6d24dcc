import { createParser } from 'eventsource-parser';
import type { WireDesk } from './wire.ts';

export interface Listener {
  /** The heads that it was told, in their order. */
  readonly heads: readonly number[];
  /** The news that it was brought: the event's data, line by line. */
  readonly news: readonly (readonly string[])[];
  /** When the stream has ended, whoever ended it. */
  readonly ended: Promise<void>;
  readonly close: () => void;
}

/** Listens to the live stream of an endpoint; answers when the first head has come. `query`: `?since=…`, to be brought news. */
export const listenTo = async (address: string, desk: WireDesk, query = ''): Promise<Listener> => {
  const stop = new AbortController();
  const response = await fetch(`${address}/v1/live${query}`, { headers: desk.headers(), signal: stop.signal });
  if (!response.ok || response.body === null) throw new Error(`live: ${response.status}`);
  const heads: number[] = [];
  const news: string[][] = [];
  const first = Promise.withResolvers<void>();
  const parser = createParser({
    onEvent: (event) => {
      if (event.event === 'news') return void news.push(event.data.split('\n'));
      heads.push((JSON.parse(event.data) as { readonly head: number }).head);
      first.resolve();
    },
  });
  const body = response.body;
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder();
    for await (const chunk of body) parser.feed(decoder.decode(chunk as Uint8Array, { stream: true }));
  };
  // Broken off is an end too.
  const ended = read().catch(() => undefined);
  await first.promise;
  return { heads, news, ended, close: () => stop.abort() };
};
