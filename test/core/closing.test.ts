import { expect, test } from 'vitest';
import { putRow } from '#core/db/entity-rows.ts';
import { write } from '#core/db/handles.ts';
import { acme, ana, codeOfError, events, newTicket, openDesk, pulled, type Desk } from '#test/support/desk/open-desk.ts';

const beta = '0190a000-0000-7000-8000-0000000000c7';

/** A ticket that is with the client for his validation, and a contact who may answer. */
const delivered = async (desk: Desk): Promise<{ readonly id: string; readonly rosa: string }> => {
  const { id: rosa } = await desk.call('contact.create', { client: acme, name: 'Rosa', authorised_from: '2026-01-01' });
  const id = await newTicket(desk);
  const row = desk.one<Record<string, unknown>>('SELECT * FROM ticket WHERE id = ?', id);
  write(desk.spine.db, (tx) => tx.raw.prepare("UPDATE ticket SET state = 'awaiting_validation' WHERE id = ?").run(row['id']));
  return { id, rosa };
};

test('the client’s word is written down for him, by whom and by which channel', async () => {
  const desk = openDesk();
  const { id, rosa } = await delivered(desk);
  await desk.call('ticket.validate', { ticket: id, decision: 'accepted', contact: rosa, via: 'whatsapp', comment: 'Quedó bien' });
  const detail = await desk.call('ticket.get', { id });
  expect(detail.validations).toMatchObject([{ cycle: 1, decision: 'accepted', contact: 'Rosa', via: 'whatsapp', onBehalfBy: ana.name, comment: 'Quedó bien' }]);
  expect(detail.toClose).not.toContain('client_validation_required');
  expect(detail.ticket.state).toBe('awaiting_validation');
});

test('a rejection says why and takes the ticket back to work in the same change', async () => {
  const desk = openDesk();
  const { id, rosa } = await delivered(desk);
  expect(await codeOfError(desk.call('ticket.validate', { ticket: id, decision: 'rejected', contact: rosa, via: 'phone', comment: ' ' }))).toMatchObject({ code: 'transition_blocked', details: { missing: ['rejection_comment_required'] } });
  await desk.call('ticket.validate', { ticket: id, decision: 'rejected', contact: rosa, via: 'phone', comment: 'Sigue igual' });
  expect(desk.one<{ state: string }>('SELECT state FROM ticket WHERE id = ?', id).state).toBe('in_progress');
  expect(events(desk, id).at(-1)).toEqual({ type: 'state_changed', payload: { from: 'awaiting_validation', to: 'in_progress', comment: 'Sigue igual' } });
  expect(desk.rows('SELECT DISTINCT grp FROM outbox WHERE command = ?', 'ticket.validate')).toHaveLength(1);
});

test('only who may speak for this client is heard, and only while the delivery is with him', async () => {
  const desk = openDesk();
  const { id, rosa } = await delivered(desk);
  const { id: nobody } = await desk.call('contact.create', { client: acme, name: 'Sin permiso' });
  pulled(desk, 'client', beta, { name: 'Beta', country: null, tz: 'America/Lima', odoo: null });
  const { id: foreign } = await desk.call('contact.create', { client: beta, name: 'De otra', authorised_from: '2026-01-01' });
  const say = (contact: string) => desk.call('ticket.validate', { ticket: id, decision: 'accepted', contact, via: 'phone' });
  expect((await codeOfError(say(nobody))).code).toBe('not_allowed');
  expect((await codeOfError(say(foreign))).code).toBe('invalid_input');
  expect(desk.rows('SELECT id FROM validation')).toEqual([]);
  const fresh = await newTicket(desk);
  expect(await codeOfError(desk.call('ticket.validate', { ticket: fresh, decision: 'accepted', contact: rosa, via: 'phone' }))).toMatchObject({ code: 'transition_blocked' });
});

test('a change record is told on the ticket', async () => {
  const desk = openDesk();
  const id = await newTicket(desk);
  await desk.call('ticket.recordChange', { ticket: id, what: 'Se corrigió la regla', risk: 'Los lotes viejos', rollback: 'Volver a 17.0.1', tested_by: ana.id });
  expect((await desk.call('ticket.get', { id })).changes).toMatchObject([{ what: 'Se corrigió la regla', risk: 'Los lotes viejos', rollback: 'Volver a 17.0.1', testedBy: ana.name }]);
  write(desk.spine.db, (tx) => putRow(tx, 'change_record', '0190a000-0000-7000-8000-0000000000f1', { ticket: id, what: 'De otro equipo', risk: '', rollback: '', tested_by: null }, {}));
  expect((await desk.call('ticket.get', { id })).changes).toHaveLength(2);
});
