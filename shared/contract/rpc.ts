import { createBirpc } from 'birpc';
import type { z } from 'zod';
import { AppError, isErrorCode, type WireError } from '../errors.ts';
import type { Call, Contract, Handlers } from './method.ts';
import type { ChangedListener, Topic } from './events.ts';

/** Anything that carries structured clones: MessagePort, a utility process's parent port, ipc, a WebSocket in tests. */
export interface Channel {
  readonly post: (data: unknown) => void;
  readonly on: (listener: (data: unknown) => void) => void;
}

type Answer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: WireError };
interface Served {
  call: (name: string, input: unknown) => Promise<Answer>;
}
interface Heard {
  changed: (topics: readonly Topic[]) => void;
}

export interface ServeOptions {
  /** Logs what was not expected and gives the id under which it stands in the log. */
  readonly onInternal: (error: unknown, method: string) => string;
  readonly onSlow?: (method: string, ms: number) => void;
  readonly now?: () => number;
}

const issuesOf = (error: z.ZodError): readonly { path: string; message: string }[] =>
  error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));

/** What the file system says of a disk without room, wherever it was thrown. */
const isFull = (error: unknown): boolean => error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');

/** Turns whatever was thrown into what may cross the boundary. */
export const toWireError = (error: unknown, method: string, onInternal: ServeOptions['onInternal']): WireError => {
  if (error instanceof AppError && error.code !== 'internal') return { code: error.code, details: error.details };
  if (isFull(error)) return { code: 'disk_full', details: {} };
  return { code: 'internal', details: { id: onInternal(error, method) } };
};

/**
 * Parse the input, run the handler, wrap the answer. Only a contract's own keys can be called: bare birpc would let the
 * other side reach `constructor`.
 */
export const dispatcher =
  <C extends Contract>(contract: C, handlers: Handlers<C>, options: ServeOptions) =>
  async (name: string, input: unknown): Promise<Answer> => {
    if (typeof name !== 'string' || !Object.hasOwn(contract, name)) return { ok: false, error: { code: 'not_found', details: { method: String(name).slice(0, 60) } } };
    const parsed = (contract[name] as Contract[string]).input.safeParse(input);
    if (!parsed.success) return { ok: false, error: { code: 'invalid_input', details: { issues: issuesOf(parsed.error) } } };
    const started = options.now?.() ?? 0;
    try {
      const handler = handlers[name as keyof C] as (input: unknown) => unknown;
      const value = await handler(parsed.data);
      const took = (options.now?.() ?? 0) - started;
      if (took > 50) options.onSlow?.(name, took);
      return { ok: true, value };
    } catch (error) {
      return { ok: false, error: toWireError(error, name, options.onInternal) };
    }
  };

/** Serve a contract over a channel. Returns how to announce changes and how to stop. */
export const serve = <C extends Contract>(channel: Channel, contract: C, handlers: Handlers<C>, options: ServeOptions) => {
  const call = dispatcher(contract, handlers, options);
  const rpc = createBirpc<Heard, Served>(
    { call },
    {
      post: channel.post,
      on: (listener) => channel.on(listener),
      resolver: (name, resolved) => (name === 'call' ? resolved : undefined),
      eventNames: ['changed'],
      onGeneralError: () => true,
    },
  );
  return {
    changed: (topics: readonly Topic[]): void => void rpc.changed.asEvent(topics),
    close: (): void => rpc.$close(),
  };
};

export interface Client<C extends Contract> {
  readonly call: Call<C>;
  /** Fails all pending calls with `core_down`; the channel is dead. */
  readonly fail: () => void;
  readonly close: () => void;
}

/** A typed client of a contract over a channel. `limitOf`: milliseconds that a call may take, null for any. Every failure is an `AppError`; a silent other side ends in `timeout`. */
export const connect = <C extends Contract>(channel: Channel, limitOf: (name: keyof C & string) => number | null, onChanged?: ChangedListener): Client<C> => {
  const pending = new Set<(error: AppError) => void>();
  let down = false;
  const rpc = createBirpc<Served, Heard>(
    { changed: (topics) => onChanged?.(topics) },
    {
      post: channel.post,
      on: (listener) => channel.on(listener),
      resolver: (name, resolved) => (name === 'changed' ? resolved : undefined),
      timeout: -1,
      onGeneralError: () => true,
    },
  );
  const call: Call<C> = (name, input) => {
    if (down) return Promise.reject(new AppError('core_down'));
    return new Promise((resolve, reject) => {
      const limit = limitOf(name);
      const timer = limit === null ? null : setTimeout(() => settle(() => reject(new AppError('timeout', { method: name }))), limit);
      const fail = (error: AppError): void => settle(() => reject(error));
      const settle = (finish: () => void): void => {
        if (!pending.delete(fail)) return;
        if (timer !== null) clearTimeout(timer);
        finish();
      };
      pending.add(fail);
      rpc.call(name, input).then(
        (answer) =>
          settle(() => {
            if (answer.ok) resolve(answer.value as never);
            else reject(new AppError(isErrorCode(answer.error.code) ? answer.error.code : 'internal', answer.error.details));
          }),
        (error: unknown) => fail(new AppError('core_down', {}, { cause: error })),
      );
    });
  };
  const fail = (): void => {
    down = true;
    for (const reject of [...pending]) reject(new AppError('core_down'));
  };
  return {
    call,
    fail,
    close: () => {
      fail();
      rpc.$close();
    },
  };
};
