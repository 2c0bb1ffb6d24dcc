import { describe, expect, test } from 'vitest';
import type { Fields } from '#shared/domain/entities/index.ts';
import { acme, codeOfError, lastOps, luis, openDesk, pulled, type Desk } from '#test/support/desk/open-desk.ts';

const office = { name: 'Oficina', tz: 'America/Lima', weekly: { '1': [['09:00', '18:00']], '2': [['09:00', '13:00'], ['14:00', '18:00']] }, exceptions: { '2026-07-28': [] }, names: { '2026-07-28': 'Independencia' } };
const target = (response_min: number, resolution_min: number | null, calendar = 'own') => ({ calendar, response_min, resolution_min });
const policy = { targets: { S1: target(30, 240, '24x7'), S2: target(120, 960), S3: target(480, 2400), S4: target(960, null) }, warn_ratio_pct: 75, pause_reasons: ['waiting_client'] };
const terms: Pick<Fields<'contract'>, 'valid_from' | 'valid_to' | 'rounding' | 'overdraft' | 'alert_pct' | 'carry'> = { valid_from: '2026-01-01', valid_to: null, rounding: { unit_min: 15, mode: 'up', scope: 'ticket_day', minimum_min: 0, grace_sec: 0 }, overdraft: 'warn', alert_pct: [50, 90], carry: { mode: 'none', cap_min: 0, months: 0 } };

const lead = (): Desk => openDesk({ user: luis });
const sla = (desk: Desk) => desk.call('contract.create', { client: acme, modality: 'monthly_sla', ...terms, calendar: { is: 'new', draft: office }, policy, lot: null });
const bank = (desk: Desk) =>
  desk.call('contract.create', { client: acme, modality: 'hours_bank', ...terms, calendar: { is: 'new', draft: office }, policy: null, lot: { kind: 'purchase', minutes: 600, valid_from: '2026-06-01', expires_on: '2026-12-31' } });

describe('clients and contacts', () => {
  test('are made, edited and undone, and shown with what is open', async () => {
    const desk = openDesk();
    const odoo = { edition: 'enterprise', version: '18.0', hosting: 'Odoo.sh', implemented_by: 'Propio', integrations: ['SUNAT'] } satisfies Fields<'client'>['odoo'];
    const { id } = await desk.call('client.create', { name: 'Beta', country: 'CL', tz: 'America/Santiago', odoo });
    const { id: contact } = await desk.call('contact.create', { client: id, name: 'Rosa', authorised_from: '2026-01-01', can_approve_hours: true });
    await desk.call('contact.create', { client: id, name: 'Álvaro', authorised_from: '2026-07-01' });
    await desk.call('ticket.create', { title: 'No imprime', client: id, channel: 'phone' });
    await desk.call('client.edit', { id, fields: { name: 'Beta SpA' } });
    await desk.call('contact.edit', { id: contact, fields: { authorised_to: '2026-06-12' } });
    expect(lastOps(desk).map((op) => [op.kind, op.entity, op.command, op.fields])).toEqual([['patch', 'contact', 'contact.edit', { authorised_to: '2026-06-12' }]]);
    const detail = await desk.call('client.get', { id });
    expect(detail.client).toMatchObject({ name: 'Beta SpA', odoo });
    // Authorised to the end of the last day; whoever is not yet comes after.
    expect(detail.contacts.map(({ name, authorised }) => [name, authorised])).toEqual([['Rosa', true], ['Álvaro', false]]);
    expect([detail.openTickets, detail.tickets.map((ticket) => ticket.title)]).toEqual([1, ['No imprime']]);
    await desk.call('history.undo', {});
    expect((await desk.call('client.get', { id })).contacts[0]?.authorised_to).toBeNull();
    expect(await desk.call('client.overview', {})).toMatchObject([{ name: 'Acme', openTickets: 0, modalities: [], hours: null }, { name: 'Beta SpA', country: 'CL', openTickets: 1 }]);
    expect(await codeOfError(desk.call('client.get', { id: luis.id }))).toMatchObject({ code: 'not_found' });
    expect(await codeOfError(desk.call('client.edit', { id: luis.id, fields: { name: 'x' } }))).toMatchObject({ code: 'not_found' });
  });
});

