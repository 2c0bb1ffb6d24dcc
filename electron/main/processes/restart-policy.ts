/** How long to wait before each restart of a process that keeps ending. */
const restartDelays: readonly number[] = [500, 2000, 5000];
/** A process that stayed up this long counts as sound: its next end begins the count anew. */
const soundAfterMs = 60_000;

export interface RestartPolicy {
  /** Milliseconds until the next start, given how long the ended process was up; null: give up. */
  readonly next: (upMs: number) => number | null;
  readonly reset: () => void;
}

export const restartPolicy = (): RestartPolicy => {
  let used = 0;
  return {
    next: (upMs) => {
      if (upMs >= soundAfterMs) used = 0;
      const delay = restartDelays[used];
      used += 1;
      return delay ?? null;
    },
    reset: () => {
      used = 0;
    },
  };
};
