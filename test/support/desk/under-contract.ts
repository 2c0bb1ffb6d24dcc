import { putRow } from '#core/db/entity-rows.ts';
import { write } from '#core/db/handles.ts';
import { acme, type Desk } from './open-desk.ts';

export const contractIds = {
  contract: '0190a000-0000-7000-8000-0000000000d1',
  policy: '0190a000-0000-7000-8000-0000000000d2',
  stricter: '0190a000-0000-7000-8000-0000000000d3',
  office: '0190a000-0000-7000-8000-0000000000d4',
  always: '0190a000-0000-7000-8000-0000000000d5',
} as const;

const week = { 1: [['09:00', '18:00']], 2: [['09:00', '18:00']], 3: [['09:00', '18:00']], 4: [['09:00', '18:00']], 5: [['09:00', '18:00']] };

export const policyFields = (version: number, s3Min: number) => ({
  contract: contractIds.contract,
  version,
  targets: {
    S1: { calendar: contractIds.always, response_min: 30, resolution_min: 240 },
    S2: { calendar: null, response_min: 120, resolution_min: 960 },
    S3: { calendar: null, response_min: s3Min, resolution_min: 2400 },
    S4: { calendar: null, response_min: 960, resolution_min: null },
  },
  warn_ratio_pct: 75,
  pause_reasons: ['waiting_client'],
});

export const contractFields = (modality: 'monthly_sla' | 'hours_bank') => ({
  client: acme,
  modality,
  valid_from: '2026-01-01',
  valid_to: null,
  calendar: contractIds.office,
  sla_policy: contractIds.policy,
  rounding: { unit_min: 15, mode: 'up', scope: 'ticket_day', minimum_min: 0, grace_sec: 0 },
  overdraft: 'warn',
  alert_pct: [80],
  carry: { mode: 'none', cap_min: 0, months: 0 },
  terms_version: null,
});

const calendarFields = (name: string, tz: string, weekly: unknown) => ({ client: null, name, version: 1, tz, weekly, exceptions: { '2026-06-24': [] }, names: null, previous: null });

/** As if the endpoint had brought Acme's contract: Lima's office hours, S1 around the clock. */
export const layContract = (desk: Desk, modality: 'monthly_sla' | 'hours_bank' = 'monthly_sla'): void =>
  write(desk.spine.db, (tx) => {
    putRow(tx, 'calendar', contractIds.office, calendarFields('Lima, oficina', 'America/Lima', week) as never, {});
    putRow(tx, 'calendar', contractIds.always, calendarFields('Siempre', 'UTC', '24x7') as never, {});
    putRow(tx, 'sla_policy', contractIds.policy, policyFields(1, 480) as never, {});
    putRow(tx, 'contract', contractIds.contract, contractFields(modality) as never, {});
  });
