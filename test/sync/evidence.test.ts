import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { codeOfError } from '#test/support/desk/open-desk.ts';
import { smallPng } from '#test/support/desk/small-png.ts';
import { ask, expectEqual, settled, twoDesks, type TeamDesk } from '#test/support/network/team.ts';

/** A picture of any size: PNG readers, ours too, let bytes stand behind the end chunk. */
const bigPng = (bytes: number): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.concat([smallPng(), randomBytes(bytes)]));
const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const attach = async (desk: TeamDesk, ticket: string, png: Uint8Array<ArrayBuffer>): Promise<string> => {
  const draft = await desk.call('evidence.stage', { png, ticket, captured_at: new Date().toISOString() });
  return (await desk.call('evidence.attach', { draft: draft.id, ticket, stage: 'after', visibility: 'client', note: 'Después' })).sha256;
};

const heldAt = (desk: TeamDesk, sha256: string): string => path.join(desk.desk().dir, 'evidence', sha256.slice(0, 2), sha256);
const uploaded = (desk: TeamDesk): Promise<void> => expect.poll(async () => (await desk.call('sync.status', {})).blobs.waiting, { timeout: 20_000 }).toBe(0);
const stored = (desk: TeamDesk, ticket: string): Promise<void> =>
  expect.poll(async () => (await desk.call('ticket.get', { id: ticket })).evidence.map((each) => each.upload), { timeout: 10_000 }).toEqual(['stored']);

test('evidence goes up, and small evidence comes to the other desk unasked', async () => {
  const { endpoint, ana, luz, client } = await twoDesks();
  const { id } = await ana.call('ticket.create', { title: 'Con captura', client, channel: 'phone' });
  const png = bigPng(20_000);
  const sha256 = await attach(ana, id, png);
  expect(sha256).toBe(hash(png));
  await uploaded(ana);
  await stored(ana, id);
  await expect.poll(() => existsSync(heldAt(luz, sha256)), { timeout: 10_000 }).toBe(true);
  expect(hash(readFileSync(heldAt(luz, sha256)))).toBe(sha256);
  await stored(luz, id);
  await expectEqual(endpoint, ana, luz);
});

test('an upload goes on from where it stopped, over a cut, a restart of the desk and one of the endpoint', async () => {
  const { endpoint, ana, luz, client } = await twoDesks();
  const { id } = await ana.call('ticket.create', { title: 'Grande', client, channel: 'phone' });
  const png = bigPng(9 * 1024 * 1024);
  let patches = 0;
  ana.proxy.plan = (seen) => {
    if (seen.method !== 'PATCH') return null;
    patches += 1;
    return patches === 2 ? { is: 'request_cut', at: 0.5 } : patches > 2 ? { is: 'lost' } : null;
  };
  const sha256 = await attach(ana, id, png);
  await expect.poll(() => patches, { timeout: 15_000 }).toBeGreaterThan(2);
  expect(ask<{ sent: number; url: string }>(ana, 'SELECT sent, url FROM blob_upload')[0]).toMatchObject({ url: expect.stringContaining('/v1/blobs/') });
  await ana.restart();
  await endpoint.stop();
  await endpoint.start();
  const before = ana.proxy.seen.length;
  ana.proxy.plan = () => null;
  await uploaded(ana);
  const after = ana.proxy.seen.slice(before);
  const sent = after.filter((seen) => seen.method === 'PATCH').reduce((sum, seen) => sum + seen.body.length, 0);
  expect(after.filter((seen) => seen.method === 'POST' && seen.path === '/v1/blobs')).toEqual([]);
  expect(sent).toBeLessThanOrEqual(png.length - 4 * 1024 * 1024);
  await stored(ana, id);

  // Over 8 MB it comes when it is asked for, and goes on from where it stopped.
  await settled(luz);
  expect(existsSync(heldAt(luz, sha256))).toBe(false);
  luz.proxy.plan = (seen) => (seen.path.includes(sha256) ? { is: 'answer_cut', at: 0.6 } : null);
  expect((await codeOfError(luz.call('evidence.fetch', { sha256 }))).code).toBe('endpoint_unreachable');
  luz.proxy.plan = () => null;
  await Promise.all([luz.call('evidence.fetch', { sha256 }), luz.call('evidence.fetch', { sha256 })]);
  expect(luz.proxy.seen.filter((seen) => seen.path.includes(sha256))).toHaveLength(2);
  expect(hash(readFileSync(heldAt(luz, sha256)))).toBe(sha256);
  expect(existsSync(`${heldAt(luz, sha256)}.part`)).toBe(false);
});

test('an upload that the endpoint has forgotten begins anew, and a lost last answer is not sent twice', async () => {
  const { endpoint, ana, client } = await twoDesks();
  const { id } = await ana.call('ticket.create', { title: 'Olvidada', client, channel: 'phone' });
  ana.proxy.plan = (seen) => (seen.method === 'PATCH' ? { is: 'lost' } : null);
  await attach(ana, id, bigPng(50_000));
  await expect.poll(() => ask<{ url: string | null }>(ana, 'SELECT url FROM blob_upload')[0]?.url ?? null, { timeout: 10_000 }).not.toBeNull();
  await endpoint.stop();
  rmSync(path.join(endpoint.dir, 'uploads'), { recursive: true });
  await endpoint.start();
  const patches = new Map<string, number>();
  ana.proxy.plan = (seen) => {
    if (seen.method !== 'PATCH') return null;
    const times = (patches.get(seen.path) ?? 0) + 1;
    patches.set(seen.path, times);
    return times === 1 ? { is: 'answer_lost' } : null;
  };
  await settled(ana);
  await uploaded(ana);
  // One may still have been on its way to the address that is no more.
  expect([...patches.values()].every((times) => times === 1)).toBe(true);
  await stored(ana, id);
});

test('bytes that do not hash to their name are never kept', async () => {
  const { ana, luz, client } = await twoDesks();
  const { id } = await ana.call('ticket.create', { title: 'Dañada', client, channel: 'phone' });
  luz.proxy.plan = (seen) => (seen.path.startsWith('/v1/blobs') ? { is: 'answered', status: 200, type: 'application/octet-stream', body: 'other bytes' } : null);
  const sha256 = await attach(ana, id, bigPng(5000));
  await uploaded(ana);
  await stored(luz, id);
  expect((await codeOfError(luz.call('evidence.fetch', { sha256 }))).code).toBe('evidence_damaged');
  expect(existsSync(heldAt(luz, sha256))).toBe(false);
  luz.proxy.plan = () => null;
  await luz.call('evidence.fetch', { sha256 });
  expect(hash(readFileSync(heldAt(luz, sha256)))).toBe(sha256);
  expect((await codeOfError(luz.call('evidence.fetch', { sha256: 'a'.repeat(64) }))).code).toBe('evidence_missing');
});

test('a picture that a portal stood in for is not given up: it comes when somebody asks for news', async () => {
  const { ana, luz, client } = await twoDesks();
  const { id } = await ana.call('ticket.create', { title: 'Con captura', client, channel: 'phone' });
  let portals = 0;
  luz.proxy.plan = (seen) => {
    if (portals > 0 || !seen.path.startsWith('/v1/blobs/sha256/')) return null;
    portals += 1;
    return { is: 'answered', status: 200, type: 'text/html', body: '<p>portal</p>' };
  };
  const sha256 = await attach(ana, id, smallPng(9, 9, 4));
  await expect.poll(() => portals, { timeout: 10_000 }).toBe(1);
  await settled(luz);
  await expect.poll(() => existsSync(heldAt(luz, sha256)), { timeout: 10_000 }).toBe(true);
});
