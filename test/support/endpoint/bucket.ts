import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BucketOptions } from '#endpoint/blobs/blob-bucket.ts';

const program = fileURLToPath(import.meta.resolve('s3rver/bin/s3rver.js'));
const name = 'evidencias';

/** What the service takes; the endpoint finds them in its environment. */
export const bucketKeys = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' } as const;

export interface StartedBucket {
  readonly options: BucketOptions;
  /** Whether the object of this hash stands in the bucket. */
  readonly holds: (sha256: string) => boolean;
  /** As if somebody had removed it there. */
  readonly lose: (sha256: string) => void;
  /** Ends the service; its data stays. */
  readonly down: () => Promise<void>;
  readonly up: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

const answers = async (address: string): Promise<boolean> => {
  try {
    await fetch(address);
    return true;
  } catch {
    // Nobody listens there yet.
    return false;
  }
};

/** A real service that speaks S3's protocol, as a process of its own, with one bucket in a temporary folder. */
export const startBucket = async (): Promise<StartedBucket> => {
  const dir = await mkdtemp(path.join(tmpdir(), 'carril-bucket-'));
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const objectOf = (sha256: string): string => path.join(dir, name, 'carril', sha256.slice(0, 2), `${sha256}._S3rver_object`);
  let child: ChildProcess | null = null;
  const up = async (): Promise<void> => {
    const started = spawn(process.execPath, [program, '--directory', dir, '--address', '127.0.0.1', '--port', String(port), '--silent', '--configure-bucket', name], { stdio: 'ignore' });
    child = started;
    while (!(await answers(address))) {
      if (started.exitCode !== null) throw new Error(`s3rver ended with ${started.exitCode}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const down = async (): Promise<void> => {
    const running = child;
    child = null;
    if (running === null) return;
    const exit = once(running, 'exit');
    running.kill('SIGKILL');
    await exit;
  };
  await up();
  return {
    options: { bucket: name, prefix: 'carril/', region: 'us-east-1', address },
    holds: (sha256) => existsSync(objectOf(sha256)),
    lose: (sha256) => rmSync(objectOf(sha256)),
    down,
    up,
    stop: async () => {
      await down();
      await rm(dir, { recursive: true, force: true });
    },
  };
};
