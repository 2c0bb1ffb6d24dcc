import { connect } from 'node:net';
import { randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { problem } from '#shared/sync/protocol.ts';
import { defaultLimits, type Limits } from '#endpoint/http/limits.ts';
import { openSyncedDesk } from '#test/support/desk/synced-desk.ts';
import { openScene, type Scene } from '#test/support/endpoint/scene.ts';
import { createTus, sha256Of } from '#test/support/endpoint/tus.ts';
import { createWireDesk } from '#test/support/endpoint/wire.ts';

let scene: Scene | null = null;
afterEach(async () => {
  await scene?.server.stop();
  scene = null;
});

const withLimits = async (limits: Partial<Limits>): Promise<Scene> => (scene = await openScene({ limits: { ...defaultLimits, ...limits } }));

test('a device that asks too often is told when to come again; the others are not held up', async () => {
  const { server, desk, join } = await withLimits({ device: 6, windowMs: 1500 });
  const other = await join(null);
  const statuses: number[] = [];
  for (let i = 0; i < 8; i += 1) statuses.push((await desk.raw('/v1/pull?since=0&inc=1')).status);
  expect(statuses).toContain(200);
  expect(statuses.at(-1)).toBe(429);
  const refused = await fetch(`${server.address}/v1/pull?since=0&inc=1`, { headers: desk.headers() });
  const wait = Number(refused.headers.get('retry-after'));
  expect(problem.parse(await refused.json())).toEqual({ code: 'too_many_requests', details: { retry_after_s: wait } });
  expect(wait).toBeGreaterThanOrEqual(1);
  expect(wait).toBeLessThanOrEqual(2);
  expect((await other.raw('/v1/pull?since=0&inc=1')).status).toBe(200);
  await new Promise((resolve) => setTimeout(resolve, wait * 1000));
  expect((await desk.raw('/v1/pull?since=0&inc=1')).status).toBe(200);
});

test('sign-ins are counted per address, whatever the e-mail; so is what comes without a token', async () => {
  const { server } = await withLimits({ signIn: 4, address: 3 });
  const desk = createWireDesk(server.address);
  const codes: (string | null)[] = [];
  for (let i = 0; i < 4; i += 1) codes.push((await desk.signIn(`nadie${i}@carril.app`, 'x')).code);
  expect(codes.filter((code) => code === 'wrong_credentials').length).toBe(3);
  expect(codes.at(-1)).toBe('too_many_requests');

  const statuses: number[] = [];
  for (let i = 0; i < 5; i += 1) statuses.push((await fetch(`${server.address}/nothing/here`)).status);
  expect(statuses).toEqual([404, 404, 404, 429, 429]);
});

test('a body that is longer than its route takes is refused with the limit', async () => {
  const { desk } = await withLimits({});
  const long = (chars: number): string => JSON.stringify({ x: 'y'.repeat(chars) });
  const signIn = await desk.post('/v1/sign-in', long(17 * 1024));
  expect(signIn).toMatchObject({ status: 413, code: 'body_too_large' });
  expect(JSON.parse(signIn.body)).toMatchObject({ details: { limit: 16 * 1024 } });
  expect(await desk.post('/v1/push', long(20 * 1024))).toMatchObject({ status: 400 });
  expect(await desk.post('/v1/push', long(9 * 1024 * 1024))).toMatchObject({ status: 413, code: 'body_too_large' });
});

/** Sends text in small pieces; answers with what came back and how long the connection stood. */
const trickle = (address: string, head: string, piece: string, everyMs: number): Promise<{ readonly text: string; readonly ms: number }> =>
  new Promise((resolve) => {
    const begun = performance.now();
    const { hostname, port } = new URL(address);
    const socket = connect(Number(port), hostname);
    let text = '';
    socket.write(head);
    const timer = setInterval(() => socket.write(piece), everyMs);
    socket.setEncoding('utf8').on('data', (chunk: string) => void (text += chunk));
    // A write to a connection that was cut; its end is what is waited for.
    socket.on('error', () => undefined);
    socket.once('close', () => {
      clearInterval(timer);
      resolve({ text, ms: performance.now() - begun });
    });
  });

test('who sends a head or a body drop by drop is cut off, and everybody else is served meanwhile', async () => {
  const { server, desk } = await withLimits({ headersMs: 600, bodyMs: 500 });
  const heads = Array.from({ length: 20 }, () => trickle(server.address, 'GET /health HTTP/1.1\r\nhost: x\r\n', 'x-a: b\r\n', 100));
  const body = trickle(server.address, 'POST /v1/sign-in HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 4000\r\n\r\n{', ' ', 100);
  expect((await desk.raw('/v1/pull?since=0&inc=1')).status).toBe(200);
  for (const { text, ms } of await Promise.all(heads)) {
    expect(text).toMatch(/^HTTP\/1\.1 408 /);
    expect(ms).toBeLessThan(4000);
  }
  const cut = await body;
  expect(cut.text).toMatch(/^HTTP\/1\.1 408 [^]*"too_slow"/);
  expect(cut.ms).toBeLessThan(3000);
  expect((await desk.raw('/v1/pull?since=0&inc=1')).status).toBe(200);
});

test('a file over a slow line and a live stream are not taken for slow clients', async () => {
  const { server, desk } = await withLimits({ headersMs: 300, bodyMs: 300 });
  const live = await fetch(`${server.address}/v1/live`, { headers: desk.headers() });
  const bytes = new Uint8Array(randomBytes(50_000));
  const tus = createTus(desk, server.address);
  const { path } = await tus.create(bytes.length, sha256Of(bytes));
  const slowly = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      for (let at = 0; at < bytes.length; at += 10_000) {
        await new Promise((resolve) => setTimeout(resolve, 150));
        controller.enqueue(bytes.slice(at, at + 10_000));
      }
      controller.close();
    },
  });
  const answer = await fetch(`${server.address}${path}`, {
    method: 'PATCH',
    headers: { ...desk.headers(), 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    body: slowly,
    duplex: 'half',
  } as RequestInit);
  expect(answer.status).toBe(204);
  const reader = live.body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toContain('retry');
  await reader?.cancel();
});

