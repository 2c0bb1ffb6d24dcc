import { copyFileSync, cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '#test/support/desk/open-desk.ts';
import { ask, askEndpoint, expectEqual, settled, teamDesk, twoDesks, type SavedDesk, type TeamDesk, type TeamEndpoint } from '#test/support/network/team.ts';

const device = async (desk: TeamDesk): Promise<string> => (await desk.call('session.get', {})).device;
const state = async (desk: TeamDesk): Promise<string> => (await desk.call('sync.status', {})).state;

/** Title → how many tickets bear it. */
const tickets = (endpoint: TeamEndpoint): Readonly<Record<string, number>> =>
  Object.fromEntries(askEndpoint<{ title: string; n: number }>(endpoint, "SELECT fields ->> '$.title' AS title, count(*) AS n FROM entity_row WHERE entity = 'ticket' AND deleted = 0 GROUP BY 1").map(({ title, n }) => [title, n]));

const databaseOf = (dir: string): string => path.join(dir, 'carril.db');
const dropTails = (dir: string): void => {
  for (const tail of ['-wal', '-shm']) rmSync(databaseOf(dir) + tail, { force: true });
};

/** The desk's folder as it lies on the disk, closed. */
const saved = async (desk: TeamDesk): Promise<SavedDesk> => {
  const dir = temporaryFolder();
  const token = desk.desk().token();
  await desk.desk().core.close();
  cpSync(desk.desk().dir, dir, { recursive: true });
  return { dir, token };
};

test('two desks that run on copies of one folder become two, and nothing is doubled or lost', async () => {
  const { endpoint, ana, luz, client } = await twoDesks();
  luz.proxy.plan = () => ({ is: 'lost' });
  await luz.call('ticket.create', { title: 'De los dos', client, channel: 'phone' });
  await expect.poll(() => state(luz)).toBe('offline');
  const copy = await saved(luz);
  const [one, two] = [await teamDesk(endpoint, 'luz', { from: copy }), await teamDesk(endpoint, 'luz', { from: copy })];
  expect(await device(two)).toBe(await device(one));
  await settled(one);
  await settled(two);
  // Whichever of the two is heard second is the copy; here it is the second.
  two.proxy.plan = () => ({ is: 'lost' });
  await one.call('ticket.create', { title: 'Del primero', client, channel: 'phone' });
  const kept = await two.call('ticket.create', { title: 'Del segundo', client, channel: 'phone' });
  await two.call('message.add', { ticket: kept.id, direction: 'out', channel: 'phone', body: 'No se pierde' });
  await settled(one);
  two.proxy.plan = () => null;
  await expect.poll(() => state(two), { timeout: 15_000 }).toBe('signed_out');
  expect((await two.call('sync.status', {})).lastError?.code).toBe('desk_copied');
  expect(await device(two)).not.toBe(await device(one));
  expect((await two.call('sync.status', {})).waiting).toBe(2);
  await two.signIn();
  await settled(two);
  await one.call('ticket.create', { title: 'Y sigue', client, channel: 'phone' });
  await expectEqual(endpoint, ana, one, two);
  expect(tickets(endpoint)).toEqual({ 'De los dos': 1, 'Del primero': 1, 'Del segundo': 1, 'Y sigue': 1 });
  // Signing in has not thrown out the desk that it was copied from.
  expect(await state(one)).toBe('idle');
});

test('two copies of one desk of which neither writes anything become two as soon as one ends the session of the other', async () => {
  const { endpoint, ana, luz, client } = await twoDesks();
  await settled(luz);
  const copy = await saved(luz);
  const [one, two] = [await teamDesk(endpoint, 'luz', { from: copy }), await teamDesk(endpoint, 'luz', { from: copy })];
  await settled(one);
  await settled(two);
  const before = await device(one);
  await two.call('session.signOut', {});
  await expect.poll(async () => (await one.call('sync.now', {})).state, { timeout: 15_000 }).toBe('signed_out');
  expect((await one.call('sync.status', {})).lastError?.code).toBe('token_revoked');
  await two.signIn();
  await one.signIn();
  await expect.poll(async () => (await two.call('sync.now', {})).state, { timeout: 15_000 }).toBe('signed_out');
  expect((await two.call('sync.status', {})).lastError?.code).toBe('desk_copied');
  expect(await device(one)).toBe(before);
  expect(await device(two)).not.toBe(before);
  await two.signIn();
  await one.call('ticket.create', { title: 'De uno', client, channel: 'phone' });
  await two.call('ticket.create', { title: 'De otro', client, channel: 'phone' });
  await expectEqual(endpoint, ana, one, two);
  expect(tickets(endpoint)).toEqual({ 'De uno': 1, 'De otro': 1 });
  for (const desk of [one, two]) expect(await state(desk)).toBe('idle');
});

test("a copy whose changes the endpoint is too old for hears the others, and takes nothing that was acknowledged to the other copy for its own", async () => {
  const { endpoint, ana, luz, client } = await twoDesks();
  const copy = await saved(luz);
  const [one, two] = [await teamDesk(endpoint, 'luz', { from: copy }), await teamDesk(endpoint, 'luz', { from: copy })];
  two.proxy.plan = ({ path: asked }) => (asked.startsWith('/v1/push') ? { is: 'answered', status: 426, type: 'application/json', body: '{"code":"endpoint_too_old","details":{"known":1}}' } : null);
  await two.call('ticket.create', { title: 'Del segundo', client, channel: 'phone' });
  await expect.poll(() => state(two)).toBe('too_old');
  // Under the very numbers that the second has given to its own.
  await one.call('ticket.create', { title: 'Del primero', client, channel: 'phone' });
  await settled(one);
  await two.call('sync.now', {});
  expect(ask<{ title: string }>(two, 'SELECT title FROM ticket ORDER BY title').map(({ title }) => title)).toEqual(['Del primero', 'Del segundo']);
  expect((await two.call('sync.status', {})).waiting).toBe(1);
  two.proxy.plan = () => null;
  await expect.poll(async () => (await two.call('sync.now', {})).state, { timeout: 15_000 }).toBe('signed_out');
  await two.signIn();
  await expectEqual(endpoint, ana, one, two);
  expect(tickets(endpoint)).toEqual({ 'Del primero': 1, 'Del segundo': 1 });
});

test('a desk whose database was put back goes on under a new count, signed in as it is', async () => {
  const { endpoint, ana, luz, client } = await twoDesks();
  const waiting = async (title: string): Promise<void> => void (await luz.call('ticket.create', { title, client, channel: 'phone' }));
  luz.proxy.plan = () => ({ is: 'lost' });
  await waiting('Antes de la copia');
  const { dir } = luz.desk();
  await expect.poll(() => state(luz)).toBe('offline');
  await luz.desk().core.close();
  const older = path.join(temporaryFolder(), 'older.db');
  copyFileSync(databaseOf(dir), older);
  await luz.restart();
  luz.proxy.plan = () => null;
  await settled(luz);
  await waiting('Después de la copia');
  await settled(luz);
  await luz.desk().core.close();
  dropTails(dir);
  copyFileSync(older, databaseOf(dir));
  await luz.restart();
  await waiting('Con la copia');
  await settled(luz);
  await expectEqual(endpoint, ana, luz);
  expect(tickets(endpoint)).toEqual({ 'Antes de la copia': 1, 'Después de la copia': 1, 'Con la copia': 1 });
  expect(luz.desk().log.some((line) => line.includes('"as":"older"'))).toBe(true);
  expect(await luz.call('session.get', {})).toMatchObject({ authorised: true });
});

test('a database that was carried into another folder is another desk, before it says a word', async () => {
  const { endpoint, ana, luz, client } = await twoDesks();
  luz.proxy.plan = () => ({ is: 'lost' });
  await luz.call('ticket.create', { title: 'Llevado', client, channel: 'phone' });
  await expect.poll(() => state(luz)).toBe('offline');
  const whole = await saved(luz);
  rmSync(path.join(whole.dir, 'device.json'));
  const carried = await teamDesk(endpoint, 'luz', { from: whole });
  await luz.restart();
  expect(await state(carried)).toBe('signed_out');
  expect(await device(carried)).not.toBe(await device(luz));
  luz.proxy.plan = () => null;
  await settled(luz);
  await carried.signIn();
  await carried.call('ticket.create', { title: 'Del otro', client, channel: 'phone' });
  await expectEqual(endpoint, ana, luz, carried);
  expect(tickets(endpoint)).toEqual({ Llevado: 1, 'Del otro': 1 });
});

test('a desk whose identity was spoiled or whose database was begun anew stays itself', async () => {
  const { endpoint, ana, luz, client } = await twoDesks();
  const before = await device(luz);
  const { dir } = luz.desk();
  await luz.desk().core.close();
  writeFileSync(path.join(dir, 'device.json'), '');
  await luz.restart();
  await luz.call('ticket.create', { title: 'Tras el corte', client, channel: 'phone' });
  await settled(luz);
  expect(await device(luz)).toBe(before);
  expect(JSON.parse(readFileSync(path.join(dir, 'device.json'), 'utf8'))).toMatchObject({ device: before });
  expect(existsSync(path.join(dir, 'device.json.new'))).toBe(false);
  await luz.desk().core.close();
  dropTails(dir);
  rmSync(databaseOf(dir));
  await luz.restart();
  expect(await device(luz)).toBe(before);
  await luz.signIn();
  await settled(luz);
  await luz.call('ticket.create', { title: 'De nuevo', client, channel: 'phone' });
  await expectEqual(endpoint, ana, luz);
  expect(tickets(endpoint)).toEqual({ 'Tras el corte': 1, 'De nuevo': 1 });
  expect(ask(luz, "SELECT 1 FROM outbox WHERE state = 'refused'")).toEqual([]);
});
