import { describe, expect, test } from 'vitest';
import type { Missing } from '#shared/domain/ticket-state.ts';
import { acme, codeOfError, events, luis, newTicket, openDesk, pulled, type Desk } from '#test/support/desk/open-desk.ts';

/** A ticket with all that triage asks for, on the way that the screens go. */
const triagedTicket = async (desk: Desk): Promise<string> => {
  const { id: someone } = await desk.call('contact.create', { client: acme, name: 'Rosa' });
  const id = await newTicket(desk);
  await desk.call('ticket.move', { id, lane: 'S3', place: { at: 'top' } });
  await desk.call('ticket.agree', { id, mode: 'impact_changed', impact: 'Pueden esperar', contact: someone, channel: 'phone' });
  await desk.call('ticket.edit', {
    id,
    fields: { authorised_at: '2026-06-12T15:00:00.000Z', kind: 'corrective', service_level: 'continuity', client_responsible: someone, owner: luis.id, objective: 'Que imprima', scope: 'in' },
  });
  await desk.call('ticket.transition', { id, to: 'triaged' });
  return id;
};

const missing = async (promise: Promise<unknown>): Promise<unknown> => {
  const { code, details } = await codeOfError(promise);
  expect(code).toBe('transition_blocked');
  return details['missing'];
};

const hash = (digit: string): string => digit.repeat(64);
const evidence = (ticket: string) => ({
  ticket,
  kind: 'screenshot',
  stage: 'after',
  visibility: 'client',
  sha256: hash('a'),
  bytes: 1,
  mime: 'image/png',
  width: 1,
  height: 1,
  captured_at: '2026-06-12T15:00:00.000Z',
  captured_by: luis.id,
  redacted: false,
  note: '',
  upload: 'stored',
});

