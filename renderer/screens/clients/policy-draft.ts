import type { ContractDetail } from '#shared/contract/contract-views.ts';
import { alwaysOpen, type PauseReason } from '#shared/domain/contract/check-terms.ts';
import type { StoredTargets } from '#shared/domain/contract/stored-targets.ts';
import { severities, type Severity } from '#shared/domain/enums.ts';
import { hours, readMinutes } from './amounts.ts';

export interface TargetDraft {
  readonly calendar: string;
  readonly response: string;
  readonly resolution: string;
}

/** A policy as it is being written; `own` is the contract's calendar. */
export interface PolicyDraft {
  readonly targets: Readonly<Record<Severity, TargetDraft>>;
  readonly warn: string;
  readonly pauses: readonly PauseReason[];
}

/** What most contracts say; each of it is changed before it is signed. */
export const usualPolicy: PolicyDraft = {
  targets: {
    S1: { calendar: alwaysOpen, response: '0:30', resolution: '4:00' },
    S2: { calendar: 'own', response: '2:00', resolution: '16:00' },
    S3: { calendar: 'own', response: '8:00', resolution: '40:00' },
    S4: { calendar: 'own', response: '16:00', resolution: '' },
  },
  warn: '75',
  pauses: ['waiting_client'],
};

const asText = (minutes: number | null): string => (minutes === null ? '' : hours(minutes));

export const draftOf = ({ policy, contract }: ContractDetail): PolicyDraft => {
  if (policy === null) return usualPolicy;
  const targets = policy.targets as unknown as StoredTargets;
  const of = severities.map((severity): [Severity, TargetDraft] => {
    const { calendar, response_min, resolution_min } = targets[severity];
    return [severity, { calendar: calendar === contract.calendar ? 'own' : calendar, response: asText(response_min), resolution: asText(resolution_min) }];
  });
  return { targets: Object.fromEntries(of) as PolicyDraft['targets'], warn: String(policy.warn_ratio_pct), pauses: policy.pause_reasons as readonly PauseReason[] };
};

/** Minutes, null for no term, undefined where it is not understood. */
export const readTerm = (text: string): number | null | undefined => {
  if (text.trim() === '') return null;
  const minutes = readMinutes(text);
  return minutes === null || minutes === 0 ? undefined : minutes;
};

/** As it is sent; null while something is not understood. */
export const readPolicy = ({ targets, warn, pauses }: PolicyDraft) => {
  const read = severities.map((severity) => {
    const { calendar, response, resolution } = targets[severity];
    return [severity, { calendar, response_min: readTerm(response), resolution_min: readTerm(resolution) }] as const;
  });
  const pct = /^\d{1,3}$/u.test(warn.trim()) ? Number(warn.trim()) : 0;
  if (pct < 1 || pct > 100 || read.some(([, target]) => target.response_min === undefined || target.resolution_min === undefined)) return null;
  return { targets: Object.fromEntries(read.map(([severity, { calendar, response_min, resolution_min }]) => [severity, { calendar, response_min: response_min ?? null, resolution_min: resolution_min ?? null }])), warn_ratio_pct: pct, pause_reasons: [...pauses] };
};
