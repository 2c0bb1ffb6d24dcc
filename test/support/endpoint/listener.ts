import { createParser } from 'eventsource-parser';
import type { WireDesk } from './wire.ts';

export interface Listener {
  /** The heads that it was told, in their order. */
  readonly heads: readonly number[];
  /** When the stream has ended, whoever ended it. */
  readonly ended: Promise<void>;
  readonly close: () => void;
}

/** Listens to the live stream of an endpoint; answers when the first head has come. */
export const listenTo = async (address: string, desk: WireDesk): Promise<Listener> => {
  const stop = new AbortController();
  const response = await fetch(`${address}/v1/live`, { headers: desk.headers(), signal: stop.signal });
  if (!response.ok || response.body === null) throw new Error(`live: ${response.status}`);
  const heads: number[] = [];
  const first = Promise.withResolvers<void>();
  const parser = createParser({
    onEvent: (event) => {
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
  return { heads, ended, close: () => stop.abort() };
};
