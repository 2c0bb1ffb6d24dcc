import { expect, test } from 'vitest';
import { specOf } from '#shared/domain/entities/index.ts';
import { baseFor } from '#shared/sync/merge.ts';
import { openScene } from '#test/support/endpoint/scene.ts';
import { newId, type Draft } from '#test/support/endpoint/wire.ts';

test('the endpoint keeps versions as they were agreed, and no lot gives more than it holds', async () => {
  const scene = await openScene();
  const { desk: lead, nogal, prado } = scene;
  const [calendar, foreign, contract, policy, lot, plan] = [newId(), newId(), newId(), newId(), newId(), newId()];
  const calendarOf = (key: string, client: string, more: object = {}): Draft => ({ kind: 'insert', entity: 'calendar', key, fields: { client, name: 'Oficina', version: 1, tz: 'America/La_Paz', weekly: { '1': [['09:00', '18:00']] }, exceptions: {}, names: null, previous: null, ...more } });
  const target = { calendar, response_min: 120, resolution_min: 960 };
  const policyOf = (key: string, targets: object): Draft => ({ kind: 'insert', entity: 'sla_policy', key, fields: { contract, version: 1, targets: targets as never, warn_ratio_pct: 75, pause_reasons: ['waiting_client'] } });
  const signed: Draft = {
    kind: 'insert',
    entity: 'contract',
    key: contract,
    fields: { client: nogal, modality: 'hours_bank', valid_from: '2026-01-01', valid_to: null, calendar, sla_policy: null, rounding: { unit_min: 15, mode: 'up', scope: 'ticket_day', minimum_min: 0, grace_sec: 0 }, overdraft: 'warn', alert_pct: [75], carry: { mode: 'none', cap_min: 0, months: 0 }, terms_version: null },
  };
  const take = (minutes: number, more: object = {}): Draft => ({ kind: 'fact', entity: 'hours_movement', key: newId(), fields: { lot, kind: 'consume', minutes, work_date: '2026-03-01', ref: null, note: null, ...more } });
  const planned: Draft = { kind: 'insert', entity: 'third_party_plan', key: plan, fields: { contract, phase: 'diagnosis', diagnosis_accepted_at: null, plan_accepted_at: null, diagnosis: null, plan: null, diagnosis_accepted_by: null, plan_accepted_by: null } };
  const made = await lead.push(
    [
      calendarOf(calendar, nogal),
      calendarOf(foreign, prado),
      signed,
      policyOf(policy, { S1: target, S2: target, S3: target, S4: { ...target, resolution_min: null } }),
      { kind: 'patch', entity: 'contract', key: contract, fields: { sla_policy: policy } } as const,
      { kind: 'insert', entity: 'hours_lot', key: lot, fields: { contract, kind: 'purchase', minutes: 600, valid_from: '2026-01-01', expires_on: '2026-12-31', note: null } } as const,
      take(400),
      planned,
    ].map((draft) => lead.op(draft)),
  );
  expect(made.map((result) => result.code ?? result.is)).toEqual(made.map(() => 'applied'));

  const rows = new Map((await lead.pull()).rows.map((row) => [row.key, row]));
  const patch = (entity: Draft['entity'], key: string, fields: Draft['fields']): Draft => ({ kind: 'patch', entity, key, fields, base: baseFor(specOf(entity), rows.get(key)?.stamps ?? {}, Object.keys(fields)) });
  const wrong: readonly (readonly [what: string, code: string, draft: Draft])[] = [
    ['another week in the same version', 'version_pinned', patch('calendar', calendar, { weekly: '24x7' })],
    ['a calendar, taken away', 'version_pinned', { kind: 'delete', entity: 'calendar', key: calendar, fields: {} }],
    ['another target in the same version', 'version_pinned', patch('sla_policy', policy, { warn_ratio_pct: 99 })],
    ['a lot that grows', 'version_pinned', patch('hours_lot', lot, { minutes: 6000 })],
    ['a calendar that never opens', 'invalid_input', calendarOf(newId(), nogal, { weekly: {} })],
    ['a target without its calendar', 'not_found', policyOf(newId(), { S1: { ...target, calendar: newId() }, S2: target, S3: target, S4: target })],
    ['a policy without S4', 'invalid_input', policyOf(newId(), { S1: target, S2: target, S3: target })],
    ['another client\'s calendar', 'not_found', patch('contract', contract, { calendar: foreign })],
    ['another modality', 'not_allowed', patch('contract', contract, { modality: 'monthly_sla' })],
    ['an end before the beginning', 'invalid_input', patch('contract', contract, { valid_to: '2025-12-31' })],
    ['a contract, taken away', 'not_allowed', { kind: 'delete', entity: 'contract', key: contract, fields: {} }],
    ['more than the lot holds', 'lot_overdrawn', take(201)],
    ['work outside the lot', 'invalid_input', take(10, { work_date: '2027-01-01' })],
    ['hours that are given by taking', 'invalid_input', take(-60)],
    ['a movement, rewritten', 'fact_immutable', { ...take(400), kind: 'patch', fields: { minutes: 1 } }],
    ['a phase whose diagnosis nobody accepted', 'invalid_input', patch('third_party_plan', plan, { phase: 'stabilisation' })],
    ['a plan before its diagnosis', 'invalid_input', patch('third_party_plan', plan, { plan_accepted_at: '2026-06-12T15:45:00.000Z' })],
  ];
  for (const [what, code, draft] of wrong) {
    const [result] = await lead.push([lead.op(draft)]);
    expect([what, result?.is, result?.code]).toEqual([what, 'refused', code]);
  }
  // To the last minute; what is given back can be taken again.
  const rest = await lead.push([lead.op(take(200)), lead.op(take(50, { kind: 'reverse' })), lead.op(take(50)), lead.op(take(1))]);
  expect(rest.map((result) => result.code ?? result.is)).toEqual(['applied', 'applied', 'applied', 'lot_overdrawn']);
  const accepted = await lead.push([lead.op(patch('third_party_plan', plan, { diagnosis_accepted_at: '2026-06-12T15:45:00.000Z', phase: 'stabilisation' }))]);
  expect(accepted[0]?.is).toBe('applied');
  const [again] = await lead.push([lead.op({ kind: 'patch', entity: 'third_party_plan', key: plan, fields: { diagnosis: 'Otro' } })]);
  expect(again?.code).toBe('version_pinned');
  await scene.server.stop();
});
