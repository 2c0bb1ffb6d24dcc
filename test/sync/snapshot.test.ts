import { setImmediate as turn } from 'node:timers/promises';
import { cpSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Seen } from '#test/support/network/flaky-proxy.ts';
import { insertClient, insertTicket, addMessage } from '#test/support/endpoint/sample.ts';
import { createWireDesk, newId } from '#test/support/endpoint/wire.ts';
import { temporaryFolder } from '#test/support/desk/open-desk.ts';
import { ask, expectEqual, people, settled, teamDesk, teamEndpoint, type SavedDesk, type TeamDesk, type TeamEndpoint } from '#test/support/network/team.ts';

const messages = 11_000;

/** A team with more rows than two pages hold. */
const bigTeam = async (): Promise<{ readonly endpoint: TeamEndpoint; readonly client: string; readonly tickets: readonly string[] }> => {
  const endpoint = await teamEndpoint(['ana', 'luz']);
  const wire = createWireDesk(endpoint.address);
  await wire.signIn(people.ana.email, people.ana.password);
  const client = newId();
  const tickets = Array.from({ length: 200 }, () => newId());
  await wire.push([wire.op(insertClient(client)), ...tickets.map((key) => wire.op(insertTicket(client, key)))]);
  for (let sent = 0; sent < messages; sent += 1000) await wire.push(Array.from({ length: 1000 }, (_, n) => wire.op(addMessage(tickets[n % tickets.length] ?? ''))));
  return { endpoint, client, tickets };
};

const asked = (seen: readonly Seen[]): readonly (string | null)[] => seen.filter(({ path }) => path.startsWith('/v1/snapshot')).map(({ path }) => new URL(path, 'http://x').searchParams.get('after'));
const found = async (desk: TeamDesk, text: string): Promise<number> => ask<{ n: number }>(desk, 'SELECT count(*) AS n FROM ticket_text WHERE ticket_text MATCH ?', text)[0]?.n ?? 0;

test('a first sync that breaks off at any page goes on from there, and ends as the endpoint is', { timeout: 60_000 }, async () => {
  const { endpoint, tickets } = await bigTeam();
  const luz = await teamDesk(endpoint, 'luz', { signIn: false });
  let pages = 0;
  luz.proxy.plan = ({ path }) => {
    if (!path.startsWith('/v1/snapshot')) return null;
    pages += 1;
    return pages % 2 === 0 ? { is: 'answer_cut', at: 0.5 } : null;
  };
  await luz.signIn();
  await expect.poll(() => pages, { timeout: 10_000 }).toBeGreaterThanOrEqual(2);
  await expect.poll(async () => (await luz.call('sync.status', {})).state).toBe('offline');
  await luz.restart();
  luz.proxy.plan = () => null;
  await expectEqual(endpoint, luz);
  const asks = asked(luz.proxy.seen);
  expect(asks.filter((after) => after === null)).toHaveLength(1);
  expect(new Set(asks).size).toBeLessThan(asks.length);
  expect(ask(luz, "SELECT 1 FROM meta WHERE key = 'snapshot'")).toEqual([]);
  expect(await found(luz, 'title:a* OR title:e* OR title:n*')).toBe(tickets.length);
});

test('a desk that dies between any two portions of a first sync goes on where it was', { timeout: 90_000 }, async () => {
  const { endpoint, client, tickets } = await bigTeam();
  const ana = await teamDesk(endpoint, 'ana');
  await settled(ana);
  const luz = await teamDesk(endpoint, 'luz');
  // The engine runs in this very process: between two turns its files are just as a crash would leave them.
  const images: SavedDesk[] = [];
  const states = new Set<string>();
  for (let over = false; !over; await turn()) {
    const state = ask<{ value: string }>(luz, "SELECT value FROM meta WHERE key = 'snapshot'")[0]?.value ?? '';
    over = state === '' && states.size > 0;
    if (over || state === '' || states.has(state)) continue;
    states.add(state);
    if (states.size % 3 !== 1 && !state.includes('"laid":true')) continue;
    const dir = temporaryFolder();
    cpSync(luz.desk().dir, dir, { recursive: true });
    images.push({ dir, token: luz.desk().token() });
  }
  expect(images.length).toBeGreaterThan(3);
  await ana.call('ticket.edit', { id: tickets[3] ?? '', fields: { title: 'Después' } });
  await ana.call('ticket.create', { title: 'Nuevo', client, channel: 'phone' });
  await settled(ana);
  for (const image of images) {
    const again = await teamDesk(endpoint, 'luz', { from: image });
    await expectEqual(endpoint, again);
    expect(ask<{ n: number }>(again, 'SELECT count(*) AS n FROM ticket t WHERE NOT EXISTS (SELECT 1 FROM ticket_text_docsize d WHERE d.id = t.rowid)')[0]?.n).toBe(0);
    await again.close();
  }
});

test('progress tells rows and bytes, and is gone at the end', { timeout: 60_000 }, async () => {
  const { endpoint, tickets } = await bigTeam();
  const luz = await teamDesk(endpoint, 'luz');
  const told: { done: number; remaining: number; bytes: number }[] = [];
  for (let over = false; !over; await turn()) {
    const { progress, lastSyncAt } = await luz.call('sync.status', {});
    if (progress !== null) told.push(progress);
    over = lastSyncAt !== null && progress === null;
  }
  const done = told.map((progress) => progress.done);
  expect(done).toEqual([...done].sort((a, b) => a - b));
  // Two people, the client, its tickets and messages.
  expect(told.at(-1)).toMatchObject({ done: 3 + tickets.length + messages, remaining: 0 });
  expect(told.every((progress) => progress.done + progress.remaining === 3 + tickets.length + messages)).toBe(true);
  expect(told.at(-1)?.bytes).toBeGreaterThan(100_000);
});

test('what was written before the rows have come stays on top of them', { timeout: 60_000 }, async () => {
  const { endpoint, client, tickets } = await bigTeam();
  const luz = await teamDesk(endpoint, 'luz', { signIn: false });
  let page = 0;
  luz.proxy.plan = ({ path }) => (path.startsWith('/v1/snapshot') && (page += 1) > 1 ? { is: 'lost' } : null);
  await luz.signIn();
  await expect.poll(async () => (await luz.call('sync.status', {})).state, { timeout: 10_000 }).toBe('offline');
  const [first = ''] = tickets;
  await luz.call('ticket.edit', { id: first, fields: { title: 'Cambiado a medias' } });
  const { id } = await luz.call('ticket.create', { title: 'Creado a medias', client, channel: 'phone' });
  luz.proxy.plan = () => null;
  await expectEqual(endpoint, luz);
  expect((await luz.call('ticket.get', { id: first })).ticket.title).toBe('Cambiado a medias');
  expect((await luz.call('ticket.get', { id })).ticket.number).not.toBeNull();
});
