import type { Calendar, Window } from '../calendar/calendar.ts';
import { severities, type Modality, type Severity } from '../enums.ts';
import type { Json } from '../primitives.ts';
import type { SlaPolicy, SlaTarget, SlaTerms } from './policy.ts';

type Fields = Readonly<Record<string, Json>>;

/** The contract's row and those that it leads to: all its policies, and every calendar that one of them counts by. */
export interface TermsRows {
  readonly contract: Fields;
  readonly policies: readonly { readonly id: string; readonly fields: Fields }[];
  readonly calendars: ReadonlyMap<string, Calendar>;
}

/** A ticket's terms, and what the rows of its policies are called in them. */
export interface TicketTerms extends SlaTerms {
  /** The version that a cycle goes by that is pinned to none: the contract's own. */
  readonly current: number | undefined;
  readonly versionOf: (policy: string) => number | undefined;
}

/** What a target names instead of a calendar where every hour counts. */
export const aroundTheClock = '24x7';

const minutesOf = (value: Json | undefined): number | null => (typeof value === 'number' ? value : null);

/** The ids of the calendars that a contract's policies count by. */
export const calendarsOfPolicy = (contract: Fields, targets: Fields): readonly string[] =>
  [contract['calendar'], ...severities.map((severity) => (targets[severity] as Fields | undefined)?.['calendar'])].filter((key): key is string => typeof key === 'string' && key !== aroundTheClock);

/** A calendar as its row holds it. */
export const calendarOf = (fields: Fields): Calendar => ({
  tz: String(fields['tz']),
  weekly: fields['weekly'] as Calendar['weekly'],
  exceptions: (fields['exceptions'] ?? {}) as Readonly<Record<string, readonly Window[]>>,
});

const policyOf = (contract: Fields, fields: Fields): SlaPolicy => {
  const targets = (fields['targets'] ?? {}) as Fields;
  const target = (severity: Severity): SlaTarget => {
    const given = (targets[severity] ?? {}) as Fields;
    // What names no calendar of its own is counted by the contract's.
    return { calendar: String(given['calendar'] ?? contract['calendar'] ?? ''), responseMin: minutesOf(given['response_min']), resolutionMin: minutesOf(given['resolution_min']) };
  };
  return {
    version: Number(fields['version']),
    targets: { S1: target('S1'), S2: target('S2'), S3: target('S3'), S4: target('S4') },
    warnRatio: Number(fields['warn_ratio_pct']) / 100,
    pauseReasons: fields['pause_reasons'] as readonly string[],
  };
};

/** One object for each zone: the years that it has been laid out for are kept with it. */
const alwaysOpen = new Map<string, Calendar>();
const always = (tz: string): Calendar => {
  const made = alwaysOpen.get(tz) ?? { tz, weekly: aroundTheClock };
  alwaysOpen.set(tz, made);
  return made;
};

/** By what a ticket of this contract is measured. */
export const termsOfRows = ({ contract, policies, calendars }: TermsRows): TicketTerms => {
  const versions = new Map(policies.map(({ id, fields }) => [id, Number(fields['version'])]));
  return {
    modality: contract['modality'] as Modality,
    policies: policies.map(({ fields }) => policyOf(contract, fields)),
    calendars: { ...Object.fromEntries(calendars), [aroundTheClock]: always(calendars.get(String(contract['calendar']))?.tz ?? 'UTC') },
    current: versions.get(String(contract['sla_policy'])),
    versionOf: (policy) => versions.get(policy),
  };
};
