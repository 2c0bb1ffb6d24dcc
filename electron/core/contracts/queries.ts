import type { CalendarView, ContractDetail } from '#shared/contract/contract-views.ts';
import { calendarsOfTargets } from '#shared/domain/contract/check-terms.ts';
import { forecast } from '#shared/domain/hours/forecast.ts';
import { AppError } from '#shared/errors.ts';
import { findRow } from '../db/entity-rows.ts';
import { statement, type ReadDb } from '../db/handles.ts';
import type { Spine } from '../spine.ts';
import { asLot, hoursLeft, lotsOf, movementsOf } from './lots.ts';
import { holds, today } from './today.ts';

const planOf = (db: ReadDb, contract: string): string | null => (statement(db, 'SELECT id FROM third_party_plan WHERE contract = ? ORDER BY id LIMIT 1').get(contract) as { id: string } | undefined)?.id ?? null;
/** The contract's plan, where there is one. */
export const findPlan = (db: ReadDb, contract: string): ContractDetail['plan'] => {
  const id = planOf(db, contract);
  return id === null ? null : findRow(db, 'third_party_plan', id);
};

export const contractDetail = ({ db, clock }: Spine, id: string): ContractDetail => {
  const contract = findRow(db, 'contract', id);
  if (contract === null) throw new AppError('not_found', { entity: 'contract', key: id });
  const day = today(findRow(db, 'client', contract.client)?.tz ?? 'UTC', clock.now());
  const calendar = contract.calendar === null ? null : findRow(db, 'calendar', contract.calendar);
  const policy = contract.sla_policy === null ? null : findRow(db, 'sla_policy', contract.sla_policy);
  const versions = statement(db, 'SELECT count(*) AS n FROM sla_policy WHERE contract = ?').get(id) as { n: number };
  const named = policy === null ? [] : calendarsOfTargets(policy.targets);
  const lots = lotsOf(db, id, day);
  const movements = movementsOf(db, id);
  const used = movements.flatMap(({ kind, work_date: date, minutes }) => (kind === 'consume' ? [{ date, minutes }] : []));
  return {
    contract,
    holds: holds(contract, day),
    calendar,
    policy,
    policyVersions: versions.n,
    calendarNames: Object.fromEntries(named.map((key) => [key, findRow(db, 'calendar', key)?.name ?? ''])),
    terms: contract.terms_version === null ? null : findRow(db, 'terms_version', contract.terms_version),
    plan: findPlan(db, id),
    lots,
    movements,
    hours: hoursLeft(contract, lots),
    forecast: forecast(lots.map(asLot), used, day),
  };
};

export const calendarView = ({ db }: Spine, id: string): CalendarView => {
  const calendar = findRow(db, 'calendar', id);
  if (calendar === null) throw new AppError('not_found', { entity: 'calendar', key: id });
  const { n } = statement(db, 'SELECT count(*) AS n FROM contract WHERE calendar = ?').get(id) as { n: number };
  return { calendar, contracts: n };
};
