import type { CoreContract } from '#shared/contract/core.ts';
import type { ParsedOf } from '#shared/contract/method.ts';
import type { Row } from '#shared/domain/entities/index.ts';
import { calendarsOfTargets } from '#shared/domain/contract/check-terms.ts';
import type { Json } from '#shared/domain/primitives.ts';
import { AppError } from '#shared/errors.ts';
import { commit, type Change } from '../change/change.ts';
import { findRow } from '../db/entity-rows.ts';
import { statement, type ReadDb } from '../db/handles.ts';
import type { Spine } from '../spine.ts';
import { findPlan } from './queries.ts';

type Input<M extends keyof CoreContract> = ParsedOf<CoreContract[M]>;
type Targets = Readonly<Record<string, Json>>;

/** What targets call the contract's own calendar while they are written. */
const own = 'own';

const need = <E extends 'client' | 'contract' | 'calendar' | 'hours_lot' | 'contact'>(db: ReadDb, entity: E, key: string): Row<E> => {
  const row = findRow(db, entity, key);
  if (row === null) throw new AppError('not_found', { entity, key });
  return row;
};

/** The targets with one calendar in another's place. */
const withCalendar = (targets: Targets, from: string, to: string): Targets =>
  Object.fromEntries(Object.entries(targets).map(([severity, target]) => [severity, typeof target === 'object' && target !== null && 'calendar' in target && target['calendar'] === from ? { ...target, calendar: to } : target]));

const nextVersion = (db: ReadDb, contract: string): number => (statement(db, 'SELECT coalesce(max(version), 0) + 1 AS n FROM sla_policy WHERE contract = ?').get(contract) as { n: number }).n;

const addLot = (change: Change, contract: string, { kind, minutes, valid_from, expires_on, note }: Omit<Input<'lot.add'>, 'contract'>): string =>
  change.insert('hours_lot', { contract, kind, minutes, valid_from, expires_on, note });

/** What is agreed is not undone by a key: it ends, or another version follows it. */
export const createContract = (spine: Spine, { client, calendar, policy, lot, ...terms }: Input<'contract.create'>): { id: string } => {
  need(spine.db, 'client', client);
  const id = commit(spine, { command: 'contract.create', undo: 'no' }, (change) => {
    const hours = calendar.is === 'known' ? calendar.id : change.insert('calendar', { client, ...calendar.draft, version: 1, previous: null });
    const contract = change.insert('contract', { client, ...terms, calendar: hours, sla_policy: null, terms_version: null });
    // It hangs from the contract, and so comes after it; and the endpoint takes the ops one by one.
    if (policy !== null) {
      const first = change.insert('sla_policy', { contract, ...policy, targets: withCalendar(policy.targets, own, hours), version: 1 });
      change.patch('contract', contract, { sla_policy: first });
    }
    if (lot !== null) addLot(change, contract, lot);
    if (terms.modality === 'third_party_odoo') {
      change.insert('third_party_plan', { contract, phase: 'diagnosis', diagnosis_accepted_at: null, plan_accepted_at: null, diagnosis: null, plan: null, diagnosis_accepted_by: null, plan_accepted_by: null });
    }
    return contract;
  });
  return { id };
};

export const editContract = (spine: Spine, { id, fields }: Input<'contract.edit'>): { id: string } => {
  need(spine.db, 'contract', id);
  commit(spine, { command: 'contract.edit' }, (change) => change.patch('contract', id, Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))));
  return { id };
};

export const savePolicy = (spine: Spine, { contract, ...policy }: Input<'policy.save'>): { id: string; version: number } => {
  const { calendar } = need(spine.db, 'contract', contract);
  return commit(spine, { command: 'policy.save', undo: 'no' }, (change) => {
    const version = nextVersion(change.tx, contract);
    const targets = calendar === null ? policy.targets : withCalendar(policy.targets, own, calendar);
    const id = change.insert('sla_policy', { contract, ...policy, targets, version });
    change.patch('contract', contract, { sla_policy: id });
    return { id, version };
  });
};

