import { afterEach, beforeEach, expect, test } from 'vitest';
import { entityNames } from '#shared/domain/entities/index.ts';
import { addMessage, insertTicket } from '#test/support/endpoint/sample.ts';
import { openScene, type Scene } from '#test/support/endpoint/scene.ts';
import { newId, type Snapped, type WireDesk } from '#test/support/endpoint/wire.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.server.stop());

const snapAll = async (desk: WireDesk, limit: number, between: (page: number) => Promise<unknown> = async () => undefined, scope?: string): Promise<readonly Snapped[]> => {
  const pages: Snapped[] = [];
  for (let after: string | null = null; ; ) {
    const page: Snapped = await desk.snapshot({ limit, after, ...(scope === undefined ? {} : { scope }) });
    pages.push(page);
    if (page.end.next === null) return pages;
    expect(page.rows.length).toBe(limit);
    after = page.end.next;
    await between(pages.length);
  }
};

const names = (pages: readonly Snapped[]): readonly string[] => pages.flatMap((page) => page.rows).map((row) => `${row.entity} ${row.key}`);

test('the pages hold every living row once, entity by entity and in the order of keys', async () => {
  const { desk, nogal } = scene;
  const keys = Array.from({ length: 12 }, () => newId());
  await desk.push(keys.flatMap((key) => [desk.op(insertTicket(nogal, key)), desk.op(addMessage(key))]));
  await desk.push([desk.op({ kind: 'delete', entity: 'ticket', key: keys[4] ?? '', fields: {} })]);
  const pages = await snapAll(desk, 5);
  const living = (await desk.pull()).rows.map((row) => `${row.entity} ${row.key}`);
  expect([...names(pages)].sort()).toEqual([...living].sort());
  const tickets = pages.flatMap((page) => page.rows).filter((row) => row.entity === 'ticket').map((row) => row.key);
  expect(tickets).toEqual([...tickets].sort());
  expect(pages.flatMap((page) => page.whole)).toEqual(entityNames);
  expect(pages[0]?.end).toMatchObject({ total: living.length, since: await scene.server.endpoint.head() });
});

test('what changes while the pages are read comes by in the feed, from where the first page was read', async () => {
  const { desk, nogal } = scene;
  const keys = Array.from({ length: 10 }, () => newId()).sort();
  await desk.push(keys.map((key) => desk.op(insertTicket(nogal, key))));
  const [first = '', second = ''] = keys;
  const late = newId();
  const pages = await snapAll(desk, 4, async (page) => {
    if (page !== 2) return;
    await desk.push([desk.op({ kind: 'patch', entity: 'ticket', key: second, fields: { title: 'Entre dos páginas' } }), desk.op({ kind: 'delete', entity: 'ticket', key: first, fields: {} }), desk.op(insertTicket(nogal, late))]);
  });
  const held = new Map(pages.flatMap((page) => page.rows).map((row) => [row.key, row.row]));
  const feed = await desk.pull(pages[0]?.end.since);
  for (const row of feed.rows) held.set(row.key, row.row);
  for (const gone of feed.deletes) held.delete(gone.key);
  const now = await desk.pull();
  expect([...held].sort(([a], [b]) => (a < b ? -1 : 1))).toEqual(now.rows.map((row) => [row.key, row.row] as const).sort(([a], [b]) => (a < b ? -1 : 1)));
});

test('a person gets the rows of his clients and of the whole team; one client alone where he asks for it, and no other', async () => {
  const { desk, nogal, prado } = scene;
  const restricted = await scene.join([nogal]);
  const [his, other] = [newId(), newId()];
  await desk.push([desk.op(insertTicket(nogal, his)), desk.op(insertTicket(prado, other)), desk.op(addMessage(his)), desk.op(addMessage(other))]);
  const all = names(await snapAll(restricted, 3));
  const fed = (await restricted.pull()).rows.map((row) => `${row.entity} ${row.key}`);
  expect([...all].sort()).toEqual([...fed].sort());
  expect(all).toContain(`ticket ${his}`);
  expect(all).not.toContain(`ticket ${other}`);
  const one = await snapAll(restricted, 50, undefined, nogal);
  expect(new Set(one.flatMap((page) => page.rows).map((row) => row.scope))).toEqual(new Set([nogal]));
  expect(one[0]?.end.total).toBe(names(one).length);
  expect(await restricted.raw(`/v1/snapshot?scope=${prado}`)).toMatchObject({ status: 403, code: 'not_allowed' });
});

test.each(['after=nothing', 'after=ticket', `after=spaceship,${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}`, 'limit=0', 'limit=900000', 'scope=all'])('%s is no question', async (query) => {
  expect(await scene.desk.raw(`/v1/snapshot?${query}`)).toMatchObject({ status: 400, code: 'invalid_input' });
});
