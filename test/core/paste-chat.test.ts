import { expect, test } from 'vitest';
import { acme, ana, codeOfError, laneIds, lastOps, openDesk, pulled } from '#test/support/desk/open-desk.ts';

const rosa = '0190a000-0000-7000-8000-0000000000d1';
const chat = '10/6/26, 11:45 - Rosa Mamani: No abre la caja\ndesde las 11\n10/6/26, 11:50 - Ana Quispe: Ya lo vemos\n10/6/26, 11:52 - +591 70000009: Gracias';
const how = { tz: 'America/La_Paz', order: 'dmy' as const };

const desk = () => {
  const opened = openDesk();
  pulled(opened, 'contact', rosa, { client: acme, name: 'Rosa Mamani', whatsapp: null, email: null, authorised_from: '2026-06-01', authorised_to: null, can_approve_hours: false });
  return opened;
};
const ticketOf = (text: string, title = 'No abre la caja') => ({ ...how, text, client: acme, title, ours: [ana.name], requester: rosa, requester_name: null });

test('a chat is shown with its senders, who of them may ask, and how its dates can be meant', async () => {
  const read = await desk().call('chat.read', { text: chat, client: acme, tz: 'America/La_Paz' });
  expect(read.orders).toEqual(['dmy']);
  expect(read.senders).toEqual([
    { name: 'Rosa Mamani', contact: { id: rosa, name: 'Rosa Mamani' }, authorised: true, ours: false, messages: 1 },
    { name: 'Ana Quispe', contact: null, authorised: false, ours: true, messages: 1 },
    { name: '+591 70000009', contact: null, authorised: false, ours: false, messages: 1 },
  ]);
  expect(read).toMatchObject({ title: 'No abre la caja desde las 11', messages: [{ at: '2026-06-10T15:45:00.000Z' }, {}, {}] });
});

test('it becomes a ticket with its messages in one change, received when the first was written', async () => {
  const opened = desk();
  const { id, messages } = await opened.call('chat.toTicket', ticketOf(chat));
  expect(messages).toBe(3);
  const detail = await opened.call('ticket.get', { id });
  expect(detail.ticket).toMatchObject({ channel: 'whatsapp', received_at: '2026-06-10T15:45:00.000Z', requester: rosa, state: 'registered' });
  expect(detail.messages.map(({ direction, author, at, body }) => [direction, author, at, body])).toEqual([
    ['in', 'Rosa Mamani', '2026-06-10T15:45:00.000Z', 'No abre la caja\ndesde las 11'],
    ['out', 'Ana Quispe', '2026-06-10T15:50:00.000Z', 'Ya lo vemos'],
    ['in', '+591 70000009', '2026-06-10T15:52:00.000Z', 'Gracias'],
  ]);
  expect(lastOps(opened).map((op) => [op.kind, op.entity])).toEqual([
    ['insert', 'ticket'],
    ['fact', 'ticket_event'],
    ['fact', 'message'],
    ['fact', 'message'],
    ['fact', 'message'],
  ]);
});

test('undo takes it away with its messages, redo brings both back, as often as one likes', async () => {
  const opened = desk();
  await opened.call('chat.toTicket', ticketOf(chat));
  for (let round = 0; round < 2; round += 1) {
    expect((await opened.call('history.undo', {})).command).toBe('chat.toTicket');
    expect(opened.one('SELECT (SELECT count(*) FROM ticket) + (SELECT count(*) FROM message) AS n')).toEqual({ n: 0 });
    await opened.call('history.redo', {});
    const [id = ''] = await laneIds(opened, 'untriaged');
    expect((await opened.call('ticket.get', { id })).messages.map(({ body }) => body)).toEqual(['No abre la caja\ndesde las 11', 'Ya lo vemos', 'Gracias']);
  }
});

test('undo leaves it where somebody has written on it since', async () => {
  const opened = desk();
  const { id } = await opened.call('chat.toTicket', ticketOf(chat));
  await opened.call('message.add', { ticket: id, direction: 'internal', channel: 'phone', body: 'Llamé' });
  expect(await codeOfError(opened.call('history.undo', {}))).toMatchObject({ code: 'undo_blocked' });
  expect((await opened.call('ticket.get', { id })).messages).toHaveLength(4);
});

test('what is no chat, or has a date that does not exist in that order, makes no ticket', async () => {
  const opened = desk();
  expect(await codeOfError(opened.call('chat.toTicket', ticketOf('Hola')))).toMatchObject({ code: 'chat_unreadable' });
  expect(await codeOfError(opened.call('chat.toTicket', { ...ticketOf(`${chat}\n13/6/26, 9:00 - Rosa Mamani: más`), order: 'mdy' }))).toMatchObject({ code: 'chat_unreadable' });
  expect(opened.one('SELECT (SELECT count(*) FROM ticket) + (SELECT count(*) FROM outbox) AS n')).toEqual({ n: 0 });
});
