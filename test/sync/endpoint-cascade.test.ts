import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Fields } from '#shared/domain/entities/index.ts';
import { addMessage, insertTicket } from '#test/support/endpoint/sample.ts';
import { openScene, type Scene } from '#test/support/endpoint/scene.ts';
import { newId, type Draft } from '#test/support/endpoint/wire.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.server.stop());

const insertEntry = (user: string, ticket: string, key: string): Draft => ({
  kind: 'insert',
  entity: 'time_entry',
  key,
  fields: {
    user,
    ticket,
    task: null,
    start: '2026-06-12T15:00:00.000Z',
    end: '2026-06-12T16:00:00.000Z',
    tz: 'America/La_Paz',
    activity: null,
    billable: true,
    note: 'Revisión',
    status: 'draft',
    source: 'manual',
    idle_resolution: null,
  } satisfies Fields<'time_entry'>,
});

/** A desk that last heard of the entry on the first ticket must be told of its end: its own cascade cannot find it. */
test('an entry that was moved to a ticket, and went with it, is announced to those who missed the move', async () => {
  const { desk, nogal } = scene;
  const [first, second, entry, message] = [newId(), newId(), newId(), newId()];
  const user = (await desk.pull()).rows.find((row) => row.entity === 'user')?.key ?? '';
  await desk.push([desk.op(insertTicket(nogal, first)), desk.op(insertTicket(nogal, second)), desk.op(insertEntry(user, first, entry)), desk.op(addMessage(second, 'Se va', message))]);
  const heard = (await desk.pull()).end.next;

  await desk.push([desk.op({ kind: 'patch', entity: 'time_entry', key: entry, fields: { ticket: second } })]);
  await desk.push([desk.op({ kind: 'delete', entity: 'ticket', key: second, fields: {} })]);

  const { rows, deletes } = await desk.pull(heard);
  expect(deletes.map((line) => `${line.entity} ${line.key}`).toSorted()).toEqual([`ticket ${second}`, `time_entry ${entry}`].toSorted());
  expect(rows).toEqual([]);
  const whole = await desk.pull();
  expect(whole.rows.some((row) => row.key === entry || row.key === message)).toBe(false);
  const [late] = await desk.push([desk.op({ kind: 'patch', entity: 'time_entry', key: entry, fields: { note: 'Tarde' } })]);
  expect(late).toMatchObject({ is: 'refused', code: 'deleted' });
});

test('an entry that had been deleted before its ticket stays announced', async () => {
  const { desk, nogal } = scene;
  const [ticket, entry] = [newId(), newId()];
  const user = (await desk.pull()).rows.find((row) => row.entity === 'user')?.key ?? '';
  await desk.push([desk.op(insertTicket(nogal, ticket)), desk.op(insertEntry(user, ticket, entry))]);
  const heard = (await desk.pull()).end.next;
  await desk.push([desk.op({ kind: 'delete', entity: 'time_entry', key: entry, fields: {} }), desk.op({ kind: 'delete', entity: 'ticket', key: ticket, fields: {} })]);
  expect((await desk.pull(heard)).deletes.map((line) => line.key).toSorted()).toEqual([entry, ticket].toSorted());
});
