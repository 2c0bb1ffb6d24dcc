/** How often somebody may do something in a window, in memory: a restart forgives. */
export interface Quota {
  /** Counts one; false where there have been too many. */
  readonly take: (who: string) => boolean;
}

const maxRemembered = 10_000;

export const createQuota = (now: () => number, { max, windowMs }: { readonly max: number; readonly windowMs: number }): Quota => {
  const counts = new Map<string, { count: number; since: number }>();
  return {
    take: (who) => {
      const found = counts.get(who);
      if (found !== undefined && now() - found.since <= windowMs) return (found.count += 1) <= max;
      counts.delete(who);
      for (const oldest of counts.keys()) {
        if (counts.size < maxRemembered) break;
        counts.delete(oldest);
      }
      counts.set(who, { count: 1, since: now() });
      return true;
    },
  };
};
