import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { createLiveStream, type LiveStream } from '#endpoint/http/live-stream.ts';
import { listenTo, type Listener } from '#test/support/endpoint/listener.ts';
import { insertTicket } from '#test/support/endpoint/sample.ts';
import { openScene, type Scene } from '#test/support/endpoint/scene.ts';
import { newId, type WireDesk } from '#test/support/endpoint/wire.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.server.stop());

const listen = async (desk: WireDesk): Promise<Listener> => {
  const listener = await listenTo(scene.server.address, desk);
  onTestFinished(listener.close);
  return listener;
};

test('a push is told to the desks that see its clients, and to no others; not to the one that sent it', async () => {
  const { desk, nogal, prado, join } = scene;
  const [ofNogal, ofPrado, ofBoth] = [await join([nogal]), await join([prado]), await join([nogal, prado])];
  const [lead, a, b, both] = [await listen(desk), await listen(ofNogal), await listen(ofPrado), await listen(ofBoth)];
  const ticket = newId();
  await ofNogal.push([ofNogal.op(insertTicket(nogal, ticket))]);
  const first = await scene.server.endpoint.head();
  await expect.poll(() => [lead, both].map((each) => each.heads.at(-1))).toEqual([first, first]);
  await desk.push([desk.op(insertTicket(prado))]);
  const second = await scene.server.endpoint.head();
  await expect.poll(() => [b, both].map((each) => each.heads.at(-1))).toEqual([second, second]);
  // Each desk has now heard what concerns it; the rest would have come before it.
  expect([a, b, both, lead].map((each) => each.heads.length)).toEqual([1, 2, 3, 2]);
});

test('a ticket that goes over to another client is told to both, and what concerns the whole team to all', async () => {
  const { desk, nogal, prado, join } = scene;
  const ticket = newId();
  const op = desk.op(insertTicket(nogal, ticket));
  await desk.push([op]);
  const listeners = [await listen(await join([nogal])), await listen(await join([prado]))];
  const before = listeners.map((each) => each.heads.length);
  await desk.push([desk.op({ kind: 'patch', entity: 'ticket', key: ticket, fields: { client: prado }, base: { client: op.hlc } })]);
  const moved = await scene.server.endpoint.head();
  await expect.poll(() => listeners.map((each) => each.heads.at(-1))).toEqual([moved, moved]);
  await scene.server.addUser({ name: 'Eva', email: 'eva@carril.app', password: 'correcta' });
  const joined = await scene.server.endpoint.head();
  await expect.poll(() => listeners.map((each) => each.heads.at(-1))).toEqual([joined, joined]);
  expect(listeners.map((each, index) => each.heads.length - (before[index] ?? 0))).toEqual([2, 2]);
});

/** A live stream over a real socket. */
const openStream = async (): Promise<{ readonly stream: LiveStream; readonly answer: IncomingMessage }> => {
  const opened = Promise.withResolvers<LiveStream>();
  const session = { user: 'u', device: 'd', tokenHash: 't', actor: { user: 'u', clients: null } } as unknown as LiveStream['session'];
  const server = createServer((_request, response) => opened.resolve(createLiveStream(response, session, null, () => Promise.resolve(null)))).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const request = get({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const [answer] = (await once(request, 'response')) as [IncomingMessage];
  answer.on('error', () => undefined);
  return { stream: await opened.promise, answer };
};

test('of many pokes that come at once a desk hears the last', async () => {
  const { stream, answer } = await openStream();
  let text = '';
  answer.setEncoding('utf8').on('data', (chunk: string) => void (text += chunk));
  await expect.poll(() => text).toContain('retry');
  for (let head = 1; head <= 10_000; head += 1) stream.poke(head);
  await expect.poll(() => text).toContain('{"head":10000}');
  expect(text.match(/event: poke/g)?.length).toBeLessThanOrEqual(2);
});

test('a desk that takes nothing more is told so at the second beat, and nothing piles up for it', async () => {
  const { stream, answer } = await openStream();
  answer.pause();
  let head = 0;
  const isFull = async (): Promise<boolean> => {
    for (const until = Date.now() + 20; Date.now() < until; await new Promise((resolve) => setImmediate(resolve))) stream.poke((head += 1));
    const beats = [stream.beat(), stream.beat()];
    return beats[0] === true && beats[1] === false;
  };
  // The sockets between them hold some hundred thousand pokes.
  while (!(await isFull()));
  const before = process.memoryUsage().heapUsed;
  for (let more = 0; more < 200_000; more += 1) stream.poke((head += 1));
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(20 * 1024 * 1024);
  expect(stream.beat()).toBe(false);
  // One that reads again is a good one.
  answer.resume();
  await expect.poll(() => stream.beat()).toBe(true);
});
