import { afterEach, beforeEach, expect, test } from 'vitest';
import { stampOf } from '#shared/sync/merge.ts';
import { hlcParse, hlcText } from '#shared/sync/hlc.ts';
import { addEvidence, addMessage, addTime, insertClient, insertTicket } from '#test/support/endpoint/sample.ts';
import { askStored } from '#test/support/endpoint/database.ts';
import { openScene, type Scene } from '#test/support/endpoint/scene.ts';
import { newId } from '#test/support/endpoint/wire.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.server.stop());

const rowOf = async (entity: string, key: string) => (await scene.desk.pull()).rows.find((row) => row.entity === entity && row.key === key);

const inDatabase = <T>(sql: string): readonly T[] => askStored(scene.server.dir, sql);

const newTicket = async (client = scene.nogal): Promise<{ readonly key: string; readonly stamp: string }> => {
  const key = newId();
  const op = scene.desk.op(insertTicket(client, key));
  await scene.desk.push([op]);
  return { key, stamp: stampOf(op) };
};

test('a repeated push gets the first answers and changes nothing', async () => {
  const { desk, nogal } = scene;
  const ticket = newId();
  const ops = [desk.op(insertTicket(nogal, ticket)), desk.op(addMessage(ticket)), desk.op(addMessage(newId()))];
  const first = await desk.push(ops);
  expect(first.map((result) => [result.is, result.dup])).toEqual([['applied', false], ['applied', false], ['refused', false]]);
  const head = await scene.server.endpoint.head();
  const again = await desk.push(ops);
  expect(again).toEqual(first.map((result) => ({ ...result, dup: true })));
  expect(await scene.server.endpoint.head()).toBe(head);
});

test('numbers are given by the endpoint, one after another, and a refused ticket takes none', async () => {
  const { desk, nogal } = scene;
  const [a, b, c] = [newId(), newId(), newId()];
  const group = newId();
  await desk.push([
    desk.op(insertTicket(nogal, a, { number: 99 })),
    desk.op({ ...insertTicket(nogal, b), group }),
    desk.op({ ...addMessage(newId()), group }),
    desk.op(insertTicket(nogal, c)),
  ]);
  expect((await rowOf('ticket', a))?.row['number']).toBe(1);
  expect(await rowOf('ticket', b)).toBeUndefined();
  expect((await rowOf('ticket', c))?.row['number']).toBe(2);
});

test('one refused op refuses its whole group, and nothing of it remains', async () => {
  const { desk, nogal } = scene;
  const [ticket, group] = [newId(), newId()];
  const bad = desk.op({ ...addMessage(newId()), group });
  const before = desk.op({ ...insertTicket(nogal, ticket), group, n: bad.n });
  const ops = [before, { ...bad, n: bad.n + 1 }, { ...desk.op({ ...addMessage(ticket), group }), n: bad.n + 2 }, { ...desk.op(insertTicket(nogal)), n: bad.n + 3 }];
  const results = await desk.push(ops);
  expect(results.map((result) => result.code ?? result.is)).toEqual(['group_refused', 'not_found', 'group_refused', 'applied']);
  expect(results[0]?.details).toEqual({ by: bad.id });
  expect(await rowOf('ticket', ticket)).toBeUndefined();
  // The rest of a group that was refused in an earlier push is refused too.
  const later = desk.op({ ...insertTicket(nogal), group: newId(), n: bad.n + 4 });
  const first = await desk.push([{ ...later, kind: 'patch' }]);
  expect(first[0]?.code).toBe('not_found');
  const rest = await desk.push([desk.op({ ...insertTicket(nogal), group: later.group, n: bad.n + 5 })]);
  expect(rest[0]).toMatchObject({ code: 'group_refused', details: { by: later.id } });
});

test('every op takes one seq, without a hole, in the order of n', async () => {
  const { desk, nogal } = scene;
  const start = await scene.server.endpoint.head();
  const results = await desk.push([desk.op(insertTicket(nogal)), desk.op(addMessage(newId())), desk.op(insertTicket(nogal)), desk.op(insertTicket(newId()))].toReversed());
  expect(results.map((result) => result.seq)).toEqual([1, 2, 3, 4].map((step) => start + step));
  expect(await scene.server.endpoint.head()).toBe(start + 4);
  const seqs = inDatabase<{ seq: number }>('SELECT seq FROM receipt ORDER BY seq').map((row) => row.seq);
  expect(seqs).toEqual(seqs.map((_seq, index) => index + 1));
});

