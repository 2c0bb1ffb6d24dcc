/** Timers and clocks of this process that pass only when told to. `setImmediate` stays what it is: work goes on, time stands. */
export interface VirtualTime {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** When the next timer is due; null where none is set. */
  readonly nextAt: () => number | null;
  /** Lets time pass to the next timer and fires that one alone. False where none is set. */
  readonly fireNext: () => boolean;
  /** Lets time pass without firing: what has become due comes with the next `fireNext`. */
  readonly pass: (ms: number) => void;
  readonly restore: () => void;
}

interface Timer {
  readonly id: number;
  readonly work: () => void;
  readonly everyMs: number | null;
  at: number;
}

type Work = (...given: readonly unknown[]) => void;

/** What `setTimeout` answers with, as far as anybody uses it. */
class Handle {
  readonly id: number;
  constructor(id: number) {
    this.id = id;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
  hasRef(): boolean {
    return true;
  }
}

export const virtualTime = (start: number): VirtualTime => {
  const real = { setTimeout, clearTimeout, setInterval, clearInterval, dateNow: Date.now, performanceNow: performance.now };
  const timers = new Map<number, Timer>();
  let ms = start;
  let count = 0;

  const set = (everyMs: number | null, work: Work, delay: number, given: readonly unknown[]): Handle => {
    const id = (count += 1);
    timers.set(id, { id, work: () => work(...given), everyMs, at: ms + Math.max(1, delay) });
    return new Handle(id);
  };
  const clear = (handle: unknown): void => {
    if (handle instanceof Handle) timers.delete(handle.id);
  };
  const next = (): Timer | null => {
    let first: Timer | null = null;
    for (const timer of timers.values()) if (first === null || timer.at < first.at) first = timer;
    return first;
  };

  Object.assign(globalThis, {
    setTimeout: (work: Work, delay = 1, ...given: readonly unknown[]) => set(null, work, delay, given),
    setInterval: (work: Work, delay = 1, ...given: readonly unknown[]) => set(Math.max(1, delay), work, delay, given),
    clearTimeout: clear,
    clearInterval: clear,
  });
  Date.now = () => ms;
  performance.now = () => ms - start;

  return {
    now: () => ms,
    nextAt: () => next()?.at ?? null,
    fireNext: () => {
      const timer = next();
      if (timer === null) return false;
      ms = Math.max(ms, timer.at);
      if (timer.everyMs === null) timers.delete(timer.id);
      else timer.at = ms + timer.everyMs;
      timer.work();
      return true;
    },
    pass: (more) => void (ms += more),
    restore: () => {
      const { dateNow, performanceNow, ...functions } = real;
      Object.assign(globalThis, functions);
      Date.now = dateNow;
      performance.now = performanceNow;
    },
  };
};
