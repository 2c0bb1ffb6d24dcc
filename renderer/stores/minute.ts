import { useSyncExternalStore } from 'react';

/** How often what counts down is drawn again; it shows minutes. */
const everyMs = 15_000;

let now = new Date().toISOString();
let timer: ReturnType<typeof setInterval> | null = null;
const listeners = new Set<() => void>();

const tick = (): void => {
  now = new Date().toISOString();
  for (const listener of listeners) listener();
};

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  if (timer === null) {
    now = new Date().toISOString();
    timer = setInterval(tick, everyMs);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
};

/** The instant, ISO-8601 UTC, at which everything that counts down is read: one timer for the whole window. */
export const useInstant = (): string => useSyncExternalStore(subscribe, () => now);
