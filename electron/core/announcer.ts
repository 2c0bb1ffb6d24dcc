import type { ChangedListener, Topic } from '#shared/contract/events.ts';

export interface Announcer {
  readonly announce: (topics: Iterable<Topic>) => void;
  readonly onChanged: (listener: ChangedListener) => () => void;
  readonly stop: () => void;
}

/**
 * Gathers what changed within one turn of the event loop and says it once: a command that touches ten rows, or ten
 * commands in one message burst, make the windows ask again only once. It speaks after the answer of the command has left.
 */
export const createAnnouncer = (): Announcer => {
  const listeners = new Set<ChangedListener>();
  const gathered = new Set<Topic>();
  let turn: NodeJS.Immediate | null = null;
  const speak = (): void => {
    turn = null;
    const topics = [...gathered];
    gathered.clear();
    for (const listener of listeners) listener(topics);
  };
  return {
    announce: (topics) => {
      for (const topic of topics) gathered.add(topic);
      if (gathered.size > 0) turn ??= setImmediate(speak);
    },
    onChanged: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stop: () => {
      if (turn !== null) clearImmediate(turn);
      turn = null;
      listeners.clear();
    },
  };
};
