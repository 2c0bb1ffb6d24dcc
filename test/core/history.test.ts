import { describe, expect, test } from 'vitest';
import { setFields } from '#core/db/entity-rows.ts';
import { write } from '#core/db/handles.ts';
import { acme, ana, codeOfError, events, laneIds, lastOps, luis, newTicket, openDesk, type Desk } from '#test/support/desk/open-desk.ts';

const undo = (desk: Desk) => desk.call('history.undo', {});
const redo = (desk: Desk) => desk.call('history.redo', {});
const state = (desk: Desk) => desk.call('history.state', {});
/** Another desk's change arrives. */
const arrives = (desk: Desk, entity: 'ticket' | 'time_entry', id: string, fields: Record<string, string | number | null>): void =>
  write(desk.spine.db, (tx) => setFields(tx, entity, id, fields, {}));

describe('undo and redo', () => {
  test('a move goes back and forth, is logged and queued like any other, and says where the card is', async () => {
    const desk = openDesk();
    const [b, a] = [await newTicket(desk, 'b'), await newTicket(desk, 'a')];
    await desk.call('ticket.move', { id: b, lane: 'S1', place: { at: 'top' } });
    expect(await state(desk)).toEqual({ undo: 'ticket.move', redo: null });
    expect(await undo(desk)).toMatchObject({ command: 'ticket.move', ticket: b, place: { ticket: b, from: 'S1', lane: 'untriaged', index: 1, count: 2, provisional: false } });
    expect(await laneIds(desk, 'untriaged')).toEqual([a, b]);
    expect(lastOps(desk)).toMatchObject([
      { kind: 'patch', entity: 'ticket', command: 'history.undo', fields: { severity: null } },
      { kind: 'fact', entity: 'ticket_event' },
    ]);
    expect(events(desk, b).map((event) => event.payload['to'])).toEqual([undefined, 'S1', null]);
    expect(await state(desk)).toEqual({ undo: 'ticket.create', redo: 'ticket.move' });
    expect(await redo(desk)).toMatchObject({ place: { from: 'untriaged', lane: 'S1', index: 0 } });
    expect(await laneIds(desk, 'S1')).toEqual([b]);
    expect(await codeOfError(redo(desk))).toMatchObject({ code: 'nothing_to_undo' });
  });

  test('outlives a restart', async () => {
    const desk = openDesk();
    const id = await newTicket(desk);
    await desk.call('ticket.move', { id, lane: 'S1', place: { at: 'top' } });
    await desk.call('ticket.move', { id, lane: 'S2', place: { at: 'top' } });
    await undo(desk);
    const again = desk.reopen();
    expect(await state(again)).toEqual({ undo: 'ticket.move', redo: 'ticket.move' });
    await undo(again);
    expect(await laneIds(again, 'untriaged')).toEqual([id]);
    const third = again.reopen();
    await redo(third);
    await redo(third);
    expect(await laneIds(third, 'S2')).toEqual([id]);
  });

  test('a new command ends what could be redone', async () => {
    const desk = openDesk();
    const id = await newTicket(desk);
    await desk.call('ticket.edit', { id, fields: { title: 'a' } });
    await undo(desk);
    await desk.call('ticket.edit', { id, fields: { module: 'b' } });
    expect(await state(desk)).toEqual({ undo: 'ticket.edit', redo: null });
  });

  test('an agreement stays in the log, the agreed severity goes back', async () => {
    const desk = openDesk();
    const id = await newTicket(desk);
    await desk.call('ticket.move', { id, lane: 'S2', place: { at: 'top' } });
    await desk.call('ticket.agree', { id, mode: 'impact_changed', impact: 'x', contact: null, channel: 'phone' });
    await undo(desk);
    const detail = await desk.call('ticket.get', { id });
    expect(detail.ticket.agreed_severity).toBeNull();
    expect(detail.provisional).toBe(true);
    expect(detail.agreements).toHaveLength(1);
  });

  test('a created ticket goes, and comes back under a new id and code', async () => {
    const desk = openDesk();
    const id = await newTicket(desk);
    await desk.call('ticket.move', { id, lane: 'S1', place: { at: 'top' } });
    await undo(desk);
    expect(await undo(desk)).toMatchObject({ command: 'ticket.create', ticket: id, place: null });
    expect(desk.one('SELECT (SELECT count(*) FROM ticket) + (SELECT count(*) FROM ticket_event) AS n')).toEqual({ n: 0 });
    const { ticket, place } = await redo(desk);
    expect(ticket).not.toBe(id);
    expect(place).toMatchObject({ ticket, lane: 'untriaged' });
    expect(events(desk, ticket ?? '')).toMatchObject([{ type: 'registered' }]);
    await redo(desk);
    expect(await laneIds(desk, 'S1')).toEqual([ticket]);
    await undo(desk);
    await undo(desk);
    expect(desk.one('SELECT count(*) AS n FROM ticket')).toEqual({ n: 0 });
  });

  test('the number that the endpoint gave does not stand in the way; somebody’s message does', async () => {
    const desk = openDesk();
    const id = await newTicket(desk);
    arrives(desk, 'ticket', id, { number: 7 });
    await undo(desk);
    expect(await laneIds(desk, 'untriaged')).toEqual([]);
    const other = await newTicket(desk);
    await desk.call('message.add', { ticket: other, direction: 'in', channel: 'phone', body: 'x' });
    expect(await codeOfError(undo(desk))).toMatchObject({ code: 'undo_blocked', details: { reason: 'changed_since' } });
    expect(await laneIds(desk, 'untriaged')).toEqual([other]);
  });

  test('a deleted entry comes back under a new id, and the history follows it', async () => {
    const desk = openDesk();
    const ticket = await newTicket(desk);
    const { id } = await desk.call('time.add', { ticket, start: '2026-06-10T10:00:00.000Z', end: '2026-06-10T11:00:00.000Z', tz: 'America/Lima', note: 'a' });
    await desk.call('time.edit', { id, note: 'b' });
    await desk.call('time.delete', { id });
    await undo(desk);
    const [back] = (await desk.call('ticket.get', { id: ticket })).entries;
    expect(back).toMatchObject({ note: 'b', seconds: 3600 });
    expect(back?.id).not.toBe(id);
    await undo(desk);
    expect((await desk.call('ticket.get', { id: ticket })).entries).toMatchObject([{ id: back?.id, note: 'a' }]);
    await undo(desk);
    expect((await desk.call('ticket.get', { id: ticket })).entries).toEqual([]);
    for (let step = 0; step < 3; step += 1) await redo(desk);
    expect((await desk.call('ticket.get', { id: ticket })).entries).toEqual([]);
    expect(await state(desk)).toEqual({ undo: 'time.delete', redo: null });
  });

  test('a timer that was started is taken back, and the one that it stopped runs again', async () => {
    const desk = openDesk();
    const [a, b] = [await newTicket(desk, 'a'), await newTicket(desk, 'b')];
    const first = await desk.call('timer.start', { ticket: a, tz: 'America/Lima' });
    desk.clock.pass(60);
    await desk.call('timer.start', { ticket: b, tz: 'America/Lima' });
    await undo(desk);
    expect(await desk.call('timer.get', {})).toMatchObject({ id: first.id, end: null });
    desk.clock.pass(60);
    await desk.call('timer.stop', { note: 'n' });
    await undo(desk);
    expect(await desk.call('timer.get', {})).toMatchObject({ id: first.id, note: '' });
  });

  test('what another has changed since stays, and does not bar the way to what lies before it', async () => {
    const desk = openDesk();
    const id = await newTicket(desk);
    await desk.call('ticket.edit', { id, fields: { module: 'Ventas' } });
    await desk.call('ticket.edit', { id, fields: { title: 'mío' } });
    arrives(desk, 'ticket', id, { title: 'suyo' });
    const before = desk.one('SELECT count(*) AS n FROM outbox');
    expect(await codeOfError(undo(desk))).toMatchObject({ code: 'undo_blocked', details: { reason: 'changed_since' } });
    expect(desk.one('SELECT count(*) AS n FROM outbox')).toEqual(before);
    await undo(desk);
    expect((await desk.call('ticket.get', { id })).ticket).toMatchObject({ title: 'suyo', module: null });
  });

  test('submitted time is never turned back', async () => {
    const desk = openDesk();
    const { id } = await desk.call('time.add', { ticket: null, start: '2026-06-10T10:00:00.000Z', end: '2026-06-10T11:00:00.000Z', tz: 'America/Lima' });
    await desk.call('time.edit', { id, note: 'b' });
    arrives(desk, 'time_entry', id, { status: 'submitted' });
    expect(await codeOfError(undo(desk))).toMatchObject({ code: 'undo_blocked', details: { reason: 'locked' } });
  });

  test('keeps a hundred commands, each person’s own', async () => {
    const desk = openDesk();
    const id = await newTicket(desk);
    for (let n = 0; n < 105; n += 1) await desk.call('ticket.edit', { id, fields: { title: `t${n}` } });
    expect(desk.one('SELECT count(*) AS n FROM undo_entry')).toEqual({ n: 100 });
    const other = openDesk({ dir: desk.dir, clock: desk.clock, user: luis });
    expect(await state(other)).toEqual({ undo: null, redo: null });
    expect(await codeOfError(undo(other))).toMatchObject({ code: 'nothing_to_undo' });
    const mine = openDesk({ dir: desk.dir, clock: desk.clock, user: ana });
    for (let n = 0; n < 100; n += 1) await undo(mine);
    expect((await mine.call('ticket.get', { id })).ticket.title).toBe('t4');
    expect(await codeOfError(undo(mine))).toMatchObject({ code: 'nothing_to_undo' });
  });

  test('what only this desk made of a client is not undone by a key', async () => {
    const desk = openDesk();
    await desk.call('client.create', { name: 'Beta', tz: 'America/Lima' });
    await desk.call('contact.create', { client: acme, name: 'Rosa' });
    expect(await state(desk)).toEqual({ undo: null, redo: null });
  });
});
