import { cpSync, existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { snapshotPageRows } from '#shared/sync/protocol.ts';
import { smallPng } from '#test/support/desk/small-png.ts';
import { codeOfError, temporaryFolder } from '#test/support/desk/open-desk.ts';
import { ask, deskRows, endpointRows, settled, teamDesk, teamEndpoint, type TeamDesk, type TeamEndpoint } from '#test/support/network/team.ts';
import { expectOnly, grant, teamAdmin } from '#test/support/network/grants.ts';
import type { WireDesk } from '#test/support/endpoint/wire.ts';

interface Team {
  readonly endpoint: TeamEndpoint;
  readonly admin: WireDesk;
  readonly ana: TeamDesk;
  readonly luz: TeamDesk;
  readonly nogal: string;
  readonly cedro: string;
}

const png = (extra: number): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.concat([smallPng(), Buffer.alloc(extra, extra)]));
const fileOf = (desk: TeamDesk, sha256: string): string => path.join(desk.desk().dir, 'evidence', sha256.slice(0, 2), sha256);

/** Tickets with all that can hang from one; answers with the hash of the last one's picture. */
const work = async (ana: TeamDesk, client: string, tickets: number, extra: number): Promise<{ tickets: readonly string[]; sha256: string }> => {
  await ana.call('contact.create', { client, name: 'Verónica' });
  const made: string[] = [];
  let sha256 = '';
  for (let i = 0; i < tickets; i += 1) {
    const { id: ticket } = await ana.call('ticket.create', { title: `Caso ${extra} ${i}`, client, channel: 'phone' });
    await ana.call('message.add', { ticket, direction: 'in', channel: 'phone', body: 'No imprime' });
    await ana.call('time.add', { ticket, start: '2026-06-12T10:00:00.000Z', end: '2026-06-12T10:20:00.000Z', tz: 'America/La_Paz' });
    made.push(ticket);
    if (i < tickets - 1) continue;
    const draft = await ana.call('evidence.stage', { png: png(extra), ticket, captured_at: new Date().toISOString() });
    sha256 = (await ana.call('evidence.attach', { draft: draft.id, ticket, stage: 'after', visibility: 'client', note: 'Después' })).sha256;
  }
  await expect.poll(async () => (await ana.call('sync.status', {})).blobs.waiting, { timeout: 15_000 }).toBe(0);
  await settled(ana);
  return { tickets: made, sha256 };
};

/** Ana sees all; Luz begins with Nogal alone. */
const team = async (): Promise<Team> => {
  const endpoint = await teamEndpoint();
  const admin = await teamAdmin(endpoint);
  const ana = await teamDesk(endpoint, 'ana');
  const { id: nogal } = await ana.call('client.create', { name: 'Nogal', tz: 'America/La_Paz' });
  const { id: cedro } = await ana.call('client.create', { name: 'Cedro', tz: 'America/La_Paz' });
  await settled(ana);
  const luz = await teamDesk(endpoint, 'luz');
  await grant(admin, luz, [nogal]);
  await expectOnly(endpoint, luz, [nogal]);
  return { endpoint, admin, ana, luz, nogal, cedro };
};

const asked = (desk: TeamDesk, from: number): readonly string[] => desk.proxy.seen.slice(from).map((seen) => seen.path).filter((each) => /^\/v1\/(pull|snapshot)/.test(each));

test('a client that is granted comes with all that it has, alone, while the feed goes on where it was', async () => {
  const { endpoint, admin, ana, luz, nogal, cedro } = await team();
  const { tickets, sha256 } = await work(ana, cedro, 6, 1);
  await expectOnly(endpoint, luz, [nogal]);
  expect((await luz.call('client.list', {})).map((client) => client.name)).toEqual(['Nogal']);
  const from = luz.proxy.seen.length;
  await grant(admin, luz, [nogal, cedro]);
  // Nobody asks: the poke is enough.
  await expect.poll(async () => (await luz.call('client.list', {})).map((client) => client.name), { timeout: 8000 }).toEqual(['Cedro', 'Nogal']);
  await expectOnly(endpoint, luz, [nogal, cedro]);
  expect((await luz.call('ticket.get', { id: tickets[0] ?? '' })).messages).toHaveLength(1);
  await expect.poll(() => existsSync(fileOf(luz, sha256)), { timeout: 8000 }).toBe(true);
  const pulls = asked(luz, from);
  expect(pulls.filter((each) => each.startsWith('/v1/snapshot'))).toEqual([`/v1/snapshot?limit=${snapshotPageRows}&scope=${cedro}`]);
  expect(pulls.filter((each) => /since=0&/.test(each))).toEqual([]);
});

