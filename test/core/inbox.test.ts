import { expect, test } from 'vitest';
import { acme, codeOfError, newTicket, openDesk, pulled } from '#test/support/desk/open-desk.ts';

test('what nobody has classified waits, the oldest first, and says whether who asks may speak for the client', async () => {
  const desk = openDesk();
  const { id: rosa } = await desk.call('contact.create', { client: acme, name: 'Rosa', authorised_from: '2026-01-01' });
  const { id: ivan } = await desk.call('contact.create', { client: acme, name: 'Iván' });
  const second = await newTicket(desk, 'Segundo', { requester: ivan, received_at: '2026-06-12T14:00:00.000Z' });
  const first = await newTicket(desk, 'Primero', { requester: rosa, received_at: '2026-06-12T13:00:00.000Z' });
  const inbox = await desk.call('inbox.list', {});
  expect(inbox.items.map(({ id, requester, authorised }) => [id, requester, authorised])).toEqual([[first, 'Rosa', true], [second, 'Iván', false]]);
  expect([inbox.waiting, inbox.snoozed]).toEqual([2, 0]);
  expect(desk.rows<{ detail: string }>("EXPLAIN QUERY PLAN SELECT id FROM ticket t WHERE t.state = 'registered' ORDER BY t.received_at, t.id LIMIT 200").map((row) => row.detail).join()).toContain('ticket_registered');
});

test('what is put off comes back by itself, and can be called back', async () => {
  const desk = openDesk();
  const id = await newTicket(desk);
  await desk.call('inbox.snooze', { id, until: '2026-06-12T18:00:00.000Z' });
  expect(await desk.call('inbox.list', {})).toMatchObject({ waiting: 0, snoozed: 1, items: [{ id, snoozedUntil: '2026-06-12T18:00:00.000Z' }] });
  desk.clock.set('2026-06-12T18:00:00.000Z');
  expect(await desk.call('inbox.list', {})).toMatchObject({ waiting: 1, snoozed: 0, items: [{ id, snoozedUntil: null }] });
  await desk.call('inbox.snooze', { id, until: '2026-06-13T18:00:00.000Z' });
  await desk.call('inbox.snooze', { id, until: null });
  expect((await desk.call('inbox.list', {})).waiting).toBe(1);
  // Nothing of it is sent.
  expect(desk.rows("SELECT op FROM outbox WHERE command = 'inbox.snooze'")).toEqual([]);
});

test('a duplicate is cancelled, what the client wrote goes along, and undo brings it back', async () => {
  const desk = openDesk();
  const of = await newTicket(desk, 'No imprime');
  const id = await newTicket(desk, 'Otra vez no imprime', { description: 'Desde las 8:10' });
  await desk.call('message.add', { ticket: id, direction: 'in', channel: 'whatsapp', body: 'Sigue igual', author_name: 'Rosa' });
  await desk.call('ticket.duplicate', { id, of, merge: true });
  expect(desk.one('SELECT state, cancel_reason, duplicate_of FROM ticket WHERE id = ?', id)).toEqual({ state: 'cancelled', cancel_reason: 'duplicate', duplicate_of: of });
  const [note] = (await desk.call('ticket.get', { id: of })).messages;
  expect(note?.direction).toBe('internal');
  for (const text of ['Otra vez no imprime', 'Desde las 8:10', 'Sigue igual']) expect(note?.body).toContain(text);
  expect((await desk.call('inbox.list', {})).items.map((item) => item.id)).toEqual([of]);
  await desk.call('history.undo', {});
  expect(desk.one('SELECT state, duplicate_of FROM ticket WHERE id = ?', id)).toEqual({ state: 'registered', duplicate_of: null });
});

test('a duplicate is of another ticket of the same client', async () => {
  const desk = openDesk();
  const id = await newTicket(desk);
  const beta = '0190a000-0000-7000-8000-0000000000c7';
  pulled(desk, 'client', beta, { name: 'Beta', country: null, tz: 'America/Lima', odoo: null });
  const foreign = await newTicket(desk, 'De otra', { client: beta });
  expect((await codeOfError(desk.call('ticket.duplicate', { id, of: id }))).code).toBe('invalid_input');
  expect((await codeOfError(desk.call('ticket.duplicate', { id, of: foreign }))).code).toBe('invalid_input');
});
