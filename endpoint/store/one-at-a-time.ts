import { AsyncLocalStorage } from 'node:async_hooks';

/** Runs works one after another, in the order in which they came. */
export type OneAtATime = <T>(work: () => Promise<T>) => Promise<T>;

export const oneAtATime = (): OneAtATime => {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work);
    // Whoever comes next waits for the end, whatever the end was; the caller hears of the failure.
    last = turn.catch(() => undefined);
    return turn;
  };
};

const inside = new AsyncLocalStorage<true>();

/** Runs a transaction's work. Throws where it is asked for inside another, for the inner one would wait for the outer's end. */
export const notNested = <T>(work: () => Promise<T>): Promise<T> => {
  if (inside.getStore() === true) return Promise.reject(new Error('a transaction inside another: pass the handle on instead'));
  return inside.run(true, work);
};
