import { asAppError } from './db/open.ts';

type AnyHandler = (input: never) => unknown;

/** What SQLite or the file system threw reaches the caller as an expected error where it is one (full disk, damaged file). */
export const guardHandlers = <H extends object>(handlers: H, file: string): H => {
  const guarded = Object.entries(handlers as Record<string, AnyHandler>).map(([name, handler]) => [
    name,
    async (input: never): Promise<unknown> => {
      try {
        return await handler(input);
      } catch (error) {
        throw asAppError(error, file);
      }
    },
  ]);
  return Object.fromEntries(guarded) as H;
};