describe('ticket.transition', () => {
  test('says all that triage lacks, changes nothing, and shows the same list on the ticket', async () => {
    const desk = openDesk();
    const id = await newTicket(desk);
    const lacks: readonly Missing[] = [
      'authorisation_required',
      'kind_required',
      'level_required',
      'severity_agreement_required',
      'client_responsible_required',
      'owner_required',
      'objective_required',
      'scope_in_required',
    ];
    expect(await missing(desk.call('ticket.transition', { id, to: 'triaged' }))).toEqual(lacks);
    const detail = await desk.call('ticket.get', { id });
    expect(detail.ticket.state).toBe('registered');
    expect(detail.next).toEqual([
      { to: 'triaged', missing: lacks },
      { to: 'cancelled', missing: ['cancel_reason_required'] },
    ]);
    expect(await missing(desk.call('ticket.transition', { id, to: 'in_progress' }))).toEqual(['not_in_machine']);
  });

  test('goes the whole way to closed and is reopened in a new cycle', async () => {
    const desk = openDesk();
    const id = await triagedTicket(desk);
    const go = (to: Parameters<typeof desk.call<'ticket.transition'>>[1]['to'], more = {}) => desk.call('ticket.transition', { id, to, ...more });
    expect(await missing(go('assigned'))).toEqual(['consultant_required', 'consultant_role_required']);
    await desk.call('ticket.edit', { id, fields: { consultant: luis.id } });
    await go('assigned');
    await go('in_diagnosis');
    expect(await missing(go('waiting_client'))).toEqual(['first_response_required', 'question_required']);
    await desk.call('message.add', { ticket: id, direction: 'out', channel: 'whatsapp', body: 'Lo vemos' });
    await go('waiting_client', { comment: '¿Desde cuándo?' });
    expect(events(desk, id).at(-1)).toEqual({ type: 'state_changed', payload: { from: 'in_diagnosis', to: 'waiting_client', comment: '¿Desde cuándo?' } });
    await go('in_progress');
    await go('in_testing');
    expect(await missing(go('awaiting_validation'))).toEqual(['evidence_required']);
    pulled(desk, 'evidence', '0190a000-0000-7000-8000-0000000000f1', evidence(id));
    await go('awaiting_validation');
    await desk.call('timer.start', { ticket: id, tz: 'America/Lima' });
    expect(await missing(go('closed'))).toEqual(['client_validation_required', 'running_timer']);
    expect((await desk.call('ticket.get', { id })).toClose).toEqual(['client_validation_required', 'running_timer']);
    desk.clock.pass(60);
    await desk.call('timer.stop', {});
    pulled(desk, 'validation', '0190a000-0000-7000-8000-0000000000f2', { ticket: id, cycle: 1, decision: 'accepted', contact: luis.id, at: '2026-06-12T15:00:00.000Z', via: 'phone', on_behalf_by: null, comment: null });
    await go('closed');
    expect((await desk.call('ticket.get', { id })).ticket).toMatchObject({ state: 'closed', closed_at: '2026-06-12T15:01:00.000Z', cycle: 1 });
    expect((await desk.call('board.counts', { filter: {} })).total).toBe(0);
    expect(await missing(go('triaged'))).toEqual(['reopen_reason_required']);
    await go('triaged', { reason: 'Volvió a fallar' });
    expect((await desk.call('ticket.get', { id })).ticket).toMatchObject({ state: 'triaged', closed_at: null, cycle: 2 });
    expect(events(desk, id).slice(-2)).toEqual([
      { type: 'reopened', payload: { cycle: 2, reason: 'Volvió a fallar' } },
      { type: 'state_changed', payload: { from: 'closed', to: 'triaged', reason: 'Volvió a fallar' } },
    ]);
    expect((await desk.call('ticket.get', { id })).toClose).toContain('client_validation_required');
  });

  test('cancelling needs a reason of the list and decided time', async () => {
    const desk = openDesk();
    const id = await newTicket(desk);
    expect(await missing(desk.call('ticket.transition', { id, to: 'cancelled', reason: 'porque sí' }))).toEqual(['cancel_reason_required']);
    const entry = await desk.call('time.add', { ticket: id, start: '2026-06-12T10:00:00.000Z', end: '2026-06-12T11:00:00.000Z', tz: 'America/Lima' });
    expect(await missing(desk.call('ticket.transition', { id, to: 'cancelled', cancel_reason: 'withdrawn' }))).toEqual(['billable_time_unsettled']);
    await desk.call('time.edit', { id: entry.id, billable: false });
    await desk.call('ticket.transition', { id, to: 'cancelled', cancel_reason: 'withdrawn', comment: 'Ya no hace falta' });
    expect((await desk.call('ticket.get', { id })).ticket).toMatchObject({ state: 'cancelled', cancel_reason: 'withdrawn' });
    expect(events(desk, id).at(-1)).toEqual({ type: 'state_changed', payload: { from: 'registered', to: 'cancelled', reason: 'withdrawn', comment: 'Ya no hace falta' } });
  });

  test('a change that the endpoint refused keeps the ticket from closing', async () => {
    const desk = openDesk();
    const id = await newTicket(desk);
    desk.spine.db.raw.prepare("UPDATE outbox SET state = 'refused' WHERE ticket = ?").run(id);
    expect((await desk.call('ticket.get', { id })).toClose).toContain('open_conflict');
  });

  test('a lead may start an S1 before the responsible confirms it; a consultant may not', async () => {
    for (const [user, lacks] of [[luis, false], [undefined, true]] as const) {
      const desk = openDesk(user === undefined ? {} : { user });
      const id = await newTicket(desk);
      await desk.call('ticket.move', { id, lane: 'S1', place: { at: 'top' } });
      const [triage] = (await desk.call('ticket.get', { id })).next;
      expect(triage?.missing.includes('authorisation_required')).toBe(lacks);
      expect(triage?.missing.includes('severity_agreement_required')).toBe(lacks);
    }
  });
});
