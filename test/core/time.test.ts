import { describe, expect, test } from 'vitest';
import { acme, ana, codeOfError, lastOps, luis, newTicket, openDesk, pulled } from '#test/support/desk/open-desk.ts';

const lima = 'America/Lima';

describe('timer', () => {
  test('one runs per person: starting another stops it in the same change', async () => {
    const desk = openDesk();
    const [a, b] = [await newTicket(desk, 'a'), await newTicket(desk, 'b')];
    expect(await desk.call('timer.get', {})).toBeNull();
    const first = await desk.call('timer.start', { ticket: a, tz: lima });
    expect(first).toMatchObject({ user: { id: ana.id, name: ana.name }, start: '2026-06-12T15:00:00.000Z', end: null, seconds: null, source: 'timer', status: 'draft', ticket: { id: a, title: 'a', client: 'Acme' } });
    desk.clock.pass(90);
    expect((await desk.call('timer.start', { ticket: a, tz: lima })).id).toBe(first.id);
    const second = await desk.call('timer.start', { ticket: b, tz: lima });
    expect(lastOps(desk).map((op) => [op.kind, op.key])).toEqual([
      ['patch', first.id],
      ['insert', second.id],
    ]);
    expect((await desk.call('timer.get', {}))?.id).toBe(second.id);
    expect((await desk.call('board.page', { lane: 'untriaged', offset: 0, limit: 9, filter: {} })).cards.map((card) => [card.title, card.running])).toEqual([
      ['b', true],
      ['a', false],
    ]);
    expect((await desk.call('ticket.get', { id: a })).spentSec).toBe(90);
  });

  test('stop keeps note, activity and whether it is billed; without a timer there is nothing to stop', async () => {
    const desk = openDesk();
    expect(await codeOfError(desk.call('timer.stop', {}))).toMatchObject({ code: 'no_timer' });
    expect(await codeOfError(desk.call('timer.start', { ticket: acme, tz: lima }))).toMatchObject({ code: 'not_found' });
    await desk.call('timer.start', { ticket: await newTicket(desk), tz: lima });
    desk.clock.pass(61);
    expect(await desk.call('timer.stop', { note: 'Revisé la impresora', billable: false, activity: 'Soporte' })).toMatchObject({ seconds: 61, note: 'Revisé la impresora', billable: false, activity: 'Soporte' });
    expect(await desk.call('timer.get', {})).toBeNull();
  });

  test('survives a restart', async () => {
    const desk = openDesk();
    const { id } = await desk.call('timer.start', { ticket: await newTicket(desk), tz: lima });
    const again = desk.reopen();
    again.clock.pass(3600);
    expect((await again.call('timer.get', {}))?.id).toBe(id);
    expect((await again.call('timer.stop', {})).seconds).toBe(3600);
  });

  test('a clock that was set back, or a stop at once, leaves a second on record', async () => {
    const desk = openDesk();
    const ticket = await newTicket(desk);
    await desk.call('timer.start', { ticket, tz: lima });
    desk.clock.set('2026-06-12T09:00:00.000Z');
    expect(await desk.call('timer.stop', { note: 'n' })).toMatchObject({ start: '2026-06-12T15:00:00.000Z', end: '2026-06-12T15:00:01.000Z', note: 'n' });
    await desk.call('timer.start', { ticket, tz: lima });
    expect((await desk.call('timer.stop', {})).seconds).toBe(1);
  });

  test('counts real seconds over a change of summer time', async () => {
    const desk = openDesk();
    // In Santiago the night of 5 to 6 September 2026 has no hour between 00:00 and 01:00.
    desk.clock.set('2026-09-06T03:30:00.000Z');
    await desk.call('timer.start', { ticket: await newTicket(desk), tz: 'America/Santiago' });
    desk.clock.set('2026-09-06T04:30:00.000Z');
    expect((await desk.call('timer.stop', {})).seconds).toBe(3600);
  });

  test('a forgotten timer of days is kept as it is', async () => {
    const desk = openDesk();
    await desk.call('timer.start', { ticket: await newTicket(desk), tz: lima });
    desk.clock.pass(3 * 86_400);
    expect((await desk.call('timer.stop', {})).seconds).toBe(3 * 86_400);
  });

  test('two that another desk left running end together', async () => {
    const desk = openDesk();
    const ticket = await newTicket(desk);
    const entry = { user: ana.id, ticket, task: null, start: '2026-06-12T14:00:00.000Z', end: null, tz: lima, activity: null, billable: true, note: null, status: 'draft', source: 'timer', idle_resolution: null };
    const other = await newTicket(desk);
    pulled(desk, 'time_entry', '0190a000-0000-7000-8000-0000000000f1', entry);
    pulled(desk, 'time_entry', '0190a000-0000-7000-8000-0000000000f2', { ...entry, start: '2026-06-12T14:30:00.000Z' });
    expect(await desk.call('timer.get', {})).toMatchObject({ id: '0190a000-0000-7000-8000-0000000000f2', overlaps: true });
    await desk.call('timer.start', { ticket: other, tz: lima });
    expect(desk.rows('SELECT id FROM time_entry WHERE "end" IS NULL')).toHaveLength(1);
  });
});

