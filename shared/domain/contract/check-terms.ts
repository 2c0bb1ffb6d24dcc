import { severities } from '../enums.ts';
import type { Json } from '../primitives.ts';
import type { Issue } from './issue.ts';

type Fields = Readonly<Record<string, Json>>;

/** For which waits a policy can let the clock stand: the states of a ticket in which it waits. */
export const pauseReasons = ['waiting_client', 'waiting_third_party'] as const;
export type PauseReason = (typeof pauseReasons)[number];
/** What is rounded together, as a contract says it. */
export const roundingScopes = ['entry', 'ticket_day'] as const;
/** What targets call the calendar that is always open. */
export const alwaysOpen = '24x7';

const isWhole = (value: unknown, least: number, most = 10_000_000): boolean => Number.isInteger(value) && Number(value) >= least && Number(value) <= most;

/** The calendars that the targets of a policy name, beside the one that is always open. */
export const calendarsOfTargets = (targets: Json | undefined): readonly string[] => {
  const rows = typeof targets === 'object' && targets !== null ? Object.values(targets) : [];
  return [...new Set(rows.flatMap((target) => (typeof target === 'object' && target !== null && 'calendar' in target && typeof target['calendar'] === 'string' && target['calendar'] !== alwaysOpen ? [target['calendar']] : [])))];
};

/** All that is wrong with a version of a policy; empty where it can be kept. */
export const policyIssues = ({ targets, warn_ratio_pct, pause_reasons }: Fields): readonly Issue[] => {
  const found: Issue[] = [];
  const of = (targets ?? {}) as Readonly<Record<string, Fields | undefined>>;
  for (const severity of severities) {
    const target = of[severity];
    const path = `targets.${severity}`;
    if (typeof target?.['calendar'] !== 'string') found.push({ path, message: 'calendar_unknown' });
    for (const clock of ['response_min', 'resolution_min'] as const) {
      const minutes = target?.[clock];
      if (minutes !== null && !isWhole(minutes, 1)) found.push({ path: `${path}.${clock}`, message: 'minutes_invalid' });
    }
  }
  if (!isWhole(warn_ratio_pct, 1, 100)) found.push({ path: 'warn_ratio_pct', message: 'percent_invalid' });
  const reasons = Array.isArray(pause_reasons) ? pause_reasons : [null];
  if (!reasons.every((reason) => (pauseReasons as readonly unknown[]).includes(reason))) found.push({ path: 'pause_reasons', message: 'reason_unknown' });
  return found;
};

/** All that is wrong with a contract's own terms; empty where it can be kept. */
export const contractIssues = ({ valid_from, valid_to, rounding, alert_pct, carry }: Fields): readonly Issue[] => {
  const found: Issue[] = [];
  if (typeof valid_to === 'string' && valid_to < String(valid_from)) found.push({ path: 'valid_to', message: 'dates_reversed' });
  const { unit_min, minimum_min, grace_sec, scope } = rounding as Fields;
  if (!isWhole(unit_min, 1, 480) || !isWhole(minimum_min, 0, 480) || !isWhole(grace_sec, 0, 3600) || !(roundingScopes as readonly unknown[]).includes(scope)) found.push({ path: 'rounding', message: 'rounding_invalid' });
  const alerts = alert_pct as readonly Json[];
  if (alerts.length > 5 || !alerts.every((pct, index) => isWhole(pct, 1, 100) && (index === 0 || Number(pct) > Number(alerts[index - 1])))) found.push({ path: 'alert_pct', message: 'percent_invalid' });
  const { cap_min, months } = carry as Fields;
  if (!isWhole(cap_min, 0) || !isWhole(months, 0, 120)) found.push({ path: 'carry', message: 'carry_invalid' });
  return found;
};

/** All that is wrong with a lot of hours; empty where it can be kept. */
export const lotIssues = ({ minutes, valid_from, expires_on }: Fields): readonly Issue[] => {
  const found: Issue[] = [];
  if (!isWhole(minutes, 1)) found.push({ path: 'minutes', message: 'minutes_invalid' });
  if (String(expires_on) < String(valid_from)) found.push({ path: 'expires_on', message: 'dates_reversed' });
  return found;
};
