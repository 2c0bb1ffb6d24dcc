import type { Row } from '#shared/domain/entities/index.ts';
import { hours, readMinutes } from './amounts.ts';

type Contract = Row<'contract'>;

/** A contract's own terms as they are being written. */
export interface TermsDraft {
  readonly from: string;
  readonly to: string;
  readonly unit: string;
  readonly mode: Contract['rounding']['mode'];
  readonly scope: 'ticket_day' | 'entry';
  readonly minimum: string;
  readonly grace: string;
  readonly overdraft: Contract['overdraft'];
  readonly alerts: string;
  readonly carry: Contract['carry']['mode'];
  readonly cap: string;
  readonly months: string;
}

export const usualTerms = (from: string): TermsDraft => ({ from, to: '', unit: '15', mode: 'up', scope: 'ticket_day', minimum: '0', grace: '0', overdraft: 'warn', alerts: '75, 90', carry: 'none', cap: '0:00', months: '1' });

export const draftOfTerms = ({ valid_from, valid_to, rounding, overdraft, alert_pct, carry }: Contract): TermsDraft => ({
  from: valid_from,
  to: valid_to ?? '',
  unit: String(rounding.unit_min),
  mode: rounding.mode,
  scope: rounding.scope === 'entry' ? 'entry' : 'ticket_day',
  minimum: String(rounding.minimum_min),
  grace: String(rounding.grace_sec),
  overdraft,
  alerts: alert_pct.join(', '),
  carry: carry.mode,
  cap: hours(carry.cap_min),
  months: String(carry.months),
});

const whole = (text: string, least: number, most: number): number | null => {
  const n = /^\d{1,6}$/u.test(text.trim()) ? Number(text.trim()) : -1;
  return n < least || n > most ? null : n;
};

/** Percents from the least to the greatest, each once; null where they are not understood. */
export const readAlerts = (text: string): readonly number[] | null => {
  if (text.trim() === '') return [];
  const read = text.split(/[,;]/u).map((each) => whole(each.replaceAll('%', ''), 1, 100));
  if (read.includes(null) || read.length > 5) return null;
  return [...new Set(read.filter((each) => each !== null))].toSorted((a, b) => a - b);
};

/** The rounding as it is written; null while it is not understood. */
export const readRounding = ({ unit, mode, scope, minimum, grace }: TermsDraft): Contract['rounding'] | null => {
  const [unit_min, minimum_min, grace_sec] = [whole(unit, 1, 480), whole(minimum, 0, 480), whole(grace, 0, 3600)];
  return unit_min === null || minimum_min === null || grace_sec === null ? null : { unit_min, mode, scope, minimum_min, grace_sec };
};

/** As it is sent; null while something is not understood or the dates are reversed. */
export const readTerms = (draft: TermsDraft) => {
  const rounding = readRounding(draft);
  const alerts = readAlerts(draft.alerts);
  const [cap, months] = [draft.carry === 'capped' ? readMinutes(draft.cap) : 0, draft.carry === 'none' ? 0 : whole(draft.months, 0, 120)];
  if (rounding === null || alerts === null || cap === null || months === null || draft.from === '' || (draft.to !== '' && draft.to < draft.from)) return null;
  return { valid_from: draft.from, valid_to: draft.to === '' ? null : draft.to, rounding, overdraft: draft.overdraft, alert_pct: [...alerts], carry: { mode: draft.carry, cap_min: cap, months } };
};
