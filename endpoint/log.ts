/** Ids, counts and codes only: never a title, a note, a name or an e-mail of a person. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Log {
  readonly info: (event: string, fields?: LogFields) => void;
  readonly warn: (event: string, fields?: LogFields) => void;
  /** Logs what was not expected, under the given id. */
  readonly failure: (id: string, where: string, error: unknown) => void;
}

const code = (error: Error): string | null => {
  const value: unknown = Reflect.get(error, 'code');
  return typeof value === 'string' ? value : null;
};

/** One JSON line per event. An error's message may quote a row, so only its name, code and frames are kept. */
export const jsonLog = (write: (line: string) => void, now: () => number): Log => {
  const line = (level: string, event: string, fields: LogFields = {}): void =>
    write(`${JSON.stringify({ at: new Date(now()).toISOString(), level, event, ...fields })}\n`);
  return {
    info: (event, fields) => line('info', event, fields),
    warn: (event, fields) => line('warn', event, fields),
    failure: (id, where, error) => {
      const known = error instanceof Error ? error : new Error('not an error');
      const frames = (known.stack ?? '').split('\n').map((frame) => frame.trim()).filter((frame) => frame.startsWith('at ')).slice(0, 8);
      line('error', 'internal', { id, where, name: known.name, code: code(known), frames: frames.join(' < ') });
    },
  };
};

export const silentLog: Log = { info: () => undefined, warn: () => undefined, failure: () => undefined };