describe('contracts', () => {
  test('come with calendar, policy, lot or plan in one change, written by a lead alone', async () => {
    const desk = lead();
    const { id } = await sla(desk);
    expect(lastOps(desk).map((op) => `${op.kind} ${op.entity}`)).toEqual(['insert calendar', 'insert contract', 'insert sla_policy', 'patch contract']);
    const detail = await desk.call('contract.get', { id });
    const calendar = detail.calendar?.id ?? '';
    expect(detail).toMatchObject({ holds: true, policyVersions: 1, policy: { version: 1, targets: { S1: { calendar: '24x7' }, S2: { calendar } } }, calendarNames: { [calendar]: 'Oficina' }, plan: null });
    const third = await desk.call('contract.create', { client: acme, modality: 'third_party_odoo', ...terms, calendar: { is: 'known', id: calendar }, policy, lot: null });
    expect((await desk.call('contract.get', third)).plan).toMatchObject({ phase: 'diagnosis', plan_accepted_at: null });
    expect((await desk.call('client.get', { id: acme })).contracts.map((contract) => contract.modality).toSorted()).toEqual(['monthly_sla', 'third_party_odoo']);
    const ana = openDesk();
    expect(await codeOfError(sla(ana))).toMatchObject({ code: 'not_allowed' });
    expect(ana.one('SELECT (SELECT count(*) FROM contract) + (SELECT count(*) FROM calendar) + (SELECT count(*) FROM outbox) AS n')).toEqual({ n: 0 });
  });

  test('what cannot be is refused with where it is, and leaves nothing', async () => {
    const desk = lead();
    const wrong = { ...office, weekly: { '1': [['18:00', '09:00']] } };
    expect(await codeOfError(desk.call('contract.create', { client: acme, modality: 'monthly_sla', ...terms, calendar: { is: 'new', draft: wrong }, policy, lot: null }))).toMatchObject({ code: 'invalid_input', details: { issues: [{ path: 'weekly.1', message: 'window_order' }] } });
    expect(await codeOfError(desk.call('contract.create', { client: acme, modality: 'monthly_sla', ...terms, valid_to: '2025-12-31', calendar: { is: 'new', draft: office }, policy, lot: null }))).toMatchObject({ details: { issues: [{ path: 'valid_to', message: 'dates_reversed' }] } });
    expect(desk.one('SELECT (SELECT count(*) FROM contract) + (SELECT count(*) FROM calendar) + (SELECT count(*) FROM outbox) AS n')).toEqual({ n: 0 });
  });

  test('an edit is undone; its dates decide whether it holds', async () => {
    const desk = lead();
    const { id } = await sla(desk);
    await desk.call('contract.edit', { id, fields: { valid_to: '2026-06-11' } });
    expect((await desk.call('contract.get', { id })).holds).toBe(false);
    await desk.call('history.undo', {});
    expect((await desk.call('contract.get', { id })).holds).toBe(true);
  });

  test('a new policy or calendar is a new version, and what was agreed before stays as it was', async () => {
    const desk = lead();
    const { id } = await sla(desk);
    const first = await desk.call('contract.get', { id });
    expect(await desk.call('policy.save', { contract: id, ...policy, warn_ratio_pct: 60 })).toMatchObject({ version: 2 });
    const calendar = first.calendar?.id ?? '';
    const saved = await desk.call('calendar.save', { previous: calendar, ...office, weekly: { '1': [['08:00', '12:00']] } });
    expect(saved.version).toBe(2);
    const now = await desk.call('contract.get', { id });
    expect(now).toMatchObject({ calendar: { id: saved.id, previous: calendar }, policy: { version: 3, warn_ratio_pct: 60, targets: { S1: { calendar: '24x7' }, S3: { calendar: saved.id } } }, policyVersions: 3 });
    // The versions before are as they were written.
    expect((await desk.call('calendar.get', { id: calendar })).calendar).toEqual(first.calendar);
    expect(JSON.parse(desk.one<{ targets: string }>('SELECT targets FROM sla_policy WHERE version = 1').targets)).toEqual(first.policy?.targets);
    expect((await desk.call('client.get', { id: acme })).calendars.map((each) => [each.id, each.version])).toEqual([[saved.id, 2]]);
    expect(await codeOfError(desk.call('history.undo', {}))).toMatchObject({ code: 'nothing_to_undo' });
  });
});

