import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { evidenceFile } from '#core/evidence/files.ts';
import { smallPng } from '#test/support/desk/small-png.ts';
import { codeOfError } from '#test/support/desk/open-desk.ts';
import { ask, expectEqual, settled, teamDesk, teamEndpoint, twoDesks, type TeamDesk } from '#test/support/network/team.ts';

/** Luz writes under a ticket that Ana deletes first. */
const writtenTooLate = async (): Promise<Awaited<ReturnType<typeof twoDesks>> & { readonly id: string; readonly group: string }> => {
  const team = await twoDesks();
  const { ana, luz, client } = team;
  const { id } = await ana.call('ticket.create', { title: 'Se borra', client, channel: 'phone' });
  await settled(ana);
  await settled(luz);
  luz.proxy.plan = () => ({ is: 'lost' });
  luz.proxy.breakAll();
  await luz.call('message.add', { ticket: id, direction: 'internal', channel: 'phone', body: 'Texto que no se pierde' });
  await ana.call('history.undo', {});
  await settled(ana);
  luz.proxy.plan = () => null;
  const { id: next } = await luz.call('ticket.create', { title: 'Sigue', client, channel: 'phone' });
  await settled(luz);
  await expectEqual(team.endpoint, ana, luz);
  expect((await ana.call('ticket.get', { id: next })).ticket.title).toBe('Sigue');
  const refused = await luz.call('sync.refused', {});
  expect(refused).toHaveLength(1);
  expect(refused[0]).toMatchObject({ command: 'message.add', entity: 'message', fields: { body: 'Texto que no se pierde' } });
  return { ...team, id, group: refused[0]?.group ?? '' };
};

const refusedTexts = async (desk: TeamDesk): Promise<readonly unknown[]> => (await desk.call('sync.refused', {})).map((refused) => refused.fields['body']);

test('a refused change outlives a restart, and is refused again with its text when it is tried again in vain', async () => {
  const { endpoint, ana, luz, group } = await writtenTooLate();
  await luz.restart();
  expect(await refusedTexts(luz)).toEqual(['Texto que no se pierde']);
  const again = await luz.call('sync.retry', { group });
  expect(again.group).not.toBe(group);
  await settled(luz);
  expect(await refusedTexts(luz)).toEqual(['Texto que no se pierde']);
  await expectEqual(endpoint, ana, luz);
});

test('a refused change that is let go is gone; for a while it can be had back', async () => {
  const { endpoint, ana, luz, group } = await writtenTooLate();
  await luz.call('sync.discard', { group });
  expect(await luz.call('sync.refused', {})).toEqual([]);
  expect(ask(luz, 'SELECT 1 FROM outbox')).toEqual([]);
  expect((await codeOfError(luz.call('sync.discard', { group }))).code).toBe('not_found');
  expect((await codeOfError(luz.call('sync.retry', { group }))).code).toBe('not_found');
  await luz.restart();
  await luz.call('sync.restore', { groups: [group] });
  expect(await refusedTexts(luz)).toEqual(['Texto que no se pierde']);
  expect((await codeOfError(luz.call('sync.restore', { groups: [group] }))).code).toBe('not_found');
  await luz.call('sync.discard', { group });
  await expectEqual(endpoint, ana, luz);
});

