import type { LiveStream } from './live-stream.ts';

/** The open streams, to be found by the clients that their people see. */
export const createAudience = () => {
  const open = new Set<LiveStream>();
  /** Those who see every client. */
  const everywhere = new Set<LiveStream>();
  const byClient = new Map<string, Set<LiveStream>>();
  const byDevice = new Map<string, Set<LiveStream>>();

  const placeIn = (map: Map<string, Set<LiveStream>>, key: string): Set<LiveStream> => {
    const place = map.get(key) ?? new Set();
    map.set(key, place);
    return place;
  };
  const placesOf = ({ session }: LiveStream): readonly Set<LiveStream>[] => {
    const { clients } = session.actor;
    const own = placeIn(byDevice, session.device);
    return clients === null ? [own, everywhere] : [own, ...clients.map((client) => placeIn(byClient, client))];
  };

  return {
    /** Answers with how to take it out again. */
    add: (stream: LiveStream): (() => void) => {
      open.add(stream);
      for (const place of placesOf(stream)) place.add(stream);
      return () => {
        open.delete(stream);
        for (const place of placesOf(stream)) place.delete(stream);
        for (const client of stream.session.actor.clients ?? []) if (byClient.get(client)?.size === 0) byClient.delete(client);
        if (byDevice.get(stream.session.device)?.size === 0) byDevice.delete(stream.session.device);
      };
    },
    all: (): readonly LiveStream[] => [...open],
    /** Whoever sees one of the clients; null: everybody. */
    of: (clients: readonly string[] | null): ReadonlySet<LiveStream> => {
      if (clients === null) return open;
      if (clients.length === 0) return new Set();
      const found = new Set(everywhere);
      for (const client of clients) for (const stream of byClient.get(client) ?? []) found.add(stream);
      return found;
    },
    ofDevice: (device: string): Iterable<LiveStream> => byDevice.get(device) ?? [],
    count: (): number => open.size,
  } as const;
};
