import type { ServerResponse } from 'node:http';
import type { Session } from './session.ts';

export interface LiveStream {
  readonly session: Session;
  /** Tells the desk how far the feed has come, once; where an earlier word is still under way, after that and for all of them. */
  readonly poke: (head: number) => void;
  /** Says that we are there; false where the desk has taken nothing since the last beat. */
  readonly beat: () => boolean;
  readonly end: () => void;
  readonly cut: () => void;
}

/**
 * One desk's stream of server-sent events. At most one piece is under way and at most one poke waits, so a desk that reads
 * slowly costs no memory, and one that was busy hears the newest head alone.
 */
export const createLiveStream = (to: ServerResponse, session: Session): LiveStream => {
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
  const flush = (): void => {
    if (underWay || waiting <= told || to.writableEnded || to.destroyed) return;
    told = waiting;
    send(`event: poke\ndata: {"head":${told}}\n\n`);
  };

  to.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  send('retry: 2000\n\n');
  return {
    session,
    poke: (head) => {
      waiting = Math.max(waiting, head);
      flush();
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
