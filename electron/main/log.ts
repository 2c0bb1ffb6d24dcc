import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

/** Ids, counts and codes only: never a title, a note, a name or an address of a person. */
type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface ShellLog {
  readonly info: (event: string, fields?: LogFields) => void;
  readonly warn: (event: string, fields?: LogFields) => void;
  /** Logs what was not expected and answers with the id under which it stands in the log. */
  readonly internal: (error: unknown, where: string) => string;
  /** A finished JSON line of another process. */
  readonly line: (line: string) => void;
}

const limit = 5 * 1024 * 1024;

/** Appends lines to `<folder>/carril.log`; at `maxBytes` the file becomes `carril.1.log` and a new one begins. */
export const rotatingFile = (folder: string, maxBytes = limit): ((line: string) => void) => {
  const file = path.join(folder, 'carril.log');
  mkdirSync(folder, { recursive: true });
  let size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  return (line) => {
    const text = `${line}\n`;
    if (size > 0 && size + text.length > maxBytes) {
      renameSync(file, path.join(folder, 'carril.1.log'));
      size = 0;
    }
    appendFileSync(file, text, { mode: 0o600 });
    size += text.length;
  };
};

/** An error's message may quote a row, so only its name, code and stack frames are kept. */
const described = (error: unknown): LogFields => {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = (error as NodeJS.ErrnoException).code;
  const frames = (error.stack ?? '').split('\n').map((frame) => frame.trim()).filter((frame) => frame.startsWith('at '));
  return { name: error.name, code: typeof code === 'string' ? code : null, frames: frames.slice(0, 8).join(' < ') };
};

export const shellLog = (write: (line: string) => void, now: () => number): ShellLog => {
  // A full disk must not take the window down with it.
  const safely = (line: string): void => {
    try {
      write(line);
    } catch (error) {
      process.stderr.write(`carril: the log cannot be written (${(error as NodeJS.ErrnoException).code ?? 'unknown'})\n`);
    }
  };
  const put = (level: string, event: string, fields: LogFields = {}): void =>
    safely(JSON.stringify({ at: new Date(now()).toISOString(), level, room: 'shell', event, ...fields }));
  return {
    info: (event, fields) => put('info', event, fields),
    warn: (event, fields) => put('warn', event, fields),
    internal: (error, where) => {
      const id = randomUUID().slice(0, 8);
      put('error', 'internal', { id, where, ...described(error) });
      return id;
    },
    line: safely,
  };
};