describe('the bank of hours', () => {
  const used = (desk: Desk, lot: string, n: number, minutes: number, work_date: string): void =>
    pulled(desk, 'hours_movement', `0190a000-0000-7000-8000-00000000f0${String(n).padStart(2, '0')}`, { lot, kind: 'consume', minutes, work_date, ref: null, note: null });

  test('shows what is left, which alert is reached and when it ends at this pace', async () => {
    const desk = lead();
    const { id } = await bank(desk);
    const lot = (await desk.call('contract.get', { id })).lots[0]?.lot.id ?? '';
    expect(await desk.call('contract.get', { id })).toMatchObject({ hours: { leftMin: 600, ofMin: 600, alert: null }, forecast: null });
    // Today is 12 June: two hours a week over the last two weeks, and so five more for what is left.
    used(desk, lot, 1, 150, '2026-06-01');
    used(desk, lot, 2, 150, '2026-06-08');
    const { hours, forecast, lots, movements } = await desk.call('contract.get', { id });
    expect(hours).toEqual({ leftMin: 300, ofMin: 600, alert: 50 });
    expect(lots).toMatchObject([{ leftMin: 300, usedMin: 300, holds: true }]);
    expect(movements.map((movement) => movement.work_date)).toEqual(['2026-06-08', '2026-06-01']);
    expect(forecast).toEqual({ endsOn: '2026-06-24', perDayMilli: 25_000, expiringMin: 0 });
    expect(await desk.call('client.overview', {})).toMatchObject([{ name: 'Acme', hours: { leftMin: 300, alert: 50 } }]);
  });

  test('grows by a purchase, is put right with a reason, and never goes below nothing', async () => {
    const desk = lead();
    const { id } = await bank(desk);
    await desk.call('lot.add', { contract: id, kind: 'purchase', minutes: 300, valid_from: '2026-06-01', expires_on: '2026-09-30', note: 'Compra 2026-06' });
    const { lots, hours } = await desk.call('contract.get', { id });
    expect([hours.ofMin, lots.map(({ lot }) => lot.expires_on)]).toEqual([900, ['2026-09-30', '2026-12-31']]);
    const lot = lots[0]?.lot.id ?? '';
    await desk.call('lot.adjust', { lot, minutes: -60, work_date: '2026-06-12', note: 'Horas de cortesía ya dadas' });
    expect((await desk.call('contract.get', { id })).movements).toMatchObject([{ kind: 'adjust', minutes: -60, note: 'Horas de cortesía ya dadas' }]);
    expect(await codeOfError(desk.call('lot.adjust', { lot, minutes: -241, work_date: '2026-06-12', note: 'x' }))).toMatchObject({ code: 'lot_overdrawn', details: { remaining: 240 } });
    expect(await codeOfError(desk.call('lot.add', { contract: id, kind: 'purchase', minutes: 0, valid_from: '2026-06-01', expires_on: '2026-09-30' }))).toMatchObject({ code: 'invalid_input' });
  });
});

test('an obligation with a date becomes a ticket that it names, in one change', async () => {
  const desk = openDesk();
  const { id } = await desk.call('regulatory.add', { client: acme, title: 'Libros electrónicos', due: '2026-07-15' });
  const { id: ticket } = await desk.call('ticket.create', { title: 'Libros electrónicos', client: acme, channel: 'portal', regulatory: id });
  expect(lastOps(desk).map((op) => `${op.kind} ${op.entity}`)).toContain('patch regulatory_item');
  expect((await desk.call('client.get', { id: acme })).regulatory).toMatchObject([{ title: 'Libros electrónicos', country: 'PE', due: '2026-07-15', ticket }]);
  await desk.call('history.undo', {});
  expect((await desk.call('client.get', { id: acme })).regulatory).toMatchObject([{ ticket: null }]);
  const { id: nowhere } = await desk.call('client.create', { name: 'Sin país', tz: 'UTC' });
  expect(await codeOfError(desk.call('regulatory.add', { client: nowhere, title: 'x', due: '2026-07-15' }))).toMatchObject({ code: 'invalid_input' });
});

test('a third-party plan opens phase by phase with what the client accepted, and texts are versions', async () => {
  const desk = lead();
  const { id: contact } = await desk.call('contact.create', { client: acme, name: 'Rosa', authorised_from: '2026-01-01' });
  const { id: contract } = await desk.call('contract.create', { client: acme, modality: 'third_party_odoo', ...terms, calendar: { is: 'new', draft: office }, policy, lot: null });
  expect(await codeOfError(desk.call('plan.accept', { contract, what: 'plan', contact, text: 'Plan' }))).toMatchObject({ code: 'invalid_input' });
  await desk.call('plan.accept', { contract, what: 'diagnosis', contact, text: 'Módulos de terceros sin actualizar' });
  await desk.call('plan.accept', { contract, what: 'plan', contact, text: 'Tres meses' });
  expect((await desk.call('contract.get', { id: contract })).plan).toMatchObject({ phase: 'improvement', diagnosis: 'Módulos de terceros sin actualizar', plan_accepted_by: contact });
  expect(await codeOfError(desk.call('plan.accept', { contract, what: 'diagnosis', contact, text: 'Otro' }))).toMatchObject({ code: 'version_pinned' });
  const texts = { contract, terms: [], assumptions: ['a'], limits: [], out_of_scope: [], faq: [{ question: 'q', answer: 'a' }] };
  expect([(await desk.call('terms.save', texts)).n, (await desk.call('terms.save', { ...texts, assumptions: ['b'] })).n]).toEqual([1, 2]);
  expect((await desk.call('contract.get', { id: contract })).terms).toMatchObject({ n: 2, assumptions: ['b'] });
});
