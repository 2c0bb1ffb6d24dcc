import { addBusinessTime } from '#shared/domain/calendar/business-time.ts';
import type { Calendar } from '#shared/domain/calendar/calendar.ts';
import { resolveLocalTime, splitByLocalDate } from '#shared/domain/calendar/zone.ts';
import type { Modality, Severity } from '#shared/domain/enums.ts';
import type { SlaTarget } from '#shared/domain/sla/policy.ts';
import { replaySla } from '#shared/domain/sla/replay-sla.ts';
import type { SlaEvent, SlaFact } from '#shared/domain/sla/sla-event.ts';
import type { CaseRules } from './case-rules.ts';

const instant = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');

interface ReplayInput {
  readonly contract: { readonly modality: Modality };
  readonly calendars: Readonly<Record<string, Calendar>>;
  readonly policy: Readonly<Record<Severity, SlaTarget>>;
  readonly warnRatio: number;
  readonly events: readonly { readonly at: string; readonly type: string }[];
  readonly now: string;
}

/** Their names for ours. */
const types: Readonly<Record<string, SlaFact['type']>> = { received: 'started', pause: 'paused', resume: 'resumed' };

/** The rules of time and of the SLA, as the cases name them. */
export const slaRules: CaseRules = {
  replaySla: ({ contract, calendars, policy, warnRatio, events, now }: ReplayInput) => {
    const terms = { modality: contract.modality, calendars, policies: [{ version: 1, targets: policy, warnRatio, pauseReasons: ['waiting_client'] }] };
    const facts = events.map((event, seq) => ({ ...event, type: types[event.type] ?? event.type, seq }) as SlaEvent);
    return { cycles: replaySla(terms, facts, Date.parse(now)) };
  },
  addBusinessTime: ({ calendar, start, minutes }: { readonly calendar: Calendar; readonly start: string; readonly minutes: number }) => ({
    dueAt: instant(addBusinessTime(calendar, Date.parse(start), minutes)),
  }),
  resolveLocalTime: ({ tz, local }: { readonly tz: string; readonly local: string }) => {
    const { status, candidates } = resolveLocalTime(tz, local);
    return { status, candidates: candidates.map(instant) };
  },
  splitByLocalDate: ({ tz, intervals }: { readonly tz: string; readonly intervals: readonly (readonly [string, string])[] }) => ({
    parts: intervals.map(([start, end]) => splitByLocalDate(tz, Date.parse(start), Date.parse(end))),
  }),
};
