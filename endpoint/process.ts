import { randomBytes } from 'node:crypto';
import path from 'node:path';
import process from 'node:process';
import type { FromEndpoint, ToEndpoint } from '#shared/contract/process.ts';
import { AppError } from '#shared/errors.ts';
import { backup } from './backup/backup.ts';
import { demoUser, seedDemo } from './demo/seed.ts';
import { createEndpoint, type Endpoint } from './endpoint.ts';
import { jsonLog } from './log.ts';

/** The one thing of Electron that this entry needs, so that the endpoint need not know Electron. */
interface ParentPort {
  readonly postMessage: (message: FromEndpoint) => void;
  readonly on: (event: 'message', listener: (event: { readonly data: ToEndpoint }) => void) => void;
}

const host = '127.0.0.1';
const everyAddress = '0.0.0.0';
/** The last message must be out before the process is. */
const lastWordMs = 100;

const port = (process as unknown as { readonly parentPort?: ParentPort }).parentPort;
if (port === undefined) throw new Error('this entry runs under Electron');

const log = jsonLog((line) => port.postMessage({ type: 'log', line: line.trimEnd() }), Date.now);
const random = (bytes: number): Uint8Array => randomBytes(bytes);

let running: Endpoint | null = null;

const isTaken = (error: unknown): boolean =>
  error instanceof Error && ['EADDRINUSE', 'EACCES'].includes(String(Reflect.get(error, 'code')));

interface Place {
  readonly host: string;
  readonly port: number;
  readonly elsewhere: boolean;
}

const listen = async (endpoint: Endpoint, { host: at, port: wanted, elsewhere }: Place): Promise<string> => {
  try {
    return await endpoint.listen({ host: at, port: wanted });
  } catch (error) {
    if (!isTaken(error)) throw error;
    if (!elsewhere || wanted === 0) throw new AppError('port_taken', { port: wanted }, { cause: error });
    return endpoint.listen({ host: at, port: 0 });
  }
};

const start = async (message: Extract<ToEndpoint, { type: 'start' }>): Promise<void> => {
  const endpoint = await createEndpoint({ dir: message.dir, clock: Date.now, random, log, sqliteBinding: message.sqliteBinding ?? undefined });
  running = endpoint;
  // The demo's password is new at each start and kept nowhere: a desk that has signed in has its token.
  const password = randomBytes(18).toString('base64url');
  if (message.demo) {
    await seedDemo(endpoint, { nowMs: Date.now(), random, pictures: path.join(import.meta.dirname, 'demo-pictures') });
    await endpoint.setPassword(demoUser.email, password);
  }
  port.postMessage({ type: 'listening', address: await listen(endpoint, { host, port: message.port, elsewhere: true }), email: demoUser.email, password });
};

/** The team's endpoint on every address. Tells the port, and the first admin's code until he has made himself. */
const hostTeam = async (message: Extract<ToEndpoint, { type: 'host' }>): Promise<void> => {
  const endpoint = await createEndpoint({ dir: message.dir, clock: Date.now, random, log, sqliteBinding: message.sqliteBinding ?? undefined });
  running = endpoint;
  endpoint.app.addHook('onResponse', async (request, reply) => {
    if (request.routeOptions.url === '/v1/first-admin' && reply.statusCode === 200) port.postMessage({ type: 'admin' });
  });
  const first = await endpoint.firstAdminCode();
  const address = await listen(endpoint, { host: everyAddress, port: message.port, elsewhere: message.elsewhere });
  port.postMessage({ type: 'hosting', port: Number(new URL(address).port), code: first?.code ?? null });
};

const backUp = async ({ dir, target, sqliteBinding }: Extract<ToEndpoint, { type: 'backup' }>): Promise<void> => {
  const { evidence, missing } = await backup({ dir, target, sqliteBinding: sqliteBinding ?? undefined, now: Date.now });
  port.postMessage({ type: 'backed', files: evidence.length, missing: missing.length });
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
  if (data.type === 'host') {
    hostTeam(data).catch(fail);
    return;
  }
  if (data.type === 'backup') {
    backUp(data).catch(fail);
    return;
  }
  stop().catch((error: unknown) => {
    log.failure('stop', 'stop', error);
    exit(1);
  });
});