test('what builds upon a refused command stands under it, goes and comes with it, and is sent with it once it is corrected', async () => {
  const { endpoint, ana, luz, client } = await twoDesks();
  const { id: stays } = await ana.call('ticket.create', { title: 'Se queda', client, channel: 'phone' });
  const { id } = await ana.call('ticket.create', { title: 'Se borra', client, channel: 'phone' });
  await settled(ana);
  await settled(luz);
  luz.proxy.plan = () => ({ is: 'lost' });
  luz.proxy.breakAll();
  const entry = await luz.call('time.add', { ticket: id, start: '2026-06-12T15:00:00.000Z', end: '2026-06-12T16:00:00.000Z', tz: 'America/Lima', note: 'Primera' });
  await luz.call('time.edit', { id: entry.id, note: 'Segunda' });
  await ana.call('history.undo', {});
  await settled(ana);
  luz.proxy.plan = () => null;
  await settled(luz);
  const heads = async () => (await luz.call('sync.refused', {})).map((change) => [change.command, change.code, change.behind.map((each) => each.command)]);
  expect(await heads()).toEqual([['time.add', 'deleted', ['time.edit']]]);
  const [head] = await luz.call('sync.refused', {});
  expect([head?.texts, head?.behind[0]?.texts].map((texts) => texts?.map(({ field, value }) => [field, value]))).toEqual([
    [['note', 'Primera'], ['start', '2026-06-12T15:00:00.000Z'], ['end', '2026-06-12T16:00:00.000Z']],
    [['note', 'Segunda']],
  ]);
  const group = head?.group ?? '';
  const { groups } = await luz.call('sync.discard', { group });
  expect(groups).toEqual([group, head?.behind[0]?.group]);
  expect(await heads()).toEqual([]);
  await luz.call('sync.restore', { groups: [...groups] });
  expect(await heads()).toEqual([['time.add', 'deleted', ['time.edit']]]);
  // Half of it is not done: an amendment that makes no sense leaves all as it was.
  expect((await codeOfError(luz.call('sync.amend', { group, amendments: [{ op: head?.op ?? '', fields: { ticket: stays, end: '2026-06-12T14:00:00.000Z' } }] }))).code).toBe('interval_invalid');
  expect(await heads()).toEqual([['time.add', 'deleted', ['time.edit']]]);
  await luz.call('sync.amend', { group, amendments: [{ op: head?.op ?? '', fields: { ticket: stays } }] });
  await settled(luz);
  expect(await heads()).toEqual([]);
  await expectEqual(endpoint, ana, luz);
  expect((await ana.call('ticket.get', { id: stays })).entries.map((each) => each.note)).toEqual(['Segunda']);
});

test('the file of evidence that was let go leaves the disk when that can no longer be undone; one that is named elsewhere stays', async () => {
  const endpoint = await teamEndpoint();
  const ana = await teamDesk(endpoint, 'ana');
  let ahead = 0;
  const luz = await teamDesk(endpoint, 'luz', { clock: { now: () => Date.now() + ahead } });
  const { id: client } = await ana.call('client.create', { name: 'Nogal', tz: 'America/Lima' });
  const { id: stays } = await ana.call('ticket.create', { title: 'Se queda', client, channel: 'phone' });
  const { id } = await ana.call('ticket.create', { title: 'Se borra', client, channel: 'phone' });
  await settled(ana);
  await settled(luz);
  luz.proxy.plan = () => ({ is: 'lost' });
  luz.proxy.breakAll();
  const attach = async (ticket: string, seed: number): Promise<string> => {
    const draft = await luz.call('evidence.stage', { png: smallPng(8, 4, seed), ticket, captured_at: '2026-06-12T15:00:00.000Z' });
    return (await luz.call('evidence.attach', { draft: draft.id, ticket, stage: 'before', visibility: 'client', note: 'Captura' })).sha256;
  };
  const alone = await attach(id, 1);
  const shared = await attach(id, 2);
  expect(await attach(stays, 2)).toBe(shared);
  await ana.call('history.undo', {});
  await settled(ana);
  luz.proxy.plan = () => null;
  await settled(luz);
  const refused = await luz.call('sync.refused', {});
  expect(refused.map((change) => change.entity)).toEqual(['evidence', 'evidence']);
  for (const { group } of refused) await luz.call('sync.discard', { group });
  const held = (sha256: string): boolean => existsSync(evidenceFile(luz.desk().dir, sha256));
  await luz.restart();
  expect([held(alone), held(shared)]).toEqual([true, true]);
  ahead = 11 * 60_000;
  await luz.restart();
  expect([held(alone), held(shared)]).toEqual([false, true]);
  expect(ask(luz, 'SELECT op FROM discarded_op')).toEqual([]);
  expect((await codeOfError(luz.call('sync.restore', { groups: refused.map((change) => change.group) }))).code).toBe('not_found');
  await expectEqual(endpoint, ana, luz);
});

