import { expect, test } from 'vitest';
import { ana, acme, codeOfError, luis, newTicket, openDesk, pulled, type Desk } from '#test/support/desk/open-desk.ts';
import { contractIds, layContract } from '#test/support/desk/under-contract.ts';

const at = (time: string): string => `2026-06-12T${time}:00.000Z`;
const worked = async (desk: Desk, ticket: string, from: string, to: string): Promise<string> =>
  (await desk.call('time.add', { ticket, start: at(from), end: at(to), tz: 'America/Lima', note: 'Revisión' })).id;
const statuses = (desk: Desk): readonly string[] => desk.rows<{ status: string }>('SELECT status FROM time_entry ORDER BY "start"').map((row) => row.status);

test('hours go from who worked them to the lead and to the client, in one batch each, and are rounded once', async () => {
  const desk = openDesk({ user: luis });
  layContract(desk, 'hours_bank');
  const { id: rosa } = await desk.call('contact.create', { client: acme, name: 'Rosa' });
  pulled(desk, 'contact', rosa, { client: acme, name: 'Rosa', whatsapp: null, email: null, authorised_from: null, authorised_to: null, can_approve_hours: true });
  const ticket = await newTicket(desk);
  const entries = [await worked(desk, ticket, '10:00', '10:20'), await worked(desk, ticket, '11:00', '11:05')];
  expect(await desk.call('hours.list', { stage: 'mine' })).toMatchObject([{ contract: { id: contractIds.contract }, approvers: [{ id: rosa }], seconds: 1500, roundedMin: 30 }]);
  await desk.call('hours.submit', { entries });
  expect(statuses(desk)).toEqual(['submitted', 'submitted']);
  expect((await codeOfError(desk.call('time.edit', { id: entries[0] ?? '', note: 'otra' }))).code).toBe('entry_locked');
  await desk.call('hours.review', { entries, decision: 'approved' });
  expect((await desk.call('hours.list', { stage: 'client' })).map((group) => group.entries.length)).toEqual([2]);
  await desk.call('hours.decide', { contract: contractIds.contract, entries, contact: rosa, decision: 'approved' });
  expect(statuses(desk)).toEqual(['client_approved', 'client_approved']);
  expect(desk.one('SELECT rounded_min, decision, contact FROM hours_approval')).toEqual({ rounded_min: 30, decision: 'approved', contact: rosa });
  await desk.call('hours.reverse', { entries: entries.slice(0, 1), comment: 'Era de otro ticket' });
  expect(statuses(desk)).toEqual(['reversed', 'client_approved']);
});

test('a rejection says why, on the ticket, and the hours can be corrected and sent again', async () => {
  const desk = openDesk({ user: luis });
  const ticket = await newTicket(desk);
  const entries = [await worked(desk, ticket, '10:00', '11:00')];
  await desk.call('hours.submit', { entries });
  expect((await codeOfError(desk.call('hours.review', { entries, decision: 'rejected' }))).code).toBe('invalid_input');
  await desk.call('hours.review', { entries, decision: 'rejected', comment: 'Falta la nota' });
  expect((await desk.call('ticket.get', { id: ticket })).messages).toMatchObject([{ direction: 'internal', body: 'Falta la nota' }]);
  await desk.call('time.edit', { id: entries[0] ?? '', note: 'Con nota' });
  await desk.call('hours.submit', { entries });
  await desk.call('hours.recall', { entries });
  expect(statuses(desk)).toEqual(['draft']);
});

test('what overlaps is not sent, nor what another worked; a consultant does not review', async () => {
  const desk = openDesk({ user: ana });
  const ticket = await newTicket(desk);
  const entries = [await worked(desk, ticket, '10:00', '11:00'), await worked(desk, ticket, '10:30', '11:30')];
  expect(await codeOfError(desk.call('hours.submit', { entries }))).toMatchObject({ code: 'interval_invalid', details: { fault: 'overlaps' } });
  expect(statuses(desk)).toEqual(['draft', 'draft']);
  await desk.call('time.delete', { id: entries[1] ?? '' });
  await desk.call('hours.submit', { entries: entries.slice(0, 1) });
  expect((await codeOfError(desk.call('hours.review', { entries: entries.slice(0, 1), decision: 'approved' }))).code).toBe('not_allowed');
  pulled(desk, 'time_entry', '0190a000-0000-7000-8000-0000000000a9', { user: luis.id, ticket, task: null, start: at('14:00'), end: at('15:00'), tz: 'America/Lima', activity: null, billable: true, note: null, status: 'draft', source: 'manual', idle_resolution: null });
  expect((await codeOfError(desk.call('hours.submit', { entries: ['0190a000-0000-7000-8000-0000000000a9'] }))).code).toBe('not_allowed');
});

test('only a contact of this contract’s client who may approve hours approves them, and only hours of it', async () => {
  const desk = openDesk({ user: luis });
  layContract(desk, 'hours_bank');
  const ticket = await newTicket(desk);
  const { id: nobody } = await desk.call('contact.create', { client: acme, name: 'Iván' });
  const entries = [await worked(desk, ticket, '10:00', '11:00')];
  await desk.call('hours.submit', { entries });
  await desk.call('hours.review', { entries, decision: 'approved' });
  const decide = (contact: string, of = entries) => desk.call('hours.decide', { contract: contractIds.contract, entries: of, contact, decision: 'approved' });
  expect((await codeOfError(decide(nobody))).code).toBe('not_allowed');
  const task = (await desk.call('time.add', { ticket: null, task: 'Reunión', start: at('16:00'), end: at('17:00'), tz: 'America/Lima' })).id;
  await desk.call('hours.submit', { entries: [task] });
  await desk.call('hours.review', { entries: [task], decision: 'approved' });
  expect((await codeOfError(decide(nobody, [task]))).code).toBe('invalid_input');
  expect(statuses(desk)).toEqual(['lead_approved', 'lead_approved']);
});

test('before one starts: what the bank will have left, less what is not decided yet', async () => {
  const desk = openDesk({ user: luis });
  layContract(desk, 'hours_bank');
  const ticket = await newTicket(desk);
  expect(await desk.call('hours.bank', { ticket })).toBeNull();
  const lot = '0190a000-0000-7000-8000-0000000000b1';
  pulled(desk, 'hours_lot', lot, { contract: contractIds.contract, kind: 'purchase', minutes: 600, valid_from: '2026-06-01', expires_on: '2026-06-30' });
  pulled(desk, 'hours_movement', '0190a000-0000-7000-8000-0000000000b2', { lot, kind: 'consume', minutes: 120, work_date: '2026-06-02', ref: null });
  await worked(desk, ticket, '10:00', '10:20');
  expect(await desk.call('hours.bank', { ticket })).toEqual({ remainingMin: 480, afterMin: 450, expiresOn: '2026-06-30' });
});