test('a gap in the count, a used number and another epoch are told apart', async () => {
  const { desk, nogal } = scene;
  const next = desk.op(insertTicket(nogal));
  expect(await desk.tryPush([{ ...next, n: next.n + 1 }])).toMatchObject({ status: 409, code: 'out_of_order' });
  expect(JSON.parse((await desk.tryPush([{ ...next, n: next.n + 1 }])).body)).toMatchObject({ details: { expected: next.n } });
  const used = await desk.tryPush([{ ...next, n: 1 }]);
  expect(JSON.parse(used.body)).toEqual({ code: 'out_of_order', details: { expected: next.n, forked: true } });
  const other = await desk.post('/v1/push', { ...desk.request([next]), epoch: 'antes' });
  expect(other).toMatchObject({ status: 409, code: 'epoch_changed' });
  // A desk that was renumbered sends what is known under new numbers, and its count goes on.
  await desk.push([next]);
  const renumbered = await desk.push([{ ...next, n: 1 }, { ...desk.op(insertTicket(nogal)), n: 2 }], 2);
  expect(renumbered.map((result) => [result.n, result.dup, result.is])).toEqual([[1, true, 'applied'], [2, false, 'applied']]);
  expect((await desk.pull(0, 5000, 2)).end.ackN).toBe(2);
});

test('who goes on under a count that its device has left behind is a copy, whatever it sends', async () => {
  const { desk, nogal } = scene;
  const [before, next] = [desk.op(insertTicket(nogal)), desk.op(insertTicket(nogal))];
  await desk.push([before]);
  await desk.push([{ ...before, n: 1 }], 3);
  for (const op of [next, before]) {
    const answer = await desk.tryPush([op], 1);
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([409, { code: 'out_of_order', details: { forked: true } }]);
  }
  expect((await desk.push([{ ...next, n: 2 }], 3)).map(({ is, dup }) => [is, dup])).toEqual([['applied', false]]);
});

test('an edit that saw the latest value wins, whatever its clock says', async () => {
  const { desk } = scene;
  const { key, stamp } = await newTicket();
  const [old] = await desk.push([desk.op({ kind: 'patch', entity: 'ticket', key, fields: { title: 'Con un reloj atrasado' }, base: { title: stamp }, hlc: hlcText({ ms: 1000, counter: 0 }, '00000000') })]);
  expect(old?.is).toBe('applied');
  expect((await rowOf('ticket', key))?.row['title']).toBe('Con un reloj atrasado');
});

test('of two edits that did not see each other the greater stamp wins, field by field, and what lost is kept', async () => {
  const { desk } = scene;
  const { key, stamp } = await newTicket();
  const other = await scene.join(null);
  const late = other.op({ kind: 'patch', entity: 'ticket', key, fields: { title: 'El segundo' }, base: { title: stamp }, hlc: hlcText({ ms: Date.now() + 500, counter: 0 }, 'bbbbbbbb') });
  await other.push([late]);
  const early = desk.op({ kind: 'patch', entity: 'ticket', key, fields: { title: 'El primero', module: 'Ventas' }, base: { title: stamp, module: stamp }, hlc: hlcText({ ms: Date.now() - 500, counter: 0 }, 'aaaaaaaa') });
  const [merged] = await desk.push([early]);
  expect(merged).toMatchObject({ is: 'merged', details: { lost: ['title'] } });
  expect((await rowOf('ticket', key))?.row).toMatchObject({ title: 'El segundo', module: 'Ventas' });
  expect(inDatabase('SELECT register, side, value FROM merge_loss')).toEqual([{ register: 'title', side: 'arriving', value: '{"title":"El primero"}' }]);
  // The other way about: the later stamp arrives last, and the value that stood is kept.
  const last = desk.op({ kind: 'patch', entity: 'ticket', key, fields: { title: 'El tercero' }, base: { title: stamp }, hlc: hlcText({ ms: Date.now() + 900, counter: 0 }, 'aaaaaaaa') });
  expect((await desk.push([last]))[0]?.is).toBe('applied');
  expect(inDatabase<{ side: string; value: string }>("SELECT side, value FROM merge_loss WHERE side = 'standing'")).toEqual([{ side: 'standing', value: '{"title":"El segundo"}' }]);
});

