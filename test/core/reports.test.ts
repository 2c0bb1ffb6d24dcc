import { describe, expect, test } from 'vitest';
import type { Fields } from '#shared/domain/entities/index.ts';
import { acme, ana, codeOfError, luis, newTicket, openDesk, pulled, type Desk } from '#test/support/desk/open-desk.ts';

const lima = 'America/Lima';
const june = { from: '2026-06-01', to: '2026-06-30', tz: lima };
const key = (n: number): string => `0190a000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const contract = key(900);

const bank = {
  client: acme,
  modality: 'hours_bank',
  valid_from: '2026-01-01',
  valid_to: null,
  calendar: null,
  sla_policy: null,
  rounding: { unit_min: 15, mode: 'up', scope: 'ticket_day', minimum_min: 0, grace_sec: 0 },
  overdraft: 'block',
  alert_pct: [80],
  carry: { mode: 'none', cap_min: 0, months: 0 },
  terms_version: null,
} satisfies Fields<'contract'>;

const worked = (desk: Desk, n: number, ticket: string | null, start: string, end: string | null, more: Partial<Fields<'time_entry'>> = {}): void =>
  pulled(desk, 'time_entry', key(n), { user: ana.id, ticket, task: null, start, end, tz: lima, activity: null, billable: true, note: null, status: 'draft', source: 'manual', idle_resolution: null, ...more });

const setTicket = (desk: Desk, id: string, set: string, ...values: readonly unknown[]): void => void desk.spine.db.raw.prepare(`UPDATE ticket SET ${set} WHERE id = ?`).run(...values, id);

describe('the control of the service', () => {
  test('counts demand by the wall clock of its zone, and by severity, kind and period', async () => {
    const desk = openDesk();
    const inside = await newTicket(desk, 'a', { received_at: '2026-06-01T05:00:00.000Z' });
    await newTicket(desk, 'before midnight in Lima', { received_at: '2026-06-01T04:59:59.999Z' });
    const last = await newTicket(desk, 'b', { received_at: '2026-07-01T04:59:59.999Z' });
    await newTicket(desk, 'the next day', { received_at: '2026-07-01T05:00:00.000Z' });
    const copy = await newTicket(desk, 'the same again', { received_at: '2026-06-10T12:00:00.000Z' });
    setTicket(desk, inside, "severity = 'S2', kind = 'corrective'");
    setTicket(desk, copy, "state = 'cancelled', cancel_reason = 'duplicate'");
    const report = await desk.call('report.service', june);
    expect(report.total).toMatchObject({ demand: 2, bySeverity: { S2: 1, untriaged: 1 } });
    expect(report.byKind).toEqual({ corrective: 1, evolutive: 0, information: 0, unset: 1 });
    expect(report.unit).toBe('week');
    expect(report.periods.map(({ start }) => start)).toEqual(['2026-06-01', '2026-06-08', '2026-06-15', '2026-06-22', '2026-06-29']);
    expect(report.periods.map(({ bySeverity }) => bySeverity.S2 + bySeverity.untriaged)).toEqual([1, 0, 0, 0, 1]);
    expect(report.clients.map(({ client, demand }) => [client.id, demand])).toEqual([[acme, 2]]);
    expect(last).not.toBe(inside);
    expect((await desk.call('report.service', { ...june, client: key(1) })).total.demand).toBe(0);
  });

  test('what is open ages by whole days, also what came before the range', async () => {
    const desk = openDesk();
    for (const received of ['2026-06-12T14:59:00.000Z', '2026-06-09T15:00:00.001Z', '2026-06-09T15:00:00.000Z', '2025-01-01T00:00:00.000Z']) await newTicket(desk, received, { received_at: received });
    const done = await newTicket(desk, 'closed', { received_at: '2026-06-02T12:00:00.000Z' });
    setTicket(desk, done, "state = 'closed', closed_at = '2026-06-03T12:00:00.000Z'");
    const report = await desk.call('report.service', june);
    expect(report.ageing.map(({ bucket, bySeverity }) => [bucket, bySeverity.untriaged])).toEqual([['0-2', 2], ['3-7', 1], ['8-14', 0], ['15-30', 0], ['31+', 1]]);
    expect(report.open.untriaged).toBe(4);
  });

  test('closings, reopenings and the evidence behind them', async () => {
    const desk = openDesk();
    const [a, b, c, out] = [await newTicket(desk, 'a'), await newTicket(desk, 'b'), await newTicket(desk, 'c'), await newTicket(desk, 'closed in May')];
    setTicket(desk, a, "state = 'closed', closed_at = '2026-06-05T12:00:00.000Z'");
    setTicket(desk, b, "state = 'closed', closed_at = '2026-06-06T12:00:00.000Z'");
    setTicket(desk, c, "state = 'triaged', cycle = 2");
    setTicket(desk, out, "state = 'closed', closed_at = '2026-05-31T12:00:00.000Z'");
    const event = { ticket: c, type: 'reopened', at: '2026-06-11T12:00:00.000Z', recorded_at: '2026-06-11T12:00:00.000Z', actor: ana.id, actor_name: null, device: key(7), payload: { cycle: 2 } } as const;
    pulled(desk, 'ticket_event', key(10), event);
    const evidence = { kind: 'screenshot', sha256: 'a'.repeat(64), bytes: 1, mime: 'image/png', width: 1, height: 1, captured_at: '2026-06-05T11:00:00.000Z', captured_by: ana.id, redacted: false, note: '', upload: 'stored' } as const;
    pulled(desk, 'evidence', key(11), { ...evidence, ticket: a, stage: 'after', visibility: 'client' });
    pulled(desk, 'evidence', key(12), { ...evidence, ticket: b, stage: 'after', visibility: 'internal' });
    expect((await desk.call('report.service', june)).total).toMatchObject({ closed: 3, reopened: 1, withEvidence: 1 });
  });

  test('hours as tracked, as billed by the contract, and against its lots', async () => {
    const desk = openDesk();
    pulled(desk, 'contract', contract, bank);
    pulled(desk, 'hours_lot', key(20), { contract, kind: 'purchase', minutes: 600, valid_from: '2026-01-01', expires_on: '2026-06-01' });
    pulled(desk, 'hours_lot', key(21), { contract, kind: 'purchase', minutes: 120, valid_from: '2026-07-01', expires_on: '2026-12-31' });
    const ticket = await newTicket(desk, 'bank');
    setTicket(desk, ticket, 'contract = ?', contract);
    worked(desk, 30, ticket, '2026-06-10T15:00:00.000Z', '2026-06-10T15:05:00.000Z');
    worked(desk, 31, ticket, '2026-06-10T17:00:00.000Z', '2026-06-10T17:06:00.000Z');
    worked(desk, 32, ticket, '2026-06-11T15:00:00.000Z', '2026-06-11T15:01:00.000Z', { user: luis.id });
    worked(desk, 33, ticket, '2026-06-12T15:00:00.000Z', '2026-06-12T15:30:00.000Z', { billable: false });
    worked(desk, 34, ticket, '2026-06-12T16:00:00.000Z', '2026-06-12T16:30:00.000Z', { status: 'reversed' });
    worked(desk, 35, ticket, '2026-06-12T14:00:00.000Z', null);
    worked(desk, 36, null, '2026-07-01T04:30:00.000Z', '2026-07-01T05:30:00.000Z', { task: 'Reunión' });
    const report = await desk.call('report.service', june);
    // 5 + 6 minutes of one person and day become 15, one of another 15; half an hour of the task falls into June.
    expect(report.total).toMatchObject({ trackedSec: 12 * 60 + 30 * 60 + 30 * 60, billedMin: 30, contractedMin: 600 });
    expect(report.clients).toMatchObject([{ client: { name: 'Acme' }, modality: 'hours_bank', trackedSec: 42 * 60, billedMin: 30 }]);
    expect(report.consultants.map(({ person, trackedSec }) => [person?.id ?? null, trackedSec])).toEqual([[ana.id, 71 * 60], [luis.id, 60], [null, 0]]);
    expect((await desk.call('report.service', { ...june, contract })).total.trackedSec).toBe(42 * 60);
  });

  test('the lines behind the numbers: what came, was closed or was worked on, and the time as it was worked', async () => {
    const desk = openDesk();
    const came = await newTicket(desk, 'came', { received_at: '2026-06-02T12:00:00.000Z' });
    const old = await newTicket(desk, 'worked on', { received_at: '2026-01-02T12:00:00.000Z' });
    await newTicket(desk, 'neither', { received_at: '2026-01-03T12:00:00.000Z' });
    worked(desk, 40, old, '2026-06-01T04:30:00.000Z', '2026-06-01T05:30:00.000Z');
    worked(desk, 41, null, '2026-06-03T15:00:00.000Z', '2026-06-03T15:10:00.000Z', { task: 'Reunión', billable: false, user: luis.id });
    const { tickets, entries } = await desk.call('report.details', june);
    expect(tickets.map(({ id, title, trackedSec }) => [id, title, trackedSec])).toEqual([[old, 'worked on', 1800], [came, 'came', 0]]);
    expect(entries).toMatchObject([
      { start: '2026-06-01T05:00:00.000Z', what: 'worked on', person: ana.name, seconds: 1800, billable: true },
      { start: '2026-06-03T15:00:00.000Z', code: null, what: 'Reunión', person: luis.name, seconds: 600, billable: false },
    ]);
    expect((await desk.call('report.details', { ...june, client: acme })).entries.length).toBe(1);
  });

  test('a range that ends before it begins is refused', async () => {
    expect(await codeOfError(openDesk().call('report.service', { ...june, to: '2026-05-01' }))).toMatchObject({ code: 'interval_invalid' });
  });
});
