import { afterEach, beforeEach, expect, test } from 'vitest';
import { addEvidence, addTime, clientFields, insertTicket } from '#test/support/endpoint/sample.ts';
import { openScene, type Scene } from '#test/support/endpoint/scene.ts';
import { createTus, sha256Of } from '#test/support/endpoint/tus.ts';
import { newId } from '#test/support/endpoint/wire.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.server.stop());

const rowOf = async (key: string) => (await scene.desk.pull()).rows.find((row) => row.key === key);

/** The row to which the winning move went is none that the losing op speaks of. */
test('a move that loses against a later one leaves the row where that has brought it, and its desk is not turned away', async () => {
  const { desk, nogal, prado, join } = scene;
  const late = await join(null, 'lead');
  const third = newId();
  const ticket = newId();
  await desk.push([desk.op({ kind: 'insert', entity: 'client', key: third, fields: clientFields('Tercero') }), desk.op(insertTicket(nogal, ticket))]);
  const earlier = late.stamp(Date.now() - 60_000);
  await desk.push([desk.op({ kind: 'patch', entity: 'ticket', key: ticket, fields: { client: prado } })]);
  const results = await late.push([late.op({ kind: 'patch', entity: 'ticket', key: ticket, hlc: earlier, fields: { client: third } })]);
  expect(results).toMatchObject([{ is: 'merged', details: { lost: ['client'] } }]);
  expect(await rowOf(ticket)).toMatchObject({ scope: prado, row: { client: prado } });
});

test('an entry that somebody else has hung elsewhere since stays there', async () => {
  const { desk, nogal, join } = scene;
  const late = await join(null, 'lead');
  const [first, second, third, entry] = [newId(), newId(), newId(), newId()];
  await desk.push([first, second, third].map((key) => desk.op(insertTicket(nogal, key))));
  await desk.push([desk.op(addTime(first, desk.userId(), entry))]);
  const earlier = late.stamp(Date.now() - 60_000);
  await desk.push([desk.op({ kind: 'patch', entity: 'time_entry', key: entry, fields: { ticket: second } })]);
  expect(await late.push([late.op({ kind: 'patch', entity: 'time_entry', key: entry, hlc: earlier, fields: { ticket: third } })])).toMatchObject([{ is: 'merged', details: { lost: ['ticket'] } }]);
  expect((await rowOf(entry))?.row['ticket']).toBe(second);
});

/** Whoever captured it no longer sees the ticket when the bytes come; to everybody else the picture is there all the same. */
test('evidence whose ticket went to another client before its bytes came is stored when they come', async () => {
  const { desk, nogal, prado, join, server } = scene;
  const guest = await join([nogal]);
  const bytes = new Uint8Array(Buffer.from('a picture'));
  const [ticket, evidence] = [newId(), newId()];
  await guest.push([guest.op(insertTicket(nogal, ticket)), guest.op(addEvidence(ticket, sha256Of(bytes), bytes.length, guest.userId(), evidence))]);
  await desk.push([desk.op({ kind: 'patch', entity: 'ticket', key: ticket, fields: { client: prado } })]);
  const tus = createTus(guest, server.address);
  const { path } = await tus.create(bytes.length, sha256Of(bytes));
  expect((await tus.patch(path, 0, bytes)).status).toBe(204);
  expect((await rowOf(evidence))?.row['upload']).toBe('stored');
});

test('nobody hangs a hash on another name, to have its bytes when that person sends them', async () => {
  const { desk, nogal, join } = scene;
  const guest = await join([nogal]);
  const ticket = newId();
  await guest.push([guest.op(insertTicket(nogal, ticket))]);
  const forged = guest.op(addEvidence(ticket, sha256Of(Buffer.from('theirs')), 6, desk.userId()));
  expect(await guest.push([forged])).toMatchObject([{ is: 'refused', code: 'not_allowed' }]);
});

/** Time without a ticket is the whole team's to see; on a ticket it is only theirs who serve the client. */
test('an entry of the whole team that is hung on a ticket leaves those who do not see that ticket', async () => {
  const { desk, nogal, prado, join } = scene;
  const guest = await join([nogal]);
  const [ticket, entry] = [newId(), newId()];
  const free = addTime(ticket, desk.userId(), entry);
  await desk.push([desk.op(insertTicket(prado, ticket)), desk.op({ ...free, fields: { ...free.fields, ticket: null } })]);
  const before = await guest.pull();
  expect(before.rows.map((row) => row.key)).toContain(entry);
  await desk.push([desk.op({ kind: 'patch', entity: 'time_entry', key: entry, fields: { ticket } })]);
  const after = await guest.pull(before.end.next);
  expect(after.rows.map((row) => row.key)).not.toContain(entry);
  expect(after.deletes.map((row) => row.key)).toEqual([entry]);
  expect((await desk.pull(before.end.next)).deletes).toEqual([]);
});
