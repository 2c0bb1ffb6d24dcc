import { randomUUID } from 'node:crypto';

/** Ids, counts and codes only: never a title, a note, a name or an address of a person. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Log {
  readonly info: (event: string, fields?: LogFields) => void;
  readonly warn: (event: string, fields?: LogFields) => void;
  /** Logs what was not expected and answers with the id under which it stands in the log. */
  readonly internal: (error: unknown, where: string) => string;
}

/** A log of JSON lines. An error's message may quote a row, so only its name, code and stack frames are kept. */
export const jsonLog = (write: (line: string) => void, now: () => number): Log => {
  const line = (level: string, event: string, fields: LogFields = {}): void =>
    write(JSON.stringify({ at: new Date(now()).toISOString(), level, event, ...fields }));
  return {
    info: (event, fields) => line('info', event, fields),
    warn: (event, fields) => line('warn', event, fields),
    internal: (error, where) => {
      const id = randomUUID().slice(0, 8);
      const known = error instanceof Error ? error : new Error('not an error');
      const code = (known as { code?: unknown }).code;
      const frames = (known.stack ?? '').split('\n').filter((frame) => frame.trimStart().startsWith('at ')).slice(0, 8).map((frame) => frame.trim());
      line('error', 'internal', { id, where, name: known.name, code: typeof code === 'string' ? code : null, frames: frames.join(' < ') });
      return id;
    },
  };
};