test('a desk that is told to wait waits for as long, and then brings all that it had', async () => {
  const asked: { readonly at: number; readonly status: number }[] = [];
  scene = await openScene({
    limits: { ...defaultLimits, device: 8, windowMs: 2000 },
    log: {
      info: (event, fields) => void (event === 'request' && typeof fields?.['user'] === 'string' && asked.push({ at: Date.now(), status: Number(fields['status']) })),
      warn: () => undefined,
      failure: () => undefined,
    },
  });
  const { server, nogal } = scene;
  await server.addUser({ name: 'Eva', email: 'eva@carril.app', password: 'correcta', role: 'lead' });
  const desk = await openSyncedDesk();
  try {
    await desk.call('session.signIn', { address: server.address, email: 'eva@carril.app', password: 'correcta' });
    await expect.poll(async () => (await desk.call('client.list', {})).length, { timeout: 10_000 }).toBe(2);
    asked.length = 0;
    for (let i = 0; !asked.some((each) => each.status === 429); i += 1) {
      expect(i).toBeLessThan(40);
      await desk.call('ticket.create', { title: `Número ${i}`, client: nogal, channel: 'phone' });
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    const status = await desk.call('sync.status', {});
    expect(status).toMatchObject({ state: 'offline', lastError: { code: 'endpoint_busy' } });
    await expect.poll(async () => (await desk.call('sync.status', {})).waiting, { timeout: 20_000, interval: 100 }).toBe(0);
    // What was refused may have been a pull, with nothing waiting.
    await expect.poll(() => asked.at(-1)?.status, { timeout: 20_000 }).toBe(200);
    const refused = asked.findIndex((each) => each.status === 429);
    const next = asked[refused + 1];
    expect(Number(next?.at) - Number(asked[refused]?.at)).toBeGreaterThanOrEqual(1000);
    expect(next?.status).toBe(200);
  } finally {
    await desk.close();
  }
});
