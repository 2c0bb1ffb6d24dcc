import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { countingProxy, type CountingProxy } from '#test/bench/counting-proxy.ts';
import { openSyncedDesk, type SyncedDesk } from '#test/support/desk/synced-desk.ts';
import { deskRows, endpointRows, people, teamEndpoint } from '#test/support/network/team.ts';
import { virtualTime, type VirtualTime } from '#test/support/trial/virtual-time.ts';

const minute = 60_000;

interface Quiet {
  readonly time: VirtualTime;
  readonly dir: string;
  readonly ana: SyncedDesk;
  readonly luz: SyncedDesk;
  /** Between Luz's desk and the endpoint. */
  readonly proxy: CountingProxy;
  /** Time passes, and whatever is set for it happens. */
  readonly pass: (ms: number) => Promise<void>;
}

/** Two desks and their endpoint over real sockets, in a time that passes when told to: for the timers of all three alike. */
const quietTeam = async (fetchOfLuz: typeof fetch = fetch): Promise<Quiet> => {
  const time = virtualTime(Date.now());
  /** What is set for the next moment comes while one waits for this. */
  const during = async <T>(work: Promise<T>): Promise<T> => {
    const going = { on: true };
    const ended = work.finally(() => (going.on = false));
    ended.catch(() => undefined);
    while (going.on) {
      await sleep(2);
      if (going.on && (time.nextAt() ?? Number.POSITIVE_INFINITY) - time.now() < 1_000) time.fireNext();
    }
    return ended;
  };
  const endpoint = await during(teamEndpoint());
  const proxy = await countingProxy(new URL(endpoint.address));
  onTestFinished(proxy.close);
  const [luz, ana] = [await during(openSyncedDesk({ fetch: fetchOfLuz })), await during(openSyncedDesk())];
  onTestFinished(async () => void (await Promise.all([luz.close(), ana.close()])));
  // Before the others: hooks run in reverse, and what they wait for needs real time.
  onTestFinished(time.restore);
  const isBusy = async (desk: SyncedDesk): Promise<boolean> => (await desk.call('sync.status', {})).state === 'syncing';
  await during(luz.call('session.signIn', { address: proxy.address, email: people.luz.email, password: people.luz.password }));
  await during(ana.call('session.signIn', { address: endpoint.address, email: people.ana.email, password: people.ana.password }));
  const pass = async (ms: number): Promise<void> => {
    const until = time.now() + ms;
    for (let next = time.nextAt(); next !== null && next <= until; next = time.nextAt()) {
      time.fireNext();
      // Real time, by Node's own timers: a request is not hurried by a clock that runs away from it.
      do await sleep(2);
      while ((await isBusy(luz)) || (await isBusy(ana)));
    }
    time.pass(Math.max(0, until - time.now()));
  };
  await pass(minute);
  return { time, dir: endpoint.dir, ana, luz, proxy, pass };
};

const clientNames = async (desk: SyncedDesk): Promise<readonly string[]> => (await desk.call('client.list', {})).map((client) => client.name);
const addClient = (desk: SyncedDesk, name: string): Promise<unknown> => desk.call('client.create', { name, tz: 'America/La_Paz' });
/** A poke crosses in real time. */
const soon = { timeout: 5_000, interval: 20 };

test('a desk on which nothing happens costs less than 1 kB a minute, both ways, and still hears of the others at once', async () => {
  const { ana, luz, proxy, pass } = await quietTeam();
  const bytes = (): number => proxy.sent() + proxy.received();
  const before = bytes();
  await pass(5 * minute);
  const perMinute = (bytes() - before) / 5;
  expect((await luz.call('sync.status', {})).state).toBe('idle');
  // It asks, and its stream is alive.
  expect(perMinute).toBeGreaterThan(100);
  expect(perMinute).toBeLessThan(1_000);
  await addClient(ana, 'Textiles Nogal');
  await expect.poll(async () => [await pass(50), await clientNames(luz)][1], soon).toEqual(['Textiles Nogal']);
});

/** A stream that is open and tells nothing: its heartbeats come, its pokes are lost on the way. */
const deafFetch: typeof fetch = (input, init) => {
  if (!String(input).includes('/v1/live')) return fetch(input, init);
  let beat: ReturnType<typeof setInterval> | undefined;
  const body = new ReadableStream<Uint8Array>({
    start: (stream) => {
      beat = setInterval(() => stream.enqueue(new TextEncoder().encode(': heartbeat\n\n')), 25_000);
      init?.signal?.addEventListener('abort', () => {
        clearInterval(beat);
        stream.error(new DOMException('aborted', 'AbortError'));
      });
    },
  });
  return Promise.resolve(new Response(body, { headers: { 'content-type': 'text/event-stream' } }));
};

test('pokes that are missed harm nothing: within a minute the desk asks by itself, each time', async () => {
  const { dir, ana, luz, pass } = await quietTeam(deafFetch);
  for (const name of ['Cedro', 'Nogal', 'Prado']) {
    await addClient(ana, name);
    await pass(1_000);
    expect(await clientNames(luz)).not.toContain(name);
    await pass(minute);
    expect(await clientNames(luz)).toContain(name);
  }
  expect(deskRows(luz.dir)).toEqual(endpointRows(dir));
});

test('a desk that sleeps every ten minutes, its streams cut and its timers late, has all of the others and they its own when it wakes', async () => {
  const { time, dir, ana, luz, proxy, pass } = await quietTeam();
  const { id: client } = await ana.call('client.create', { name: 'Nogal', tz: 'America/La_Paz' });
  await pass(minute);
  const titles: string[] = [];
  for (let sleeps = 0; sleeps < 6; sleeps += 1) {
    // The lid closes on what was just typed.
    titles.push(`De Luz ${sleeps}`, `De Ana ${sleeps}`);
    await luz.call('ticket.create', { title: `De Luz ${sleeps}`, client, channel: 'phone' });
    proxy.breakAll();
    await ana.call('ticket.create', { title: `De Ana ${sleeps}`, client, channel: 'phone' });
    time.pass(10 * minute);
    const asked = proxy.sent();
    await pass(minute);
    for (const desk of [luz, ana]) {
      const { cards } = await desk.call('board.page', { lane: 'untriaged', offset: 0, limit: 50, filter: {} });
      expect(cards.map((card) => card.title).toSorted(), `after ${sleeps + 1} sleeps`).toEqual(titles.toSorted());
    }
    // It does not hammer the endpoint for what it has slept through.
    expect(proxy.sent() - asked).toBeLessThan(20_000);
  }
  expect(await luz.call('sync.status', {})).toMatchObject({ state: 'idle', waiting: 0, lastError: null });
  expect(deskRows(luz.dir)).toEqual(endpointRows(dir));
});
