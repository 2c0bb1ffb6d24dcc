import { afterEach, beforeEach, expect, test } from 'vitest';
import { createParser } from 'eventsource-parser';
import { addMessage, insertTicket } from '#test/support/endpoint/sample.ts';
import { openScene, type Scene } from '#test/support/endpoint/scene.ts';
import { newId, type Pulled, type WireDesk } from '#test/support/endpoint/wire.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.server.stop());

const pullAll = async (desk: WireDesk, limit: number): Promise<readonly Pulled[]> => {
  const pages: Pulled[] = [];
  for (let since = 0; ; ) {
    const page = await desk.pull(since, limit);
    pages.push(page);
    if (!page.end.more) return pages;
    expect(page.end.next).toBeGreaterThan(since);
    since = page.end.next;
  }
};

test('pages follow each other without a hole or a repeat, each row in its newest form', async () => {
  const { desk, nogal } = scene;
  const keys = Array.from({ length: 23 }, () => newId());
  await desk.push(keys.map((key) => desk.op(insertTicket(nogal, key))));
  await desk.push([desk.op({ kind: 'patch', entity: 'ticket', key: keys[3] ?? '', fields: { title: 'Editado' } })]);
  const pages = await pullAll(desk, 5);
  const order = pages.flatMap((page) => page.order);
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(new Set(order).size).toBe(order.length);
  const tickets = pages.flatMap((page) => page.rows).filter((row) => row.entity === 'ticket');
  expect(tickets.map((row) => row.key).sort()).toEqual([...keys].sort());
  expect(tickets.at(-1)?.row['title']).toBe('Editado');
  const remaining = pages.map((page) => page.end.remaining);
  expect(remaining.at(0)).toBe(order.length - 5);
  expect(remaining.at(-1)).toBe(0);
  expect(pages.at(-1)?.end.next).toBe(await scene.server.endpoint.head());
});

test('a person sees the rows of his clients and of the whole team, and skips ahead over the others', async () => {
  const { desk, nogal, prado } = scene;
  const restricted = await scene.join([nogal]);
  const his = newId();
  await desk.push([desk.op(insertTicket(nogal, his))]);
  const seen = (await restricted.pull()).end.next;
  await desk.push(Array.from({ length: 12 }, () => desk.op(insertTicket(prado))));
  const page = await restricted.pull(seen, 3);
  expect(page.rows).toEqual([]);
  expect(page.end).toMatchObject({ next: await scene.server.endpoint.head(), more: false, remaining: 0 });
  const all = (await restricted.pull()).rows;
  expect(all.filter((row) => row.entity === 'client').map((row) => row.key)).toEqual([nogal]);
  expect(all.filter((row) => row.entity === 'ticket').map((row) => row.key)).toEqual([his]);
  expect(all.filter((row) => row.entity === 'user').length).toBe(2);
  const [refused] = await restricted.push([restricted.op(insertTicket(prado))]);
  expect(refused?.code).toBe('not_allowed');
});

test('a ticket that goes over to another client leaves the desks that may not see it, with all that hangs from it', async () => {
  const { desk, nogal, prado } = scene;
  const [first, second] = [await scene.join([nogal]), await scene.join([prado])];
  const [ticket, message] = [newId(), newId()];
  await desk.push([desk.op(insertTicket(nogal, ticket)), desk.op(addMessage(ticket, 'Hola', message))]);
  const [before, elsewhere] = [await first.pull(), await second.pull()];
  expect(before.rows.some((row) => row.key === message)).toBe(true);
  expect(elsewhere.rows.some((row) => row.key === ticket)).toBe(false);
  // The one who moves it has seen where it was, so nothing is lost and there is nothing to tell.
  const stamp = before.rows.find((row) => row.key === ticket)?.stamps['*'] ?? '';
  await desk.push([desk.op({ kind: 'patch', entity: 'ticket', key: ticket, fields: { client: prado }, base: { client: stamp } })]);
  const left = await first.pull(before.end.next);
  expect(left.rows).toEqual([]);
  expect(left.deletes.map((line) => line.key)).toEqual([ticket, message]);
  const came = await second.pull(elsewhere.end.next);
  expect(came.rows.map((row) => [row.key, row.scope])).toEqual([[ticket, prado], [message, prado]]);
  const whole = await desk.pull(before.end.next);
  expect(whole.deletes).toEqual([]);
  expect(whole.rows.map((row) => row.key)).toEqual([ticket, message]);
});

test('ackN follows the cursor, and refused and merged ops are told to their device alone', async () => {
  const { desk, nogal } = scene;
  const start = (await desk.pull()).end;
  const base = start.ackN;
  const results = await desk.push([desk.op(insertTicket(nogal)), desk.op(addMessage(newId())), desk.op(insertTicket(nogal)), desk.op(insertTicket(nogal))]);
  const first = await desk.pull(start.next, 1);
  expect(first.end.ackN).toBe(base + 1);
  expect(first.results).toEqual([]);
  const second = await desk.pull(first.end.next, 1);
  expect(second.end).toMatchObject({ ackN: base + 3, more: true });
  expect(second.results).toEqual([results[1]]);
  const third = await desk.pull(second.end.next);
  expect(third.end).toMatchObject({ ackN: base + 4, more: false });
  const other = await scene.join(null);
  expect(await other.pull()).toMatchObject({ results: [], end: { ackN: 0 } });
});

test('an op that is only refused moves the cursor too', async () => {
  const { desk } = scene;
  const { next, ackN } = (await desk.pull()).end;
  await desk.push([desk.op(addMessage(newId()))]);
  const page = await desk.pull(next);
  expect(page.rows).toEqual([]);
  expect(page.results).toHaveLength(1);
  expect(page.end).toMatchObject({ next: next + 1, ackN: ackN + 1 });
});

test('the feed is compressed for whoever takes it so, and is the same', async () => {
  const { desk, nogal } = scene;
  await desk.push(Array.from({ length: 50 }, () => desk.op(insertTicket(nogal))));
  const ask = async (encoding: string) => {
    const response = await fetch(`${scene.server.address}/v1/pull?since=0&inc=1`, { headers: { ...desk.headers(), 'accept-encoding': encoding } });
    return { encoding: response.headers.get('content-encoding'), bytes: Number(response.headers.get('content-length')), text: await response.text() };
  };
  const [packed, plain, declined] = [await ask('gzip'), await ask('identity'), await ask('gzip;q=0')];
  expect([packed.encoding, plain.encoding, declined.encoding]).toEqual(['gzip', null, null]);
  expect(packed.text).toBe(plain.text);
  expect(packed.bytes).toBeLessThan(plain.bytes / 4);
});

test('live pokes every desk with the head after a push, and ends when the endpoint stops', async () => {
  const { desk, nogal } = scene;
  const other = await scene.join(null);
  const response = await fetch(`${scene.server.address}/v1/live`, { headers: other.headers() });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const heads: number[] = [];
  const parser = createParser({ onEvent: (event) => void heads.push((JSON.parse(event.data) as { head: number }).head) });
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) parser.feed(decoder.decode(chunk as Uint8Array, { stream: true }));
  })();
  await expect.poll(() => heads.length).toBe(1);
  await desk.push([desk.op(insertTicket(nogal))]);
  await expect.poll(() => heads.at(-1)).toBe(await scene.server.endpoint.head());
  await scene.server.stop();
  await reading;
  scene = await openScene();
});
