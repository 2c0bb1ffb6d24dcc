import { spawn, type SpawnOptions } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { say } from './console.ts';

export type CommandResult = { readonly code: number; readonly output: string };

type CommandOptions = {
  readonly cwd?: string;
  readonly env?: Readonly<NodeJS.ProcessEnv>;
  readonly timeoutMs?: number;
};

function options(given: CommandOptions, stdio: SpawnOptions['stdio']): SpawnOptions {
  return {
    stdio,
    env: given.env ?? process.env,
    ...(given.cwd === undefined ? {} : { cwd: given.cwd }),
    ...(given.timeoutMs === undefined ? {} : { timeout: given.timeoutMs }),
  };
}

/** Runs a command quietly and returns its exit code and everything it printed. A missing program is code 127. */
export function capture(program: string, args: readonly string[], given: CommandOptions = {}): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(program, args, options(given, ['ignore', 'pipe', 'pipe']));
    let output = '';
    const keep = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.once('error', (error) => resolve({ code: 127, output: error.message }));
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Runs a command in the developer's terminal and returns its exit code. Ctrl-C reaches the child, which decides. */
export function run(program: string, args: readonly string[], given: CommandOptions = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, options(given, 'inherit'));
    const leaveToChild = (): void => undefined;
    process.on('SIGINT', leaveToChild);
    const terminate = (): void => {
      child.kill('SIGTERM');
    };
    process.on('SIGTERM', terminate);
    const done = (): void => {
      process.off('SIGINT', leaveToChild);
      process.off('SIGTERM', terminate);
    };
    child.once('error', (error) => {
      done();
      reject(error);
    });
    child.once('close', (code, signal) => {
      done();
      // Else an end by another's hand looks like a failure without a cause.
      if (signal !== null) say(`${path.basename(program)} ${args.slice(0, 2).join(' ')} was ended by ${signal}.`);
      resolve(code ?? 1);
    });
  });
}
