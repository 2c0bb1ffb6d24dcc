import { expect, test } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, expectEqual, settled, twoDesks, type TeamDesk } from '#test/support/network/team.ts';
import { smallPng } from '#test/support/desk/small-png.ts';

const asked = (desk: TeamDesk, part: string): number => desk.proxy.seen.filter(({ path }) => path.startsWith(part)).length;

test('a paused desk sends and asks nothing, also after a restart, works on, and catches up when the pause ends', async () => {
  const { endpoint, ana, luz, client } = await twoDesks();
  expect(await luz.call('sync.setMode', { mode: 'paused' })).toMatchObject({ state: 'paused', mode: 'paused' });
  const before = luz.proxy.seen.length;
  await luz.call('ticket.create', { title: 'En pausa', client, channel: 'phone' });
  await luz.restart();
  expect(await luz.call('sync.now', {})).toMatchObject({ state: 'paused', mode: 'paused', waiting: 1 });
  await ana.call('ticket.create', { title: 'De Ana', client, channel: 'phone' });
  await settled(ana);
  await sleep(300);
  expect(luz.proxy.seen.length).toBe(before);
  await luz.call('sync.setMode', { mode: 'on' });
  await settled(luz);
  await expectEqual(endpoint, ana, luz);
});

test('a pause breaks off what is under way and loses nothing of it', async () => {
  const { endpoint, ana, luz, client } = await twoDesks();
  luz.proxy.plan = ({ path }) => (path.startsWith('/v1/push') ? { is: 'slow', ms: 60_000 } : null);
  await luz.call('ticket.create', { title: 'A medias', client, channel: 'phone' });
  await expect.poll(() => asked(luz, '/v1/push')).toBeGreaterThan(0);
  expect(await luz.call('sync.setMode', { mode: 'paused' })).toMatchObject({ state: 'paused', waiting: 1 });
  luz.proxy.plan = () => null;
  await luz.call('sync.setMode', { mode: 'on' });
  await settled(luz);
  await expectEqual(endpoint, ana, luz);
});

test('on a metered connection rows go and files wait', async () => {
  const { ana, luz, client } = await twoDesks();
  const { id } = await luz.call('ticket.create', { title: 'Con evidencia', client, channel: 'phone' });
  await luz.call('sync.setMode', { mode: 'metered' });
  const draft = await luz.call('evidence.stage', { png: smallPng(), ticket: id, captured_at: '2026-06-12T15:00:00.000Z' });
  await luz.call('evidence.attach', { draft: draft.id, ticket: id, note: 'Pantalla', stage: 'before', visibility: 'client' });
  await settled(luz);
  await settled(ana);
  expect((await ana.call('ticket.get', { id })).evidence).toHaveLength(1);
  await sleep(200);
  expect(asked(luz, '/v1/blobs')).toBe(0);
  expect((await luz.call('sync.status', {})).blobs.waiting).toBe(1);
  await luz.call('sync.setMode', { mode: 'on' });
  await expect.poll(async () => (await luz.call('sync.status', {})).blobs.waiting, { timeout: 10_000 }).toBe(0);
});

test('the diagnostics tell versions, counts, cursors and codes, and nothing of clients', async () => {
  const { luz, client } = await twoDesks();
  const secrets = ['Textiles Nogal', 'Factura de agosto', 'No lo leas', 'luz@example.test', 'Luz', 'Ana'];
  luz.proxy.plan = () => ({ is: 'lost' });
  const { id } = await luz.call('ticket.create', { title: 'Factura de agosto', client, channel: 'phone' });
  await luz.call('message.add', { ticket: id, direction: 'internal', channel: 'phone', body: 'No lo leas' });
  await luz.call('sync.now', {});
  const { text } = await luz.call('sync.diagnostics', {});
  const told = JSON.parse(text) as Record<string, never>;
  expect(told).toMatchObject({ version: 'test', proto: 1, sync: { cursor: ask<{ value: string }>(luz, "SELECT value FROM meta WHERE key = 'cursor'")[0]?.value }, rows: { client: 1, ticket: 1, user: 2 } });
  expect(told['waiting']).toMatchObject({ 'ticket insert': 1, 'message fact': 1 });
  expect(JSON.stringify(told['status'])).toContain('endpoint_unreachable');
  for (const secret of secrets) expect(text).not.toContain(secret);
  expect(text).not.toContain(luz.proxy.address);
});
