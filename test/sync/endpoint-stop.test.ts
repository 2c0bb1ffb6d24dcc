import { request } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pushResponse } from '#shared/sync/protocol.ts';
import { insertClient, insertTicket } from '#test/support/endpoint/sample.ts';
import { runEndpointCli, spawnEndpoint, type SpawnedEndpoint } from '#test/support/endpoint/start.ts';
import { createWireDesk, newId, type WireDesk } from '#test/support/endpoint/wire.ts';

let dir: string;
let server: SpawnedEndpoint | null = null;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'carril-stop-'));
  await runEndpointCli(['add-user', '--dir', dir, '--name', 'Luz', '--email', 'luz@carril.app', '--role', 'lead', '--password-stdin'], 'la clave');
});
afterEach(async () => {
  await server?.kill();
  server = null;
  await rm(dir, { recursive: true, force: true });
});

const signedIn = async (address: string): Promise<WireDesk> => {
  const desk = createWireDesk(address);
  expect((await desk.signIn('luz@carril.app', 'la clave')).status).toBe(200);
  return desk;
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A push whose body stops halfway until `finish`. */
const halfPush = (address: string, desk: WireDesk, body: string) => {
  const sending = request(`${address}/v1/push`, { method: 'POST', headers: { ...desk.headers(), 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } });
  const answered = new Promise<{ readonly status: number; readonly text: string }>((resolve, reject) => {
    sending.once('error', reject);
    sending.once('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => void (text += chunk));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
  });
  // What is awaited later must not be called unhandled until then.
  answered.catch(() => undefined);
  const half = Math.floor(body.length / 2);
  sending.write(body.slice(0, half));
  return { answered, finish: () => void sending.end(body.slice(half)) };
};

test('a stop ends the live streams, lets the batches under way come to their end, takes no new ones, and ends with 0', async () => {
  server = await spawnEndpoint({ dir });
  const { address, child } = server;
  const desk = await signedIn(address);
  const client = newId();
  await desk.push([desk.op(insertClient(client))]);
  const ops = Array.from({ length: 200 }, () => desk.op(insertTicket(client)));
  const live = await fetch(`${address}/v1/live`, { headers: desk.headers() });
  const push = halfPush(address, desk, JSON.stringify(desk.request(ops)));
  await pause(300);

  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await live.text()).toContain('event: poke');
  await pause(200);
  await expect(fetch(`${address}/health`)).rejects.toThrow('fetch failed');
  expect(child.exitCode).toBeNull();
  push.finish();
  const { status, text } = await push.answered;
  expect(status).toBe(200);
  expect(pushResponse.parse(JSON.parse(text)).results.filter((result) => result.is === 'applied')).toHaveLength(200);
  expect((await exit)[0]).toBe(0);

  server = await spawnEndpoint({ dir });
  const after = await signedIn(server.address);
  expect((await after.pull(0, 20_000)).rows.filter((row) => row.entity === 'ticket')).toHaveLength(200);
});

test('who does not come to his end is cut off when the time is over', async () => {
  server = await spawnEndpoint({ dir, options: ['--stop-seconds', '0.5'] });
  const desk = await signedIn(server.address);
  const push = halfPush(server.address, desk, JSON.stringify(desk.request([desk.op(insertClient())])));
  await pause(300);
  const begun = performance.now();
  expect(await server.stop()).toBe(0);
  expect(performance.now() - begun).toBeLessThan(4000);
  await expect(push.answered).rejects.toThrow(/hang up|ECONNRESET/);
});

test('a second signal ends it at once, and what was answered is there', async () => {
  server = await spawnEndpoint({ dir, options: ['--stop-seconds', '60'] });
  const { address, child } = server;
  const desk = await signedIn(address);
  const client = newId();
  await desk.push([desk.op(insertClient(client))]);
  halfPush(address, desk, JSON.stringify(desk.request([desk.op(insertTicket(client))])));
  await pause(300);
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await pause(500);
  expect(child.exitCode).toBeNull();
  const begun = performance.now();
  child.kill('SIGINT');
  expect((await exit)[0]).toBe(1);
  expect(performance.now() - begun).toBeLessThan(2000);

  server = await spawnEndpoint({ dir });
  const after = await signedIn(server.address);
  const { rows } = await after.pull();
  expect(rows.filter((row) => row.entity === 'client').map((row) => row.key)).toEqual([client]);
  expect(rows.filter((row) => row.entity === 'ticket')).toEqual([]);
});