test('a client that is withdrawn goes with its rows, files, search and undo; what others have stays', async () => {
  const { endpoint, admin, ana, luz, nogal, cedro } = await team();
  const [kept, gone] = [await work(ana, nogal, 2, 1), await work(ana, cedro, 3, 2)];
  await grant(admin, luz, [nogal, cedro]);
  await expectOnly(endpoint, luz, [nogal, cedro]);
  for (const { sha256 } of [kept, gone]) await expect.poll(() => existsSync(fileOf(luz, sha256)), { timeout: 8000 }).toBe(true);
  await luz.call('ticket.edit', { id: gone.tickets[0] ?? '', fields: { title: 'Secreto de Cedro' } });
  await settled(luz);
  const from = luz.proxy.seen.length;
  await grant(admin, luz, [nogal]);
  await expect.poll(async () => (await luz.call('client.list', {})).map((client) => client.name), { timeout: 8000 }).toEqual(['Nogal']);
  await expectOnly(endpoint, luz, [nogal]);
  expect([existsSync(fileOf(luz, kept.sha256)), existsSync(fileOf(luz, gone.sha256))]).toEqual([true, false]);
  expect((await codeOfError(luz.call('ticket.get', { id: gone.tickets[0] ?? '' }))).code).toBe('not_found');
  expect((await luz.call('history.state', {})).undo).toBeNull();
  expect(ask(luz, "SELECT 1 FROM ticket_text WHERE ticket_text MATCH 'Secreto'")).toEqual([]);
  expect(ask(luz, 'SELECT 1 FROM sync_base')).toEqual([]);
  expect(asked(luz, from).filter((each) => /since=0&|snapshot/.test(each))).toEqual([]);
  await expectOnly(endpoint, ana, null);
});

test('what waits for a client that is withdrawn is refused, its text is kept, and the queue goes on', async () => {
  const { endpoint, admin, ana, luz, nogal, cedro } = await team();
  const { tickets } = await work(ana, cedro, 2, 3);
  await grant(admin, luz, [nogal, cedro]);
  await expectOnly(endpoint, luz, [nogal, cedro]);
  luz.proxy.plan = () => ({ is: 'lost' });
  await luz.call('message.add', { ticket: tickets[0] ?? '', direction: 'internal', channel: 'phone', body: 'Lo que averigüé en la visita' });
  await luz.call('ticket.edit', { id: tickets[1] ?? '', fields: { description: 'Con pasos' } });
  await luz.call('ticket.create', { title: 'Nuevo de Cedro', client: cedro, channel: 'phone' });
  const { id: other } = await luz.call('ticket.create', { title: 'Nuevo de Nogal', client: nogal, channel: 'phone' });
  await grant(admin, luz, [nogal]);
  luz.proxy.plan = () => null;
  await expectOnly(endpoint, luz, [nogal]);
  const refused = await luz.call('sync.refused', {});
  expect(refused.map((change) => change.code)).toEqual(['not_allowed', 'not_allowed', 'not_allowed']);
  expect(JSON.stringify(refused)).toContain('Lo que averigüé en la visita');
  expect(JSON.stringify(refused)).toContain('Con pasos');
  await settled(ana);
  expect((await ana.call('ticket.get', { id: other })).ticket.title).toBe('Nuevo de Nogal');
  expect((await ana.call('ticket.get', { id: tickets[1] ?? '' })).ticket.description).toBe('');
});

test('a ticket that goes over to another client leaves with its files where that one is not granted, and comes whole where it is', async () => {
  const { endpoint, admin, ana, luz, nogal, cedro } = await team();
  const eva = await (async () => {
    await endpoint.now().addUser({ name: 'Eva', email: 'eva@example.test', password: 'one more long password', role: 'consultant', profile: 'technical', clients: [cedro] });
    return teamDesk(endpoint, 'eva');
  })();
  const { tickets, sha256 } = await work(ana, nogal, 1, 4);
  const ticket = tickets[0] ?? '';
  await expectOnly(endpoint, luz, [nogal]);
  await expectOnly(endpoint, eva, [cedro]);
  await expect.poll(() => existsSync(fileOf(luz, sha256)), { timeout: 8000 }).toBe(true);
  await ana.call('ticket.edit', { id: ticket, fields: { client: cedro } });
  await settled(ana);
  await expectOnly(endpoint, luz, [nogal]);
  await expectOnly(endpoint, eva, [cedro]);
  expect(existsSync(fileOf(luz, sha256))).toBe(false);
  expect((await eva.call('ticket.get', { id: ticket })).messages).toHaveLength(1);
  await expect.poll(() => existsSync(fileOf(eva, sha256)), { timeout: 8000 }).toBe(true);
  await grant(admin, luz, [nogal, cedro]);
  await expectOnly(endpoint, luz, [nogal, cedro]);
});