test('a refused patch comes back with the row as it stands, but not to who may not see it', async () => {
  const { desk, nogal } = scene;
  const { key } = await newTicket();
  const bad = { kind: 'patch', entity: 'ticket', key, fields: { title: ' ' } } as const;
  const [first, last] = await desk.push([desk.op(bad), desk.op(bad)]);
  expect([first?.row, last?.row?.['title']]).toEqual([undefined, (await rowOf('ticket', key))?.row['title']]);
  expect((await desk.push([desk.op({ ...bad, key: newId() })]))[0]?.row).toBeNull();
  const stranger = await scene.join([scene.prado]);
  expect((await stranger.push([stranger.op(bad)]))[0]).toMatchObject({ code: 'not_allowed' });
  expect((await stranger.push([stranger.op({ ...bad, fields: { title: 'x' } })]))[0]?.row).toBeUndefined();
  expect((await desk.push([desk.op({ kind: 'delete', entity: 'client', key: nogal, fields: {} })]))[0]).toMatchObject({ code: 'not_allowed', row: { name: 'Textiles Nogal' } });
});

test('who built upon an edit that was refused has seen what that one saw', async () => {
  const { desk } = scene;
  const { key, stamp } = await newTicket();
  const slow = (counter: number): string => hlcText({ ms: 1000, counter }, '00000000');
  const first = desk.op({ kind: 'patch', entity: 'ticket', key, fields: { title: '  ' }, base: { title: stamp }, hlc: slow(1) });
  const second = desk.op({ kind: 'patch', entity: 'ticket', key, fields: { title: ' ' }, base: { title: stampOf(first) }, hlc: slow(2) });
  const third = desk.op({ kind: 'patch', entity: 'ticket', key, fields: { title: 'Con texto' }, base: { title: stampOf(second) }, hlc: slow(3) });
  expect((await desk.push([first, second, third])).map((result) => result.is)).toEqual(['refused', 'refused', 'applied']);
  expect(inDatabase('SELECT register FROM merge_loss')).toEqual([]);
});

test('who built upon an edit of which the refusal was not heard has seen what that one saw, also where its clock had run ahead', async () => {
  const { desk } = scene;
  const { key, stamp } = await newTicket();
  const fast = (counter: number): string => hlcText({ ms: Date.now() + 3_600_000, counter }, '00000000');
  const ahead = desk.op({ kind: 'patch', entity: 'ticket', key, fields: { title: 'Por delante' }, base: { title: stamp }, hlc: fast(1) });
  expect((await desk.push([ahead])).map((result) => result.is)).toEqual(['applied']);
  const slow = (counter: number): string => hlcText({ ms: 1000, counter }, '00000000');
  const first = desk.op({ kind: 'patch', entity: 'ticket', key, fields: { title: '  ' }, base: { title: stampOf(ahead) }, hlc: slow(1) });
  const second = desk.op({ kind: 'patch', entity: 'ticket', key, fields: { title: ' ' }, base: { title: stampOf(first) }, hlc: slow(2) });
  await desk.push([first, second]);
  const third = desk.op({ kind: 'patch', entity: 'ticket', key, fields: { title: 'Con texto' }, base: { title: stampOf(second) }, hlc: slow(3) });
  expect((await desk.push([first, second, third])).map(({ is, dup }) => [is, dup])).toEqual([['refused', true], ['refused', true], ['applied', false]]);
  expect(inDatabase('SELECT register FROM merge_loss')).toEqual([]);
  expect((await rowOf('ticket', key))?.row['title']).toBe('Con texto');
});

test('fields of one register stand or fall together', async () => {
  const { desk } = scene;
  const { key, stamp } = await newTicket();
  await desk.push([desk.op({ kind: 'patch', entity: 'ticket', key, fields: { severity: 'S2', rank: 'a1' }, base: { lane: stamp } })]);
  const [result] = await desk.push([desk.op({ kind: 'patch', entity: 'ticket', key, fields: { severity: 'S1', rank: 'a2', objective: 'x' }, base: { lane: stamp, objective: stamp }, hlc: hlcText({ ms: 5, counter: 0 }, 'aaaaaaaa') })]);
  expect(result).toMatchObject({ is: 'merged', details: { lost: ['lane'] } });
  expect((await rowOf('ticket', key))?.row).toMatchObject({ severity: 'S2', rank: 'a1', objective: 'x' });
});

test('a clock that runs an hour ahead is brought back, and its own next edit still counts as having seen the last', async () => {
  const { desk } = scene;
  const { key, stamp } = await newTicket();
  const ahead = Date.now() + 3_600_000;
  const first = desk.op({ kind: 'patch', entity: 'ticket', key, fields: { title: 'Uno' }, base: { title: stamp }, hlc: hlcText({ ms: ahead, counter: 0 }, 'aaaaaaaa'), id: 'ffffffff-ffff-7fff-bfff-ffffffffffff' });
  const second = desk.op({ kind: 'patch', entity: 'ticket', key, fields: { title: 'Dos' }, base: { title: stampOf(first) }, hlc: hlcText({ ms: ahead + 5, counter: 0 }, 'aaaaaaaa'), id: '00000000-0000-7000-8000-000000000000' });
  expect((await desk.push([first, second])).map((result) => result.is)).toEqual(['applied', 'applied']);
  const row = await rowOf('ticket', key);
  expect(row?.row['title']).toBe('Dos');
  expect(hlcParse(row?.stamps['title'] ?? '').ms).toBeLessThan(Date.now() + 60_000);
});

