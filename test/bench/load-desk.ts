import { Agent, request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { createParser } from 'eventsource-parser';
import type { WireDesk } from '#test/support/endpoint/wire.ts';

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const liveAgent = new Agent({ maxSockets: Number.POSITIVE_INFINITY });

const get = (url: string, headers: Record<string, string>, by: Agent): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const asked = request(url, { headers, agent: by }, resolve);
    asked.once('error', reject);
    asked.end();
  });

export interface LoadDesk {
  readonly wire: WireDesk;
  readonly pulls: () => number;
  readonly close: () => void;
}

/** A desk that listens, and pulls at each poke that tells of more than it has; `heard` gets the seq of each row. */
export const openLoadDesk = async (wire: WireDesk, address: string, heard: (seq: number) => void, failed: (error: unknown) => void): Promise<LoadDesk> => {
  let cursor = (await wire.pull(0, 20_000)).end.next;
  let wanted = cursor;
  let pulling = false;
  let pulls = 0;
  const life = { over: false };

  const pullAll = async (): Promise<void> => {
    pulling = true;
    while (wanted > cursor && !life.over) {
      const answer = await get(`${address}/v1/pull?since=${cursor}&inc=1`, wire.headers(), agent);
      const body = await text(answer);
      if (answer.statusCode !== 200) throw new Error(`pull: ${answer.statusCode}`);
      pulls += 1;
      for (const line of body.trimEnd().split('\n')) {
        const parsed = JSON.parse(line) as { readonly seq?: number; readonly end?: true; readonly next?: number };
        if (parsed.end === true) cursor = parsed.next ?? cursor;
        else if (parsed.seq !== undefined) heard(parsed.seq);
      }
    }
    pulling = false;
  };

  const live = await get(`${address}/v1/live`, wire.headers(), liveAgent);
  if (live.statusCode !== 200) throw new Error(`live: ${live.statusCode}`);
  const parser = createParser({
    onEvent: (event) => {
      wanted = Math.max(wanted, (JSON.parse(event.data) as { readonly head: number }).head);
      if (!pulling) pullAll().catch(failed);
    },
  });
  live.setEncoding('utf8').on('data', (chunk: string) => parser.feed(chunk));
  live.on('error', (error) => (life.over ? undefined : failed(error)));
  return {
    wire,
    pulls: () => pulls,
    close: () => {
      life.over = true;
      live.destroy();
    },
  };
};
