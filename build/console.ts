import process from 'node:process';

/** One plain line for the developer. On stderr, so that a command's own output stays clean. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** A failure that the developer can act on: shown as one line, without a stack. */
export class PlainError extends Error {
  override readonly name = 'PlainError';
}

/** Runs a command-line entry: a PlainError becomes one line and exit code 1, anything else keeps its stack. */
export async function runEntry(entry: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await entry();
  } catch (error) {
    say(error instanceof PlainError ? error.message : String(error instanceof Error ? error.stack : error));
    process.exitCode = 1;
  }
}

/**
 * Shows that a long step is alive: a line that is rewritten on a terminal, and a line every ten seconds elsewhere.
 * `read` says how far the step is; it is asked again each time.
 */
export async function withProgress<T>(label: string, read: () => string, step: () => Promise<T>): Promise<T> {
  const started = Date.now();
  const terminal = process.stderr.isTTY;
  const line = (): string => `${label}: ${read()} (${Math.round((Date.now() - started) / 1000)} s)`;
  say(`${label} …`);
  const timer = setInterval(
    () => {
      if (terminal) process.stderr.write(`\r\u001b[2K${line()}`);
      else say(line());
    },
    terminal ? 200 : 10_000,
  );
  let outcome = 'failed';
  try {
    const result = await step();
    outcome = 'done';
    return result;
  } finally {
    clearInterval(timer);
    if (terminal) process.stderr.write('\r\u001b[2K');
    say(`${label}: ${outcome} (${Math.round((Date.now() - started) / 1000)} s)`);
  }
}
