import { randomBytes } from 'node:crypto';
import process from 'node:process';
import type { FromEndpoint, ToEndpoint } from '#shared/contract/process.ts';
import { AppError } from '#shared/errors.ts';
import { demoUser, seedDemo } from './demo/seed.ts';
import { createEndpoint, type Endpoint } from './endpoint.ts';
import { jsonLog } from './log.ts';

/** The one thing of Electron that this entry needs, so that the endpoint need not know Electron. */
interface ParentPort {
  readonly postMessage: (message: FromEndpoint) => void;
  readonly on: (event: 'message', listener: (event: { readonly data: ToEndpoint }) => void) => void;
}

const host = '127.0.0.1';
/** The last message must be out before the process is. */
const lastWordMs = 100;

const port = (process as unknown as { readonly parentPort?: ParentPort }).parentPort;
if (port === undefined) throw new Error('this entry runs under Electron');

const log = jsonLog((line) => port.postMessage({ type: 'log', line: line.trimEnd() }), Date.now);
const random = (bytes: number): Uint8Array => randomBytes(bytes);

let running: Endpoint | null = null;

const isTaken = (error: unknown): boolean =>
  error instanceof Error && ['EADDRINUSE', 'EACCES'].includes(String(Reflect.get(error, 'code')));

const listen = async (endpoint: Endpoint, wanted: number): Promise<string> => {
  try {
    return await endpoint.listen({ host, port: wanted });
  } catch (error) {
    if (wanted === 0 || !isTaken(error)) throw error;
    return endpoint.listen({ host, port: 0 });
  }
};

const start = async (message: Extract<ToEndpoint, { type: 'start' }>): Promise<void> => {
  const endpoint = await createEndpoint({ dir: message.dir, clock: Date.now, random, log, sqliteBinding: message.sqliteBinding ?? undefined });
  running = endpoint;
  // The demo's password is new at each start and kept nowhere: a desk that has signed in has its token.
  const password = randomBytes(18).toString('base64url');
  if (message.demo) {
    await seedDemo(endpoint, { nowMs: Date.now(), random });
    await endpoint.setPassword(demoUser.email, password);
  }
  port.postMessage({ type: 'listening', address: await listen(endpoint, message.port), email: demoUser.email, password });
};

const exit = (code: number): void => void setTimeout(() => process.exit(code), lastWordMs);

const fail = (error: unknown): void => {
  if (error instanceof AppError) {
    port.postMessage({ type: 'failed', code: error.code, details: error.details });
  } else {
    const id = randomBytes(4).toString('hex');
    log.failure(id, 'start', error);
    port.postMessage({ type: 'failed', code: 'internal', details: { id } });
  }
};

const stop = async (): Promise<void> => {
  await running?.close();
  exit(0);
};

port.on('message', ({ data }) => {
  if (data.type === 'start') {
    start(data).catch(fail);
    return;
  }
  stop().catch((error: unknown) => {
    log.failure('stop', 'stop', error);
    exit(1);
  });
});
