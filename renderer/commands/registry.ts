import { useEffect, useRef } from 'react';
import { showError } from '../stores/toasts.ts';
import { definitions, type CommandId, type Definition } from './definitions.ts';

export interface Handler {
  readonly run: () => void | Promise<void>;
  /** False: the command is not offered and does not take its key. */
  readonly when?: () => boolean;
}
export type Handlers = Partial<Record<CommandId, Handler | (() => void | Promise<void>)>>;

const byId = new Map<CommandId, Definition>(definitions.map((definition) => [definition.id, definition]));
const always = new Map<CommandId, Handler>();
/** Of the screens that are shown; the last one to appear answers. */
const mounted: Map<CommandId, Handler>[] = [];

const handlersOf = (given: Handlers): readonly (readonly [CommandId, Handler])[] =>
  (Object.entries(given) as [CommandId, Handler | (() => void)][]).map(([id, handler]) => [id, typeof handler === 'function' ? { run: handler } : handler]);

/** What does a command's work wherever one is. Once, at the start. */
export const installHandlers = (given: Handlers): void => {
  for (const [id, handler] of handlersOf(given)) always.set(id, handler);
};

/** The nearest that can run now: a field that has no use for Esc leaves it to what lies behind it. */
const handlerOf = (id: CommandId): Handler | undefined => {
  for (let i = mounted.length - 1; i >= 0; i -= 1) {
    const handler = mounted[i]?.get(id);
    if (handler !== undefined && (handler.when?.() ?? true)) return handler;
  }
  return always.get(id);
};

/** A screen does the work of some commands while it is shown. Handlers may change on every render. */
export const useCommands = (given: Handlers): void => {
  const latest = useRef(given);
  useEffect(() => {
    latest.current = given;
  });
  const ids = Object.keys(given).join(' ');
  useEffect(() => {
    const mine = new Map<CommandId, Handler>(
      (ids.split(' ') as CommandId[]).map((id) => [
        id,
        {
          run: () => {
            const handler = latest.current[id];
            return typeof handler === 'function' ? handler() : handler?.run();
          },
          when: () => {
            const handler = latest.current[id];
            return handler !== undefined && (typeof handler === 'function' || (handler.when?.() ?? true));
          },
        },
      ]),
    );
    mounted.push(mine);
    return () => {
      mounted.splice(mounted.indexOf(mine), 1);
    };
  }, [ids]);
};

export const isCommand = (id: string): id is CommandId => byId.has(id as CommandId);
/** The key that is shown for a command. */
export const keysOf = (id: CommandId): string | undefined => byId.get(id)?.keys[0];
export const isAvailable = (id: CommandId): boolean => {
  const handler = handlerOf(id);
  return handler !== undefined && (handler.when?.() ?? true);
};

/** The one way in for keys, buttons, menus, the palette and the application menu. Failures become a toast. */
export const runCommand = (id: CommandId): void => {
  const handler = handlerOf(id);
  if (handler === undefined || !(handler.when?.() ?? true)) return;
  try {
    const work = handler.run();
    if (work instanceof Promise) work.catch(showError);
  } catch (error) {
    showError(error);
  }
};
