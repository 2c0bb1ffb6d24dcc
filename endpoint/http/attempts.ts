/** Failed sign-ins per address and e-mail, in memory: a restart forgives. */
export interface Attempts {
  /** Seconds to wait, or null if the person may try now. */
  readonly waitSeconds: (who: string) => number | null;
  readonly failed: (who: string) => void;
  readonly succeeded: (who: string) => void;
}

const allowed = 10;
const windowMs = 5 * 60_000;
const maxRemembered = 10_000;

export const createAttempts = (now: () => number): Attempts => {
  const failures = new Map<string, { count: number; readonly since: number }>();
  const current = (who: string): { count: number; readonly since: number } | undefined => {
    const found = failures.get(who);
    if (found && now() - found.since > windowMs) {
      failures.delete(who);
      return undefined;
    }
    return found;
  };
  const forgetOldest = (): void => {
    for (const who of failures.keys()) {
      if (failures.size < maxRemembered) return;
      failures.delete(who);
    }
  };
  return {
    waitSeconds: (who) => {
      const found = current(who);
      return found && found.count >= allowed ? Math.max(1, Math.ceil((found.since + windowMs - now()) / 1000)) : null;
    },
    failed: (who) => {
      const found = current(who);
      if (found) {
        found.count += 1;
        return;
      }
      forgetOldest();
      failures.set(who, { count: 1, since: now() });
    },
    succeeded: (who) => void failures.delete(who),
  };
};