test('a command is taken back as a whole, and counts as a whole when it is tried again', async () => {
  const { endpoint, ana, luz, client } = await twoDesks();
  const { id } = await luz.call('ticket.create', { title: 'Dos campos', client, channel: 'phone' });
  await settled(luz);
  luz.proxy.plan = (seen) => {
    if (!seen.path.startsWith('/v1/push')) return null;
    const { ops } = JSON.parse(seen.body.toString('utf8')) as { ops: { id: string; n: number }[] };
    const results = ops.map((op, index) => ({ id: op.id, n: op.n, is: 'refused', dup: false, seq: 900, code: index === 0 ? 'not_allowed' : 'group_refused', details: {} }));
    return { is: 'answered', status: 200, type: 'application/json', body: JSON.stringify({ serverNow: new Date().toISOString(), epoch: 'x', head: 900, results }) };
  };
  await luz.call('ticket.edit', { id, fields: { title: 'Otro título', module: 'Ventas' } });
  await expect.poll(async () => (await luz.call('sync.status', {})).refused, { timeout: 3000 }).toBe(1);
  expect((await luz.call('ticket.get', { id })).ticket).toMatchObject({ title: 'Dos campos', module: null });
  luz.proxy.plan = () => null;
  const group = (await luz.call('sync.refused', {}))[0]?.group ?? '';
  await luz.call('sync.retry', { group });
  expect((await luz.call('ticket.get', { id })).ticket).toMatchObject({ title: 'Otro título', module: 'Ventas' });
  await settled(luz);
  expect(await luz.call('sync.refused', {})).toEqual([]);
  await expectEqual(endpoint, ana, luz);
});

test('a ticket whose deletion is refused comes back with all that hung from it', async () => {
  const { endpoint, ana, luz, client } = await twoDesks();
  const { id } = await luz.call('ticket.create', { title: 'No se borra', client, channel: 'phone' });
  await settled(luz);
  luz.proxy.plan = (seen) => {
    if (!seen.path.startsWith('/v1/push')) return null;
    const { ops } = JSON.parse(seen.body.toString('utf8')) as { ops: { id: string; n: number }[] };
    const results = ops.map((op) => ({ id: op.id, n: op.n, is: 'refused', dup: false, seq: 900, code: 'not_allowed', details: {} }));
    return { is: 'answered', status: 200, type: 'application/json', body: JSON.stringify({ serverNow: new Date().toISOString(), epoch: 'x', head: 900, results }) };
  };
  await luz.call('history.undo', {});
  await expect.poll(async () => (await luz.call('sync.status', {})).refused, { timeout: 3000 }).toBe(1);
  luz.proxy.plan = () => null;
  await settled(luz);
  expect((await luz.call('ticket.get', { id })).events.map((event) => event.type)).toContain('registered');
  await luz.call('sync.discard', { group: (await luz.call('sync.refused', {}))[0]?.group ?? '' });
  await expectEqual(endpoint, ana, luz);
});

test('what waits is told in its order, one line a command', async () => {
  const { luz, client } = await twoDesks();
  luz.proxy.plan = () => ({ is: 'lost' });
  luz.proxy.breakAll();
  const { id } = await luz.call('ticket.create', { title: 'Espera', client, channel: 'phone' });
  await luz.call('ticket.move', { id, lane: 'S2', place: { at: 'top' } });
  await luz.call('message.add', { ticket: id, direction: 'out', channel: 'phone', body: 'Hola' });
  const waiting = await luz.call('sync.waiting', {});
  expect(waiting.map((change) => [change.command, change.ticket?.title, change.ticket?.client])).toEqual([
    ['ticket.create', 'Espera', 'Textiles Nogal'],
    ['ticket.move', 'Espera', 'Textiles Nogal'],
    ['message.add', 'Espera', 'Textiles Nogal'],
  ]);
  expect(waiting.reduce((sum, change) => sum + change.ops, 0)).toBe((await luz.call('sync.status', {})).waitingOps);
});
