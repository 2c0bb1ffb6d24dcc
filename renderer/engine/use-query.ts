import { useEffect, useRef, useState } from 'react';
import type { CoreContract, CoreMethod } from '#shared/contract/core.ts';
import type { Topic } from '#shared/contract/events.ts';
import type { InputOf, ResultOf } from '#shared/contract/method.ts';
import { AppError } from '#shared/errors.ts';
import { core, onChanged, touches } from './core.ts';

export interface QueryState<T> {
  readonly data: T | undefined;
  readonly error: AppError | null;
  readonly refetching: boolean;
  readonly refetch: () => void;
}

interface Held<T> {
  readonly key: string;
  readonly data: T | undefined;
  readonly error: AppError | null;
  readonly refetching: boolean;
}

export const asAppError = (error: unknown): AppError => (error instanceof AppError ? error : new AppError('internal', {}, { cause: error }));

/** The questions under way: two parts of the window that ask the same get one answer. A change makes the next ask anew. */
const flights = new Map<string, Promise<unknown>>();
onChanged(() => flights.clear());

const askOnce = <M extends CoreMethod>(key: string, method: M, input: InputOf<CoreContract[M]>): Promise<ResultOf<CoreContract[M]>> => {
  const known = flights.get(key);
  if (known !== undefined) return known as Promise<ResultOf<CoreContract[M]>>;
  const flight = core.call(method, input).finally(() => {
    if (flights.get(key) === flight) flights.delete(key);
  });
  flights.set(key, flight);
  return flight;
};

/**
 * Asks the engine and asks again when one of `topics` is announced. Old data stays while the new is fetched; an answer
 * to an input that is no longer wanted is dropped. Announcements during a fetch lead to one more fetch, not to many.
 * `input` null asks nothing. Changing the input keeps the old data only with `keep`.
 */
export const useQuery = <M extends CoreMethod>(
  method: M,
  input: InputOf<CoreContract[M]> | null,
  topics: readonly Topic[],
  options: { readonly keep?: boolean } = {},
): QueryState<ResultOf<CoreContract[M]>> => {
  type Result = ResultOf<CoreContract[M]>;
  const key = input === null ? '' : `${method} ${JSON.stringify(input)}`;
  const [held, setHeld] = useState<Held<Result>>({ key, data: undefined, error: null, refetching: input !== null });
  const wanted = topics.join(' ');
  const ask = useRef<() => void>(() => {});
  // The key stands for the input: an equal object must not ask again.
  const latest = useRef(input);
  useEffect(() => {
    latest.current = input;
  });

  useEffect(() => {
    if (key === '') return undefined;
    let live = true;
    let busy = false;
    let again = false;
    const run = (): void => {
      if (busy) {
        again = true;
        return;
      }
      busy = true;
      again = false;
      setHeld((before) => (before.refetching && before.key === key ? before : { ...before, refetching: true }));
      askOnce(key, method, latest.current as InputOf<CoreContract[M]>).then(
        (data) => live && setHeld({ key, data, error: null, refetching: false }),
        (error: unknown) =>
          live && setHeld((before) => ({ key, data: before.key === key ? before.data : undefined, error: asAppError(error), refetching: false })),
      ).finally(() => {
        busy = false;
        if (live && again) run();
      });
    };
    ask.current = run;
    run();
    const list = wanted === '' ? [] : (wanted.split(' ') as Topic[]);
    const forget = onChanged((announced) => touches(announced, list) && run());
    return () => {
      live = false;
      forget();
    };
    // `key` stands for method and input.
  }, [key, wanted, method]);

  const mine = held.key === key || options.keep === true;
  return {
    data: key === '' || !mine ? undefined : held.data,
    error: held.key === key ? held.error : null,
    refetching: held.refetching,
    refetch: () => ask.current(),
  };
};
