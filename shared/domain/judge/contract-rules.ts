import { calendarIssues } from '../contract/check-calendar.ts';
import { contractIssues, lotIssues, policyIssues } from '../contract/check-terms.ts';
import type { Issue } from '../contract/issue.ts';
import type { EntityName } from '../entities/index.ts';
import { remainder, type Movement } from '../hours/lots.ts';
import { fault, untrue, type Fault, type JudgedOp, type RowFields, type Surroundings } from './case.ts';

/** What may still be said of a row that others count by. Of a contract: whom it is with and how it is served stays as it was signed. */
const open: { readonly [E in EntityName]?: readonly string[] } = {
  calendar: [],
  sla_policy: [],
  terms_version: ['accepted_by', 'accepted_at'],
  hours_lot: [],
};
const signed = ['client', 'modality'] as const;

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
const bad = (issues: readonly Issue[]): Fault | null => (issues.length === 0 ? null : fault('invalid_input', { issues: issues.map(({ path, message }) => ({ path, message })) }));

/** Tickets, hours and approvals were counted by it: it is followed, never changed or taken away. */
const pinnedFault = ({ entity, before, after, fields }: JudgedOp): Fault | null => {
  const may = open[entity];
  if (may === undefined || before === null) return null;
  if (after === null) return fault('version_pinned', { entity });
  const changed = Object.keys(fields).filter((field) => !same(after[field], before[field]));
  // What was accepted stays accepted.
  const allowed = changed.every((field) => may.includes(field) && (before[field] ?? null) === null);
  return allowed ? null : fault('version_pinned', { entity });
};

/** What a contract goes by is its client's own, or the whole team's. What it went by already is not asked about again. */
const belongsFault = (key: string, fields: RowFields, after: RowFields, around: Surroundings): Fault | null => {
  const [calendar, policy, terms] = (['calendar', 'sla_policy', 'terms_version'] as const).map((entity) => (typeof fields[entity] === 'string' ? around.row(entity, fields[entity]) : null));
  if (calendar?.['client'] != null && calendar['client'] !== after['client']) return fault('not_found', { entity: 'calendar', key: String(after['calendar']), field: 'calendar' });
  if (policy != null && policy['contract'] !== key) return fault('not_found', { entity: 'sla_policy', key: String(after['sla_policy']), field: 'sla_policy' });
  return terms != null && terms['contract'] !== key ? fault('not_found', { entity: 'terms_version', key: String(after['terms_version']), field: 'terms_version' }) : null;
};

const contractFault = ({ key, before, after, fields }: JudgedOp, around: Surroundings): Fault | null => {
  // Tickets, lots and approvals name it: it ends, and is kept.
  if (after === null) return fault('not_allowed', { entity: 'contract' });
  const moved = before === null ? undefined : signed.find((field) => before[field] !== after[field]);
  return moved === undefined ? (bad(contractIssues(after)) ?? belongsFault(key, fields, after, around)) : fault('not_allowed', { entity: 'contract', field: moved });
};

const movementOf = (id: string, row: RowFields): Movement => ({ id, kind: row['kind'] as Movement['kind'], minutes: Number(row['minutes']) });

/** A lot's remainder is never negative, and never more than it was (rule 8); what is taken was worked inside it. */
const movementFault = ({ key, after }: JudgedOp, around: Surroundings): Fault | null => {
  if (after === null) return null;
  const [lot, minutes, kind] = [String(after['lot']), Number(after['minutes']), after['kind']];
  if (minutes === 0 || (minutes < 0 && kind !== 'adjust')) return untrue('minutes', 'minutes_invalid');
  const row = around.row('hours_lot', lot);
  if (row === null) return fault('not_found', { entity: 'hours_lot', key: lot, field: 'lot' });
  const date = String(after['work_date']);
  if (kind === 'consume' && (date < String(row['valid_from']) || date > String(row['expires_on']))) return untrue('work_date', 'outside_lot');
  const others = around.movements(lot).flatMap(({ id, fields }) => (id === key ? [] : [movementOf(id, fields)]));
  const [before, left] = [remainder(Number(row['minutes']), others), remainder(Number(row['minutes']), [...others, movementOf(key, after)])];
  return left < 0 ? fault('lot_overdrawn', { lot, remaining: before }) : null;
};

const phases = ['diagnosis', 'stabilisation', 'improvement'] as const;

/** A phase opens with what the client accepted; what he accepted is not written anew. */
const planFault = ({ before, after }: JudgedOp): Fault | null => {
  if (after === null) return fault('not_allowed', { entity: 'third_party_plan' });
  const phase = phases.indexOf(after['phase'] as (typeof phases)[number]);
  if (phase >= 1 && after['diagnosis_accepted_at'] === null) return untrue('phase', 'the diagnosis is not accepted');
  if (phase >= 2 && after['plan_accepted_at'] === null) return untrue('phase', 'the plan is not accepted');
  if (after['plan_accepted_at'] !== null && after['diagnosis_accepted_at'] === null) return untrue('plan_accepted_at', 'the diagnosis is not accepted');
  for (const what of ['diagnosis', 'plan'] as const) {
    const fields = [what, `${what}_accepted_at`, `${what}_accepted_by`];
    if (before !== null && before[`${what}_accepted_at`] !== null && fields.some((field) => !same(before[field], after[field]))) return fault('version_pinned', { entity: 'third_party_plan' });
  }
  return null;
};

/** Contracts and all that tickets and hours are counted by. */
export const contractRuleFault = (op: JudgedOp, around: Surroundings): Fault | null => {
  const pinned = pinnedFault(op);
  if (pinned !== null) return pinned;
  const { entity, before, after } = op;
  switch (entity) {
    case 'contract':
      return contractFault(op, around);
    case 'calendar':
      return after === null || before !== null ? null : bad(calendarIssues({ tz: String(after['tz']), weekly: after['weekly'] ?? {}, exceptions: after['exceptions'] ?? {} }));
    case 'sla_policy':
      return after === null || before !== null ? null : bad(policyIssues(after));
    case 'hours_lot':
      return after === null || before !== null ? null : bad(lotIssues(after));
    case 'hours_movement':
      return movementFault(op, around);
    case 'third_party_plan':
      return planFault(op);
    default:
      return null;
  }
};
