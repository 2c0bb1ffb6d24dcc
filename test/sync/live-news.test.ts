import { expect, onTestFinished, test } from 'vitest';
import { openSyncedDesk, type SyncedDesk } from '#test/support/desk/synced-desk.ts';
import { listenTo } from '#test/support/endpoint/listener.ts';
import { insertTicket } from '#test/support/endpoint/sample.ts';
import { openScene, type Scene } from '#test/support/endpoint/scene.ts';
import { runEndpointCli } from '#test/support/endpoint/start.ts';
import { newId, type WireDesk } from '#test/support/endpoint/wire.ts';
import { deskRows, endpointRows, people, teamEndpoint } from '#test/support/network/team.ts';

const scened = async (): Promise<Scene> => {
  const scene = await openScene();
  onTestFinished(scene.server.stop);
  return scene;
};

/** The live stream of a desk that has read all there is. */
const listenOn = async ({ server }: Scene, desk: WireDesk) => {
  const { end } = await desk.pull();
  const listener = await listenTo(server.address, desk, `?since=${end.next}&inc=1&mark=${end.mark}`);
  onTestFinished(listener.close);
  return { listener, end };
};

const told = (news: readonly string[]): { readonly head: unknown; readonly keys: readonly string[]; readonly end: unknown } => {
  const [head = '', ...lines] = news;
  const rows = lines.slice(0, -1).map((line) => (JSON.parse(line) as { readonly key: string }).key);
  return { head: JSON.parse(head), keys: rows, end: JSON.parse(lines.at(-1) ?? '') };
};

test('who has said where he has read to is brought the rows of his clients, each once, and no others', async () => {
  const scene = await scened();
  const { desk, nogal, prado, join } = scene;
  const his = await join([nogal]);
  const { listener, end } = await listenOn(scene, his);
  await desk.push([desk.op(insertTicket(prado))]);
  const ticket = newId();
  await desk.push([desk.op(insertTicket(nogal, ticket))]);
  await expect.poll(() => listener.news.length).toBe(1);
  const head = await scene.server.endpoint.head();
  expect(told(listener.news[0] ?? [])).toEqual({ head: { since: end.next, inc: 1 }, keys: [ticket], end: expect.objectContaining({ next: head, head, more: false, grants: [nogal] }) });
  // His own he knows; he comes for what the endpoint has made of it, and is brought what stands behind that.
  await his.push([his.op(insertTicket(nogal))]);
  const read = (await his.pull(head)).end;
  const next = newId();
  await desk.push([desk.op(insertTicket(nogal, next))]);
  await expect.poll(() => listener.news.length).toBe(2);
  expect(told(listener.news[1] ?? [])).toMatchObject({ head: { since: read.next }, keys: [next], end: { ackN: 1 } });
});

test('one whose grants or whose token have gone is brought nothing more', async () => {
  const scene = await scened();
  const { desk, nogal, join } = scene;
  const [taken, revoked] = [await join([nogal]), await join([nogal])];
  const admin = await join(null, 'admin');
  const [a, b] = [(await listenOn(scene, taken)).listener, (await listenOn(scene, revoked)).listener];
  expect((await admin.post(`/v1/team/people/${taken.userId()}`, { clients: [] })).status).toBe(200);
  // By another process, which does not end the stream here.
  expect(await runEndpointCli(['revoke-device', '--dir', scene.server.dir, '--device', revoked.deviceId])).toMatchObject({ code: 0 });
  const ticket = newId();
  await desk.push([desk.op(insertTicket(nogal, ticket))]);
  await expect.poll(() => a.heads.length + b.heads.length).toBeGreaterThan(1);
  const third = await join([nogal]);
  const c = (await listenOn(scene, third)).listener;
  const last = newId();
  await desk.push([desk.op(insertTicket(nogal, last))]);
  await expect.poll(() => c.news.length).toBe(1);
  const brought = JSON.stringify([a.news, b.news]);
  for (const key of [ticket, last]) expect(brought).not.toContain(key);
});