test('from all clients to some, to none, and back to all', async () => {
  const { endpoint, admin, ana, luz, nogal, cedro } = await team();
  await work(ana, nogal, 2, 5);
  await work(ana, cedro, 2, 6);
  for (const clients of [null, [cedro], [], [nogal], null, [nogal, cedro]]) {
    await grant(admin, luz, clients);
    await expectOnly(endpoint, luz, clients);
  }
});

test('a changed role is known on the desk without signing in again', async () => {
  const { admin, luz } = await team();
  const { user } = await luz.call('session.get', {});
  await admin.post(`/v1/team/people/${user?.id}`, { role: 'lead', name: 'Luz P.' });
  await expect.poll(async () => (await luz.call('session.get', {})).user, { timeout: 8000 }).toMatchObject({ role: 'lead', name: 'Luz P.' });
});

/** Copies of the desk's folder at every turn of the event loop while `during` runs: each is what a crash there would leave. */
const crashes = async (desk: TeamDesk, during: () => Promise<void>): Promise<readonly string[]> => {
  const copies: string[] = [];
  let last = '';
  const watch = { on: true };
  const state = (): string => JSON.stringify([deskRows(desk.desk().dir), ask(desk, "SELECT value FROM meta WHERE key IN ('grants', 'cursor') ORDER BY key")]);
  const watching = (async () => {
    while (watch.on) {
      const now = state();
      if (now !== last) {
        last = now;
        const copy = temporaryFolder();
        cpSync(desk.desk().dir, copy, { recursive: true });
        copies.push(copy);
      }
      await new Promise((resolve) => void setImmediate(resolve));
    }
  })();
  await during();
  watch.on = false;
  await watching;
  return copies;
};

test('a crash between any two steps of a grant or a withdrawal leaves a desk that comes to the same', { timeout: 120_000 }, async () => {
  const { endpoint, admin, ana, luz, nogal, cedro } = await team();
  const { sha256 } = await work(ana, cedro, 130, 7);
  let steps = 0;
  for (const clients of [[nogal, cedro], [nogal]]) {
    const copies = await crashes(luz, async () => {
      await grant(admin, luz, clients);
      await expectOnly(endpoint, luz, clients);
    });
    steps += copies.length;
    const token = luz.desk().token();
    for (const dir of copies) {
      const again = await teamDesk(endpoint, 'luz', { from: { dir, token } });
      await expectOnly(endpoint, again, clients);
      // Granted, the file may still be on its way.
      expect(existsSync(fileOf(again, sha256)) && !clients.includes(cedro)).toBe(false);
      await again.close();
      rmSync(dir, { recursive: true, force: true });
    }
  }
  // Before, the rows in their chunks, the marks, after: fewer would mean that the crashes came where nothing happens.
  expect(steps).toBeGreaterThanOrEqual(8);
  expect(endpointRows(endpoint.dir).length).toBeGreaterThan(500);
});

test('a withdrawal that the desk had heard of is carried out on the next start, without a network', async () => {
  const { endpoint, admin, ana, luz, nogal, cedro } = await team();
  await work(ana, cedro, 130, 8);
  await grant(admin, luz, [nogal, cedro]);
  await expectOnly(endpoint, luz, [nogal, cedro]);
  const copies = await crashes(luz, async () => {
    await grant(admin, luz, [nogal]);
    await expectOnly(endpoint, luz, [nogal]);
  });
  const token = luz.desk().token();
  await endpoint.stop();
  let half = 0;
  for (const dir of copies) {
    const again = await teamDesk(endpoint, 'luz', { from: { dir, token } });
    const { leaving } = JSON.parse(ask<{ value: string }>(again, "SELECT value FROM meta WHERE key = 'grants'")[0]?.value ?? '{}') as { leaving?: boolean };
    const left = (): number | undefined => ask<{ n: number }>(again, 'SELECT (SELECT count(*) FROM client WHERE id = ?) + (SELECT count(*) FROM ticket WHERE client = ?) AS n', cedro, cedro)[0]?.n;
    if (leaving === true) half += 1;
    await expect.poll(() => leaving !== true || left() === 0, { timeout: 8000 }).toBe(true);
    await again.close();
  }
  expect(half).toBeGreaterThan(0);
});
