import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { NewUser } from '#endpoint/accounts.ts';
import { createEndpoint, type Endpoint, type EndpointOptions } from '#endpoint/endpoint.ts';
import { silentLog } from '#endpoint/log.ts';
import { databaseFor, dropDatabase } from './database.ts';

const host = '127.0.0.1';

export interface StartedEndpoint {
  readonly address: string;
  readonly dir: string;
  readonly endpoint: Endpoint;
  readonly addUser: (user: NewUser) => Promise<{ readonly id: string }>;
  /** Stops it; the data stays where `dir` was given, and goes where it was made here. */
  readonly stop: () => Promise<void>;
}

export interface StartOptions extends Partial<EndpointOptions> {
  readonly port?: number;
}

const tempDir = (): Promise<string> => mkdtemp(path.join(tmpdir(), 'carril-endpoint-'));

/** An endpoint in this process, on a real port and real files. */
export const startEndpoint = async (options: StartOptions = {}): Promise<StartedEndpoint> => {
  const { port = 0, ...given } = options;
  const dir = given.dir ?? (await tempDir());
  const endpoint = await createEndpoint({ clock: Date.now, log: silentLog, databaseUrl: databaseFor(dir), ...given, dir });
  const address = await endpoint.listen({ host, port });
  return {
    address,
    dir,
    endpoint,
    addUser: endpoint.addUser,
    stop: async () => {
      await endpoint.close();
      if (options.dir !== undefined) return;
      dropDatabase(dir);
      await rm(dir, { recursive: true, force: true });
    },
  };
};

export interface SpawnedEndpoint {
  readonly address: string;
  readonly dir: string;
  readonly child: ChildProcess;
  /** The code that it prints while nobody manages the team. */
  readonly firstAdminCode: Promise<string>;
  /** SIGKILL; answers when the process is gone. */
  readonly kill: () => Promise<void>;
  /** SIGTERM; answers with the exit code. */
  readonly stop: () => Promise<number | null>;
}

const cli = path.join(import.meta.dirname, '../../../endpoint/cli.ts');

const environmentFor = (dir: string | undefined): NodeJS.ProcessEnv => ({ ...process.env, DATABASE_URL: dir === undefined ? undefined : databaseFor(dir) });

const gone = async (child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> => {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
  return child.exitCode;
};

/** The endpoint's command line as a process of its own, so that it can be killed. */
export const spawnEndpoint = async ({ dir, port = 0, options = [] }: { readonly dir: string; readonly port?: number; readonly options?: readonly string[] }): Promise<SpawnedEndpoint> => {
  const child = spawn(process.execPath, [cli, 'serve', '--dir', dir, '--host', host, '--port', String(port), ...options], { stdio: ['ignore', 'pipe', 'pipe'], env: environmentFor(dir) });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    errors = (errors + chunk).slice(-4000);
  });
  const lines = createInterface({ input: child.stdout });
  const firstAdminCode = new Promise<string>((resolve) => {
    lines.on('line', (line) => {
      const code = /First admin code (\S+)/.exec(line)?.[1];
      if (code !== undefined) resolve(code);
    });
  });
  const address = await new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      const found = /^Carril listens on (https?:\S+)$/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`the endpoint ended with ${code}: ${errors}`)));
    child.once('error', reject);
  });
  return { address, dir, child, firstAdminCode, kill: async () => void (await gone(child, 'SIGKILL')), stop: () => gone(child, 'SIGTERM') };
};

/** Runs one command of the endpoint's command line to its end. */
export const runEndpointCli = async (args: readonly string[], input = ''): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> => {
  const dir = args.includes('--dir') ? args[args.indexOf('--dir') + 1] : undefined;
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['pipe', 'pipe', 'pipe'], env: environmentFor(dir) });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => void (stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => void (stderr += chunk));
  child.stdin.end(input);
  await once(child, 'close');
  return { code: child.exitCode, stdout, stderr };
};
