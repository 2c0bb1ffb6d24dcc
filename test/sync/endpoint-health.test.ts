import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createEndpoint } from '#endpoint/endpoint.ts';
import { jsonLog } from '#endpoint/log.ts';
import { insertTicket } from '#test/support/endpoint/sample.ts';
import { openScene, type Scene } from '#test/support/endpoint/scene.ts';

let scene: Scene | null = null;
afterEach(async () => {
  await scene?.server.stop();
  scene = null;
});

const json = async (url: string): Promise<{ readonly status: number; readonly body: unknown }> => {
  const answer = await fetch(url);
  return { status: answer.status, body: await answer.json() };
};

/** `carril_requests_total{method="POST",…} 3` → 3. */
const figure = (text: string, name: string, labels: Readonly<Record<string, string>> = {}): number | null => {
  const line = text.split('\n').find((each) => each.startsWith(name) && !each.startsWith('#') && Object.entries(labels).every(([label, value]) => each.includes(`${label}="${value}"`)));
  return line === undefined ? null : Number(line.split(' ').at(-1));
};

test('alive is told apart from ready: with the folder of the evidence gone it is alive and not ready, and then ready again', async () => {
  scene = await openScene();
  const { address, dir } = scene.server;
  expect(await json(`${address}/health`)).toMatchObject({ status: 200, body: { ok: true } });
  expect(await json(`${address}/ready`)).toEqual({ status: 200, body: { ok: true, database: true, blobs: true } });

  const blobs = path.join(dir, 'blobs');
  await rename(blobs, `${blobs}-away`);
  await writeFile(blobs, 'no folder');
  expect(await json(`${address}/ready`)).toEqual({ status: 503, body: { code: 'not_ready', details: { database: true, blobs: false } } });
  expect(await json(`${address}/health`)).toMatchObject({ status: 200 });
  await rename(blobs, `${blobs}-file`);
  await rename(`${blobs}-away`, blobs);
  expect(await json(`${address}/ready`)).toMatchObject({ status: 200 });
});

test('the metrics count pushes, pulls, ops by result and code, live streams and the head', async () => {
  scene = await openScene();
  const { server, desk, nogal } = scene;
  const before = await (await fetch(`${server.address}/metrics`)).text();
  expect(figure(before, 'carril_live_streams')).toBe(0);
  const op = desk.op(insertTicket(nogal));
  await desk.push([op]);
  await desk.push([op]);
  await desk.push([desk.op({ kind: 'patch', entity: 'ticket', key: op.key, fields: { title: '   ' } })]);
  await desk.pull();
  const live = await fetch(`${server.address}/v1/live`, { headers: desk.headers() });
  const text = await (await fetch(`${server.address}/metrics`)).text();
  expect(figure(text, 'carril_requests_total', { method: 'POST', route: '/v1/push', status: '200' })).toBe(4);
  expect(figure(text, 'carril_requests_total', { route: '/v1/pull' })).toBe(1);
  expect(figure(text, 'carril_request_seconds_count', { route: '/v1/pull' })).toBe(1);
  expect(figure(text, 'carril_ops_total', { result: 'applied' })).toBe(3);
  expect(figure(text, 'carril_ops_total', { result: 'repeated' })).toBe(1);
  expect(figure(text, 'carril_ops_total', { result: 'refused', code: 'invalid_input' })).toBe(1);
  expect(figure(text, 'carril_live_streams')).toBe(1);
  expect(figure(text, 'carril_head')).toBe(await server.endpoint.head());
  await live.body?.cancel();
  expect((await fetch(`${server.address}/nowhere/at/all`)).status).toBe(404);
  const after = await (await fetch(`${server.address}/metrics`)).text();
  expect(figure(after, 'carril_requests_total', { route: 'unrouted', status: '404' })).toBe(1);
  expect(after).not.toContain('nowhere');
});

test('a request that was passed on by a proxy gets no metrics without a token; with one it needs the token', async () => {
  scene = await openScene();
  const { address } = scene.server;
  expect((await fetch(`${address}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.9' } })).status).toBe(404);
  await scene.server.stop();

  const token = 'a-long-enough-token';
  scene = await openScene({ metrics: { token, at: null, process: true } });
  const ask = (authorization: string) => fetch(`${scene?.server.address}/metrics`, { headers: { authorization } });
  expect((await ask('')).status).toBe(401);
  expect((await ask('Bearer another')).status).toBe(401);
  expect(figure(await (await ask(`Bearer ${token}`)).text(), 'process_resident_memory_bytes')).toBeGreaterThan(1e6);
});

test('the metrics on an address of their own are not on that of the desks', async () => {
  const lines: string[] = [];
  scene = await openScene({ metrics: { token: null, at: { host: '127.0.0.1', port: 0 }, process: false }, log: jsonLog((line) => void lines.push(line), Date.now) });
  const listening = lines.map((line) => JSON.parse(line) as { readonly event: string; readonly metrics_port?: number }).find((line) => line.event === 'listening');
  expect((await fetch(`${scene.server.address}/metrics`)).status).toBe(404);
  const own = `http://127.0.0.1:${listening?.metrics_port}`;
  expect(figure(await (await fetch(`${own}/metrics`)).text(), 'carril_head')).toBe(await scene.server.endpoint.head());
  expect((await fetch(`${own}/v1/pull?since=0&inc=1`)).status).toBe(404);
  await scene.server.stop();
  await expect(fetch(`${own}/metrics`)).rejects.toThrow('fetch failed');
});

test('an address that is taken is said, and leaves nothing running', async () => {
  scene = await openScene();
  const port = Number(new URL(scene.server.address).port);
  const endpoint = await createEndpoint({ dir: `${scene.server.dir}/second`, clock: Date.now, log: jsonLog(() => undefined, Date.now), metrics: { token: null, at: { host: '127.0.0.1', port }, process: false } });
  await expect(endpoint.listen({ host: '127.0.0.1', port: 0 })).rejects.toThrow('EADDRINUSE');
  await endpoint.close();
});
