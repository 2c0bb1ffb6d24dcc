import { describe, expect, test } from 'vitest';
import { acme, ana, codeOfError, events, laneIds, lastOps, luis, newTicket, openDesk, pulled } from '#test/support/desk/open-desk.ts';

const contact = '0190a000-0000-7000-8000-0000000000d1';

describe('ticket.create', () => {
  test('lands on top of Sin clasificar with a provisional code, an event and its ops in one group', async () => {
    const desk = openDesk();
    const first = await newTicket(desk, 'Primero');
    const { id, code } = await desk.call('ticket.create', { title: '  Segundo  ', client: acme, channel: 'phone', requester_name: 'Rosa' });
    expect(code).toMatch(/^P-[2-9B-Z]{5}$/);
    expect(await laneIds(desk, 'untriaged')).toEqual([id, first]);
    const detail = await desk.call('ticket.get', { id });
    expect(detail.ticket).toMatchObject({ title: 'Segundo', state: 'registered', severity: null, received_at: '2026-06-12T15:00:00.000Z', requester_name: 'Rosa', cycle: 1 });
    expect(detail.code).toBe(code);
    expect(lastOps(desk).map((op) => [op.kind, op.entity, op.command])).toEqual([
      ['insert', 'ticket', 'ticket.create'],
      ['fact', 'ticket_event', 'ticket.create'],
    ]);
    expect(events(desk, id)).toEqual([{ type: 'registered', payload: { channel: 'phone' } }]);
    expect([...desk.topics]).toEqual(expect.arrayContaining(['board', 'sync', 'history', `ticket:${id}`]));
  });

  test('refuses an unknown client, a blank title and nobody signed in, and leaves nothing', async () => {
    const desk = openDesk();
    expect(await codeOfError(newTicket(desk, 'x', { client: ana.id }))).toMatchObject({ code: 'not_found', details: { entity: 'client' } });
    expect(await codeOfError(newTicket(desk, '   '))).toMatchObject({ code: 'invalid_input' });
    const nobody = openDesk({ user: null });
    expect(await codeOfError(newTicket(nobody))).toMatchObject({ code: 'signed_out' });
    for (const each of [desk, nobody]) expect(each.one('SELECT (SELECT count(*) FROM ticket) + (SELECT count(*) FROM outbox) AS n')).toEqual({ n: 0 });
  });

  test('takes the one contract that holds on the day, and none where there are two', async () => {
    const desk = openDesk();
    const rounding = { unit_min: 15, mode: 'up', scope: 'ticket', minimum_min: 0, grace_sec: 0 };
    const contract = { client: acme, modality: 'monthly_sla', valid_from: '2026-01-01', valid_to: null, calendar: null, sla_policy: null, rounding, overdraft: 'warn', alert_pct: [], carry: { mode: 'none', cap_min: 0, months: 0 }, terms_version: null };
    const id = '0190a000-0000-7000-8000-0000000000e1';
    pulled(desk, 'contract', id, contract);
    pulled(desk, 'contract', '0190a000-0000-7000-8000-0000000000e2', { ...contract, valid_from: '2026-07-01' });
    const one = await desk.call('ticket.get', { id: await newTicket(desk) });
    expect(one.contract?.id).toBe(id);
    const two = await desk.call('ticket.get', { id: await newTicket(desk, 'x', { received_at: '2026-08-01T00:00:00.000Z' }) });
    expect(two.contract).toBeNull();
  });
});