test('what is not as it should be is refused with its reason', async () => {
  const { desk, nogal } = scene;
  const { key } = await newTicket();
  const message = addMessage(key);
  const gone = await newTicket();
  const code = async (draft: Parameters<typeof desk.op>[0]) => {
    const [result] = await desk.push([desk.op(draft)]);
    return result?.code ?? result?.is;
  };
  expect(await code(message)).toBe('applied');
  expect(await code(message)).toBe('applied'); // the same content once more
  expect(await code({ ...message, fields: { ...message.fields, body: 'Otra cosa' } })).toBe('already_exists');
  expect(await code({ ...message, kind: 'patch', fields: { body: 'x' } })).toBe('fact_immutable');
  expect(await code({ ...message, kind: 'delete', fields: {} })).toBe('fact_immutable');
  expect(await code({ kind: 'patch', entity: 'ticket', key: newId(), fields: { title: 'x' } })).toBe('not_found');
  expect(await code({ kind: 'patch', entity: 'ticket', key, fields: { title: '   ' } })).toBe('invalid_input');
  expect(await code({ kind: 'patch', entity: 'ticket', key, fields: { nonsense: 1 } })).toBe('invalid_input');
  expect(await code({ kind: 'patch', entity: 'ticket', key, fields: { number: 5 } })).toBe('invalid_input');
  expect(await code({ ...insertTicket(nogal), fields: { title: 'sin lo demás' } })).toBe('invalid_input');
  expect(await code(insertTicket(newId()))).toBe('not_found');
  expect(await code({ kind: 'delete', entity: 'ticket', key: gone.key, fields: {} })).toBe('applied');
  expect(await code({ kind: 'patch', entity: 'ticket', key: gone.key, fields: { title: 'tarde' } })).toBe('deleted');
  expect(await code(addMessage(gone.key))).toBe('deleted');
  expect(await code(insertTicket(nogal, gone.key))).toBe('deleted');
  expect(await code({ kind: 'delete', entity: 'ticket', key: gone.key, fields: {} })).toBe('applied');
  expect(await code({ kind: 'delete', entity: 'client', key: nogal, fields: {} })).toBe('not_allowed');
  expect(await code(insertClient(nogal))).toBe('applied');
  expect(await code(insertClient(nogal, 'Otro nombre'))).toBe('already_exists');
});

test('a deleted ticket takes its rows along; what people wrote and worked is kept aside', async () => {
  const { desk } = scene;
  const { key } = await newTicket();
  const [message, time] = [newId(), newId()];
  await desk.push([desk.op(addMessage(key, 'Importante', message)), desk.op(addTime(key, desk.userId(), time))]);
  const { next } = (await desk.pull()).end;
  await desk.push([desk.op({ kind: 'delete', entity: 'ticket', key, fields: {} })]);
  expect((await desk.pull(next)).deletes.map((line) => [line.entity, line.key])).toEqual([
    ['ticket', key],
    ['time_entry', time],
  ]);
  const { rows } = await desk.pull();
  expect(rows.filter((row) => row.key === message || row.key === time || row.key === key)).toEqual([]);
  const kept = inDatabase<{ key: string }>("SELECT key FROM merge_loss WHERE register = '*'").map((row) => row.key);
  expect(kept.sort()).toEqual([message, time].sort());
});

test('nobody gives himself grants, and a consultant writes only his own time', async () => {
  const { nogal } = scene;
  const consultant = await scene.join([nogal]);
  const { key } = await newTicket();
  const code = async (draft: Parameters<typeof consultant.op>[0]) => (await consultant.push([consultant.op(draft)]))[0]?.code;
  expect(await code({ kind: 'patch', entity: 'user', key: consultant.userId(), fields: { clients: null } })).toBe('not_allowed');
  expect(await code(addTime(key, scene.desk.userId()))).toBe('not_allowed');
  expect(await code(addTime(key, consultant.userId()))).toBeUndefined();
});

test('evidence arrives pending, whatever the desk says', async () => {
  const { desk } = scene;
  const { key } = await newTicket();
  const evidence = newId();
  await desk.push([desk.op(addEvidence(key, 'a'.repeat(64), 10, desk.userId(), evidence))]);
  expect((await rowOf('evidence', evidence))?.row['upload']).toBe('pending');
});