export const saveCalendar = (spine: Spine, { previous, ...draft }: Input<'calendar.save'>): { id: string; version: number } => {
  const before = need(spine.db, 'calendar', previous);
  return commit(spine, { command: 'calendar.save', undo: 'no' }, (change) => {
    const version = before.version + 1;
    const id = change.insert('calendar', { client: before.client, ...draft, version, previous });
    const contracts = statement(change.tx, 'SELECT id, calendar, sla_policy FROM contract WHERE client = ? OR ? IS NULL').all(before.client, before.client) as { id: string; calendar: string | null; sla_policy: string | null }[];
    for (const contract of contracts) {
      const policy = contract.sla_policy === null ? null : findRow(change.tx, 'sla_policy', contract.sla_policy);
      const named = policy !== null && calendarsOfTargets(policy.targets).includes(previous);
      // Cycles that have begun are pinned to the policy's version, and that one goes on naming the calendar as it was.
      const next = named ? change.insert('sla_policy', { contract: contract.id, version: nextVersion(change.tx, contract.id), targets: withCalendar(policy.targets, previous, id), warn_ratio_pct: policy.warn_ratio_pct, pause_reasons: policy.pause_reasons }) : contract.sla_policy;
      if (named || contract.calendar === previous) change.patch('contract', contract.id, { sla_policy: next, ...(contract.calendar === previous ? { calendar: id } : {}) });
    }
    return { id, version };
  });
};

export const saveTerms = (spine: Spine, { contract, ...texts }: Input<'terms.save'>): { id: string; n: number } => {
  need(spine.db, 'contract', contract);
  return commit(spine, { command: 'terms.save', undo: 'no' }, (change) => {
    const { n } = statement(change.tx, 'SELECT coalesce(max(n), 0) + 1 AS n FROM terms_version WHERE contract = ?').get(contract) as { n: number };
    const id = change.insert('terms_version', { contract, n, ...texts, accepted_by: null, accepted_at: null });
    change.patch('contract', contract, { terms_version: id });
    return { id, n };
  });
};

export const buyLot = (spine: Spine, { contract, ...lot }: Input<'lot.add'>): { id: string } => {
  need(spine.db, 'contract', contract);
  return { id: commit(spine, { command: 'lot.add', undo: 'no' }, (change) => addLot(change, contract, lot)) };
};

export const adjustLot = (spine: Spine, { lot, minutes, work_date, note }: Input<'lot.adjust'>): { id: string } => {
  need(spine.db, 'hours_lot', lot);
  return { id: commit(spine, { command: 'lot.adjust', undo: 'no' }, (change) => change.fact('hours_movement', { lot, kind: 'adjust', minutes, work_date, ref: null, note })) };
};

export const addObligation = (spine: Spine, { client, title, due }: Input<'regulatory.add'>): { id: string } => {
  const { country } = need(spine.db, 'client', client);
  if (country === null) throw new AppError('invalid_input', { issues: [{ path: 'country', message: 'the client has no country' }] });
  return { id: commit(spine, { command: 'regulatory.add' }, (change) => change.insert('regulatory_item', { client, country, title, due, ticket: null })) };
};

export const acceptPlan = (spine: Spine, { contract, what, contact, text }: Input<'plan.accept'>): { id: string } => {
  const plan = findPlan(spine.db, contract);
  if (plan === null) throw new AppError('not_found', { entity: 'third_party_plan', key: contract });
  need(spine.db, 'contact', contact);
  commit(spine, { command: 'plan.accept', undo: 'no' }, (change) =>
    change.patch(
      'third_party_plan',
      plan.id,
      what === 'diagnosis'
        ? { phase: 'stabilisation', diagnosis: text, diagnosis_accepted_at: change.at, diagnosis_accepted_by: contact }
        : { phase: 'improvement', plan: text, plan_accepted_at: change.at, plan_accepted_by: contact },
    ),
  );
  return { id: plan.id };
};