test('many rows at once are come for', async () => {
  const scene = await scened();
  const { desk, nogal, join } = scene;
  const { listener } = await listenOn(scene, await join([nogal]));
  await desk.push(Array.from({ length: 30 }, () => desk.op(insertTicket(nogal))));
  const head = await scene.server.endpoint.head();
  await expect.poll(() => listener.heads.at(-1)).toBe(head);
  expect(listener.news).toEqual([]);
});

interface Pair {
  readonly ana: SyncedDesk;
  readonly luz: SyncedDesk;
  readonly dir: string;
  /** Questions that Luz's desk has asked. */
  readonly pulls: () => number;
}

const twoDesks = async (live: (answer: Response) => Response = (answer) => answer): Promise<Pair> => {
  const endpoint = await teamEndpoint();
  let pulls = 0;
  const fetchOfLuz: typeof fetch = async (input, init) => {
    if (String(input).includes('/v1/pull')) pulls += 1;
    const answer = await fetch(input, init);
    return String(input).includes('/v1/live') ? live(answer) : answer;
  };
  const [luz, ana] = [await openSyncedDesk({ fetch: fetchOfLuz }), await openSyncedDesk()];
  onTestFinished(async () => void (await Promise.all([luz.close(), ana.close()])));
  await luz.call('session.signIn', { address: endpoint.address, email: people.luz.email, password: people.luz.password });
  await ana.call('session.signIn', { address: endpoint.address, email: people.ana.email, password: people.ana.password });
  await expect.poll(async () => (await luz.call('sync.status', {})).lastSyncAt).not.toBeNull();
  return { ana, luz, dir: endpoint.dir, pulls: () => pulls };
};

const names = async (desk: SyncedDesk): Promise<readonly string[]> => (await desk.call('client.list', {})).map((client) => client.name);

test('what another does comes to a desk by itself: it asks nothing, and lays the same', async () => {
  const { ana, luz, dir, pulls } = await twoDesks();
  const asked: number[] = [];
  for (const name of ['Cedro', 'Nogal', 'Prado', 'Tilo']) {
    const before = pulls();
    await ana.call('client.create', { name, tz: 'America/La_Paz' });
    await expect.poll(() => names(luz)).toContain(name);
    asked.push(pulls() - before);
  }
  // The first may have come before its stream was open.
  expect(asked.slice(1)).toEqual([0, 0, 0]);
  await expect.poll(() => deskRows(luz.dir)).toEqual(endpointRows(dir));
});

/** Every second piece of news is lost on the way. */
const losing = (answer: Response): Response => {
  let count = 0;
  let rest = '';
  const [decoder, encoder] = [new TextDecoder(), new TextEncoder()];
  const sieve = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, out) => {
      const events = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) if (!event.startsWith('event: news') || (count += 1) % 2 === 0) out.enqueue(encoder.encode(`${event}\n\n`));
    },
  });
  return new Response(answer.body?.pipeThrough(sieve) ?? null, { headers: answer.headers });
};

test('news that was lost is noticed by the next, and come for', async () => {
  const { ana, luz, dir, pulls } = await twoDesks(losing);
  await ana.call('client.create', { name: 'Cedro', tz: 'America/La_Paz' });
  await ana.call('client.create', { name: 'Nogal', tz: 'America/La_Paz' });
  for (const [first, second] of [['Prado', 'Tilo'], ['Roble', 'Sauce']] as const) {
    await ana.call('client.create', { name: first, tz: 'America/La_Paz' });
    await expect.poll(() => names(ana)).toContain(first);
    await ana.call('client.create', { name: second, tz: 'America/La_Paz' });
  }
  // Whichever was lost, one more that is not brings it.
  await expect
    .poll(async () => {
      await ana.call('client.create', { name: `Más ${pulls()}`, tz: 'America/La_Paz' });
      return names(luz);
    })
    .toEqual(expect.arrayContaining(['Cedro', 'Nogal', 'Prado', 'Tilo', 'Roble', 'Sauce']));
  await expect.poll(async () => (await ana.call('sync.now', {})).waitingOps).toBe(0);
  await luz.call('sync.now', {});
  await expect.poll(() => deskRows(luz.dir)).toEqual(endpointRows(dir));
});