describe('ticket.edit', () => {
  test('patches what changed only, with the stamps that it saw, and tells it in the log', async () => {
    const desk = openDesk();
    const id = await newTicket(desk);
    await desk.call('ticket.edit', { id, fields: { title: 'Otro título', module: 'Ventas', channel: 'whatsapp', description: 'Largo' } });
    const [patch, ...told] = lastOps(desk);
    expect(patch).toMatchObject({ kind: 'patch', entity: 'ticket', fields: { title: 'Otro título', module: 'Ventas', description: 'Largo' } });
    expect(Object.keys(patch?.base ?? {})).toEqual(['title', 'description', 'module']);
    expect(told).toHaveLength(3);
    expect(events(desk, id).slice(1)).toEqual([
      { type: 'field_changed', payload: { field: 'title', from: 'No imprime la factura', to: 'Otro título' } },
      { type: 'field_changed', payload: { field: 'description' } },
      { type: 'field_changed', payload: { field: 'module', from: null, to: 'Ventas' } },
    ]);
    const ops = desk.one<{ n: number }>('SELECT count(*) AS n FROM outbox').n;
    await desk.call('ticket.edit', { id, fields: { title: 'Otro título' } });
    expect(desk.one<{ n: number }>('SELECT count(*) AS n FROM outbox').n).toBe(ops);
  });

  test('gives who is assigned the role of his profile, in one register', async () => {
    const desk = openDesk();
    const id = await newTicket(desk);
    await desk.call('ticket.edit', { id, fields: { consultant: luis.id } });
    expect(lastOps(desk)[0]).toMatchObject({ fields: { consultant: luis.id, consultant_role: 'functional' }, base: { assignment: expect.any(String) } });
    expect(events(desk, id).at(-1)).toEqual({ type: 'assigned', payload: { from: null, to: luis.id, role: 'functional' } });
    expect((await desk.call('ticket.get', { id })).consultant).toEqual({ id: luis.id, name: luis.name });
    await desk.call('ticket.edit', { id, fields: { consultant: null } });
    expect((await desk.call('ticket.get', { id })).ticket.consultant_role).toBeNull();
  });

  test('another client takes the old one’s people off the ticket', async () => {
    const desk = openDesk();
    const { id: someone } = await desk.call('contact.create', { client: acme, name: 'Rosa' });
    const { id: other } = await desk.call('client.create', { name: 'Beta', tz: 'America/La_Paz' });
    const id = await newTicket(desk, 'x', { requester: someone });
    await desk.call('ticket.edit', { id, fields: { client_responsible: someone } });
    await desk.call('ticket.edit', { id, fields: { client: other } });
    expect((await desk.call('ticket.get', { id })).ticket).toMatchObject({ client: other, requester: null, client_responsible: null });
  });

  test('refuses what is not there', async () => {
    const desk = openDesk();
    const id = await newTicket(desk);
    expect(await codeOfError(desk.call('ticket.edit', { id: acme, fields: { title: 'x' } }))).toMatchObject({ code: 'not_found' });
    expect(await codeOfError(desk.call('ticket.edit', { id, fields: { requester: contact } }))).toMatchObject({ code: 'not_found', details: { entity: 'contact' } });
  });
});

