import type { ServerResponse } from 'node:http';
import type { Session } from './session.ts';

/** Where a desk has read the feed to. */
export interface ReadTo {
  readonly since: number;
  readonly inc: number;
  readonly mark: string | null;
}

/** A page of the feed, NDJSON. */
export interface FreshPage {
  readonly from: ReadTo;
  readonly to: ReadTo;
  readonly text: string;
}

export interface LiveStream {
  readonly session: Session;
  /** Tells the desk how far the feed has come, once; where an earlier word is still under way, after that and for all of them. */
  readonly poke: (head: number) => void;
  /** The same, with the news itself where there is little of it. */
  readonly tell: (head: number) => void;
  /** The desk has read to here by itself. */
  readonly hasRead: (to: ReadTo) => void;
  /** Says that we are there; false where the desk has taken nothing since the last beat. */
  readonly beat: () => boolean;
  readonly end: () => void;
  readonly cut: () => void;
}

/**
 * One desk's stream of server-sent events. At most one piece is under way and at most one poke waits, so a desk that reads
 * slowly costs no memory, and one that was busy hears the newest head alone. `from`: where the desk has read to; null: it
 * wants pokes only. `read` gives the page behind that, or null where the desk has to come for it; it never fails.
 */
export const createLiveStream = (to: ServerResponse, session: Session, from: ReadTo | null, read: (from: ReadTo) => Promise<FreshPage | null>): LiveStream => {
  let readTo = from;
  let withNews = false;
  let told = 0;
  let waiting = 0;
  let underWay = false;
  let takenSinceBeat = true;

  const send = (text: string): void => {
    underWay = true;
    to.write(text, () => {
      underWay = false;
      takenSinceBeat = true;
      flush();
    });
  };
  const hint = (): void => {
    told = waiting;
    send(`event: poke\ndata: {"head":${told}}\n\n`);
  };
  const isOver = (): boolean => to.writableEnded || to.destroyed;
  const bring = async (behind: ReadTo): Promise<void> => {
    underWay = true;
    const page = await read(behind);
    underWay = false;
    if (isOver()) return;
    if (page === null || page.to.since < waiting) return hint();
    readTo = page.to;
    told = page.to.since;
    send(`event: news\ndata: {"since":${page.from.since},"inc":${page.from.inc}}\ndata: ${page.text.trimEnd().replaceAll('\n', '\ndata: ')}\n\n`);
  };
  const flush = (): void => {
    if (underWay || waiting <= told || isOver()) return;
    if (withNews && readTo !== null) void bring(readTo);
    else hint();
  };

  to.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  send('retry: 2000\n\n');
  return {
    session,
    poke: (head) => {
      withNews = false;
      waiting = Math.max(waiting, head);
      flush();
    },
    tell: (head) => {
      withNews = true;
      waiting = Math.max(waiting, head);
      flush();
    },
    hasRead: (next) => {
      if (readTo !== null) readTo = next;
    },
    beat: () => {
      if (!underWay) {
        send(': heartbeat\n\n');
        return true;
      }
      const slow = !takenSinceBeat;
      takenSinceBeat = false;
      return !slow;
    },
    end: () => void to.end(),
    cut: () => void to.destroy(),
  };
};
