import { expect, test } from 'vitest';
import { calendarIssues } from '#shared/domain/contract/check-calendar.ts';
import { calendarsOfTargets, contractIssues, lotIssues, policyIssues } from '#shared/domain/contract/check-terms.ts';

const office = { tz: 'America/La_Paz', weekly: { '1': [['08:30', '12:30'], ['14:30', '18:30']] }, exceptions: {} };
const calendar = '0190a000-0000-7000-8000-0000000000a1';
const target = { calendar, response_min: 120, resolution_min: 960 };
const targets = { S1: { calendar: '24x7', response_min: 30, resolution_min: 240 }, S2: target, S3: target, S4: { ...target, resolution_min: null } };
const policy = { targets, warn_ratio_pct: 75, pause_reasons: ['waiting_client'] };
const contract = { valid_from: '2026-01-01', valid_to: null, rounding: { unit_min: 15, mode: 'up', scope: 'ticket_day', minimum_min: 0, grace_sec: 0 }, alert_pct: [75, 90], carry: { mode: 'none', cap_min: 0, months: 0 } };

test('a calendar has windows in order and apart, days that there are, a zone that there is, and opens some time', () => {
  expect(calendarIssues(office)).toEqual([]);
  expect(calendarIssues({ ...office, weekly: '24x7', exceptions: { '2026-12-25': [] } })).toEqual([]);
  const of = (weekly: object) => calendarIssues({ ...office, weekly: weekly as typeof office.weekly }).map(({ path, message }) => `${path} ${message}`);
  expect(of({ '1': [['18:00', '09:00']] })).toEqual(['weekly.1 window_order']);
  expect(of({ '1': [['09:00', '13:00'], ['12:00', '18:00']] })).toEqual(['weekly.1 window_overlap']);
  expect(of({ '1': [['09:00', '13:00'], ['13:00', '24:00']] })).toEqual([]);
  expect(of({ '1': [['9:00', '13:00']] })).toEqual(['weekly.1 window_invalid']);
  expect(of({ '8': [['09:00', '13:00']] })).toEqual(['weekly.8 date_invalid']);
  expect(of({ '1': [] })).toEqual(['weekly never_open']);
  expect(calendarIssues({ ...office, tz: 'America/Nowhere', exceptions: { '2026-02-30': [] } }).map((issue) => issue.message)).toEqual(['zone_unknown', 'date_invalid']);
});

test('a policy has every severity, whole minutes, and reasons that there are', () => {
  expect(policyIssues(policy)).toEqual([]);
  expect(calendarsOfTargets(targets)).toEqual([calendar]);
  const broken = policyIssues({ targets: { ...targets, S2: { ...target, response_min: 0.5 }, S3: { ...target, resolution_min: 0 } }, warn_ratio_pct: 101, pause_reasons: ['tired'] });
  expect(broken.map(({ path, message }) => `${path} ${message}`)).toEqual(['targets.S2.response_min minutes_invalid', 'targets.S3.resolution_min minutes_invalid', 'warn_ratio_pct percent_invalid', 'pause_reasons reason_unknown']);
  expect(policyIssues({ ...policy, targets: {} })).toHaveLength(12);
});

test('a contract ends after it begins and rounds by something; a lot holds minutes', () => {
  expect(contractIssues(contract)).toEqual([]);
  const broken = contractIssues({ ...contract, valid_to: '2025-12-31', rounding: { ...contract.rounding, unit_min: 0 }, alert_pct: [90, 75], carry: { mode: 'all', cap_min: -1, months: 0 } });
  expect(broken.map((issue) => issue.path)).toEqual(['valid_to', 'rounding', 'alert_pct', 'carry']);
  expect(lotIssues({ minutes: 60, valid_from: '2026-01-01', expires_on: '2026-01-01' })).toEqual([]);
  expect(lotIssues({ minutes: 0, valid_from: '2026-01-02', expires_on: '2026-01-01' }).map((issue) => issue.path)).toEqual(['minutes', 'expires_on']);
});