describe('ticket.move', () => {
  test('sets severity and rank as one register, in one change, and is provisional until agreed', async () => {
    const desk = openDesk();
    const [c, b, a] = [await newTicket(desk, 'c'), await newTicket(desk, 'b'), await newTicket(desk, 'a')];
    const moved = await desk.call('ticket.move', { id: b, lane: 'S2', place: { at: 'top' } });
    expect(moved).toMatchObject({ ticket: b, from: 'untriaged', lane: 'S2', index: 0, count: 1, provisional: true });
    expect(lastOps(desk).map((op) => [op.kind, op.entity, Object.keys(op.fields)[0], Object.keys(op.base)])).toEqual([
      ['patch', 'ticket', 'severity', ['lane']],
      ['fact', 'ticket_event', 'ticket', []],
    ]);
    expect(events(desk, b).at(-1)).toEqual({ type: 'severity_changed', payload: { from: null, to: 'S2' } });
    await desk.call('ticket.move', { id: a, lane: 'S2', place: { at: 'after', ticket: b } });
    await desk.call('ticket.move', { id: c, lane: 'S2', place: { at: 'before', ticket: a } });
    expect(await laneIds(desk, 'S2')).toEqual([b, c, a]);
    expect(await desk.call('ticket.move', { id: a, lane: 'S2', place: { at: 'step', by: -1 } })).toMatchObject({ index: 1, count: 3 });
    expect(await laneIds(desk, 'S2')).toEqual([b, a, c]);
    await desk.call('ticket.move', { id: b, lane: 'S2', place: { at: 'bottom' } });
    expect(await laneIds(desk, 'S2')).toEqual([a, c, b]);
    expect((await desk.call('board.page', { lane: 'S2', offset: 0, limit: 9, filter: {} })).cards[0]).toMatchObject({ id: a, provisional: true, waiting: true, client: { id: acme, name: 'Acme' } });
  });

  test('to where it lies already changes nothing and leaves nothing to undo', async () => {
    const desk = openDesk();
    const [b, a] = [await newTicket(desk, 'b'), await newTicket(desk, 'a')];
    const before = desk.one('SELECT (SELECT count(*) FROM outbox) AS ops, (SELECT count(*) FROM undo_entry) AS undo');
    for (const place of [{ at: 'top' }, { at: 'step', by: -1 }, { at: 'before', ticket: b }, { at: 'before', ticket: a }] as const) {
      expect(await desk.call('ticket.move', { id: a, lane: 'untriaged', place })).toMatchObject({ from: 'untriaged', lane: 'untriaged', index: 0, count: 2 });
    }
    expect(desk.one('SELECT (SELECT count(*) FROM outbox) AS ops, (SELECT count(*) FROM undo_entry) AS undo')).toEqual(before);
  });

  test('beside a card that has left the lane it lands on top', async () => {
    const desk = openDesk();
    const [c, b, a] = [await newTicket(desk, 'c'), await newTicket(desk, 'b'), await newTicket(desk, 'a')];
    await desk.call('ticket.move', { id: c, lane: 'S4', place: { at: 'top' } });
    expect(await desk.call('ticket.move', { id: a, lane: 'S4', place: { at: 'after', ticket: b } })).toMatchObject({ index: 0, count: 2 });
  });

  test('a closed ticket lies in no lane and is not moved', async () => {
    const desk = openDesk();
    const id = await newTicket(desk);
    await desk.call('ticket.transition', { id, to: 'cancelled', cancel_reason: 'duplicate' });
    expect(await laneIds(desk, 'untriaged')).toEqual([]);
    expect(await codeOfError(desk.call('ticket.move', { id, lane: 'S1', place: { at: 'top' } }))).toMatchObject({ code: 'not_allowed' });
  });
});

describe('ticket.agree', () => {
  test('is a fact, a patch and an event in one change; the move is then no longer provisional', async () => {
    const desk = openDesk();
    const id = await newTicket(desk);
    expect(await codeOfError(desk.call('ticket.agree', { id, mode: 'impact_changed', impact: 'x', contact: null, channel: 'phone' }))).toMatchObject({ code: 'invalid_input' });
    await desk.call('ticket.move', { id, lane: 'S2', place: { at: 'top' } });
    await desk.call('ticket.agree', { id, mode: 'impact_changed', impact: 'No pueden facturar', contact: null, contact_name: 'Rosa', channel: 'phone' });
    expect(lastOps(desk).map((op) => [op.kind, op.entity])).toEqual([
      ['fact', 'severity_agreement'],
      ['patch', 'ticket'],
      ['fact', 'ticket_event'],
    ]);
    const detail = await desk.call('ticket.get', { id });
    expect(detail.provisional).toBe(false);
    expect(detail.agreements).toMatchObject([{ from: null, to: 'S2', mode: 'impact_changed', impact: 'No pueden facturar', contact: 'Rosa' }]);
    expect(events(desk, id).at(-1)).toMatchObject({ type: 'severity_agreed', payload: { from: null, to: 'S2', agreement: detail.agreements[0]?.id } });
  });
});

describe('message.add', () => {
  test('keeps who said it; what the client says without a name is the requester’s', async () => {
    const desk = openDesk();
    const id = await newTicket(desk, 'x', { requester_name: 'Rosa' });
    await desk.call('message.add', { ticket: id, direction: 'in', channel: 'whatsapp', body: 'No imprime' });
    desk.clock.pass(60);
    await desk.call('message.add', { ticket: id, direction: 'out', channel: 'whatsapp', body: 'Lo vemos' });
    expect((await desk.call('ticket.get', { id })).messages.map((message) => [message.direction, message.author, message.body])).toEqual([
      ['in', 'Rosa', 'No imprime'],
      ['out', ana.name, 'Lo vemos'],
    ]);
    expect((await desk.call('history.state', {})).undo).toBe('ticket.create');
  });
});