describe('time entries', () => {
  test('are added, listed by what touches the range, corrected and deleted', async () => {
    const desk = openDesk();
    const ticket = await newTicket(desk);
    const add = (start: string, end: string) => desk.call('time.add', { ticket, start: `2026-06-${start}:00.000Z`, end: `2026-06-${end}:00.000Z`, tz: lima, note: 'n' });
    const a = await add('10T10:00', '10T11:00');
    const b = await add('10T11:00', '10T12:00');
    const c = await add('10T11:30', '10T13:00');
    const list = () => desk.call('time.list', { from: '2026-06-10T10:30:00.000Z', to: '2026-06-10T11:30:00.000Z' });
    expect((await list()).map((entry) => [entry.id, entry.overlaps, entry.seconds])).toEqual([
      [a.id, false, 3600],
      [b.id, true, 3600],
    ]);
    expect(await desk.call('time.edit', { id: c.id, start: '2026-06-10T12:00:00.000Z', note: '', activity: null, ticket: null })).toMatchObject({ seconds: 3600, overlaps: false, ticket: null });
    expect(lastOps(desk)[0]).toMatchObject({ kind: 'patch', fields: { start: '2026-06-10T12:00:00.000Z', note: '', ticket: null } });
    expect((await list()).map((entry) => entry.overlaps)).toEqual([false, false]);
    await desk.call('time.delete', { id: a.id });
    expect(lastOps(desk)).toMatchObject([{ kind: 'delete', entity: 'time_entry', key: a.id }]);
    expect((await list()).map((entry) => entry.id)).toEqual([b.id]);
  });

  test('never end before they begin nor last more than a day', async () => {
    const desk = openDesk();
    const span = { ticket: null, task: 'Reunión', tz: lima, start: '2026-06-10T10:00:00.000Z' };
    for (const end of ['2026-06-10T10:00:00.000Z', '2026-06-10T09:00:00.000Z', '2026-06-11T10:00:01.000Z']) {
      expect(await codeOfError(desk.call('time.add', { ...span, end }))).toMatchObject({ code: 'interval_invalid' });
    }
    const { id } = await desk.call('time.add', { ...span, end: '2026-06-10T11:00:00.000Z' });
    expect(await codeOfError(desk.call('time.edit', { id, end: '2026-06-10T09:00:00.000Z' }))).toMatchObject({ code: 'interval_invalid', details: { fault: 'ends_before_start' } });
    await desk.call('timer.start', { ticket: await newTicket(desk), tz: lima });
    const running = (await desk.call('timer.get', {}))?.id ?? '';
    expect(await codeOfError(desk.call('time.edit', { id: running, start: '2026-06-12T15:00:01.000Z' }))).toMatchObject({ code: 'interval_invalid' });
    expect(await desk.call('time.edit', { id: running, start: '2026-06-12T14:00:00.000Z' })).toMatchObject({ start: '2026-06-12T14:00:00.000Z', end: null });
  });

  test('are locked once submitted, and another’s are not mine to change', async () => {
    const desk = openDesk();
    const entry = { user: ana.id, ticket: null, task: 'x', start: '2026-06-10T10:00:00.000Z', end: '2026-06-10T11:00:00.000Z', tz: lima, activity: null, billable: true, note: null, status: 'submitted', source: 'manual', idle_resolution: null };
    const [mine, theirs] = ['0190a000-0000-7000-8000-0000000000f1', '0190a000-0000-7000-8000-0000000000f2'];
    pulled(desk, 'time_entry', mine ?? '', entry);
    pulled(desk, 'time_entry', theirs ?? '', { ...entry, user: luis.id, status: 'draft' });
    expect(await codeOfError(desk.call('time.edit', { id: mine ?? '', note: 'x' }))).toMatchObject({ code: 'entry_locked' });
    expect(await codeOfError(desk.call('time.delete', { id: mine ?? '' }))).toMatchObject({ code: 'entry_locked' });
    expect(await codeOfError(desk.call('time.edit', { id: theirs ?? '', note: 'x' }))).toMatchObject({ code: 'not_allowed' });
    const range = { from: '2026-06-10T00:00:00.000Z', to: '2026-06-11T00:00:00.000Z' };
    expect(await desk.call('time.list', range)).toMatchObject([{ id: mine, editable: false, overlaps: false }]);
    expect(await desk.call('time.list', { ...range, everybody: true })).toHaveLength(2);
  });
});
