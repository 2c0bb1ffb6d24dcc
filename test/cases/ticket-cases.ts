import type { Kind, Modality, TicketState } from '#shared/domain/enums.ts';
import { canClose, canTransition, type TransitionFacts } from '#shared/domain/ticket-state.ts';
import { idleGap, lateEntry, longRunning, overlapping, overlapSeconds, type TimeSpan } from '#shared/domain/time-review.ts';
import type { CaseRules } from './case-rules.ts';

interface Written {
  readonly start: string;
  readonly end: string;
}
const span = ({ start, end }: Written): TimeSpan => ({ start: Date.parse(start), end: Date.parse(end) });
const pair = ([start, end]: readonly [string, string]): TimeSpan => span({ start, end });
const iso = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');

/** A ticket of which all is known and nothing is missing. */
const complete: TransitionFacts = {
  state: 'in_diagnosis',
  kind: 'corrective',
  service_level: 'continuity',
  severity: 'S2',
  agreed_severity: 'S2',
  authorised_at: '2026-05-04T12:00:00.000Z',
  client_responsible: 'contact',
  owner: 'lead',
  objective: 'Facturar de nuevo',
  scope: 'in',
  consultant: 'consultant',
  consultant_role: 'functional',
  window_start: null,
  window_end: null,
  modality: 'monthly_sla',
  plan_accepted: true,
  first_response_sent: true,
  visible_after_evidence: 1,
  validation: 'accepted',
  hours_approved: true,
  running_timer: false,
  open_conflict: false,
  billable_time_settled: true,
  actor_role: 'consultant',
};

interface Closable {
  readonly state: TicketState;
  readonly modality: Modality;
  readonly evidence: readonly unknown[];
  readonly validation: 'accepted' | 'rejected' | null;
  readonly entries: readonly { readonly status: string; readonly billable: boolean }[];
  readonly openConflicts: number;
  readonly runningTimers: number;
}

/** The rules of a ticket's life and of time that is reviewed, as the cases name them. */
export const ticketRules: CaseRules = {
  overlaps: ({ pairs }: { readonly pairs: readonly (readonly [readonly [string, string], readonly [string, string]])[] }) => ({ overlapSeconds: pairs.map(([a, b]) => overlapSeconds(pair(a), pair(b))) }),
  idleGap: ({ startedAt, lastInputAt, resumeAt, thresholdMin }: { readonly startedAt: string; readonly lastInputAt: string; readonly resumeAt: string; readonly thresholdMin: number }) => {
    const gap = idleGap(Date.parse(startedAt), Date.parse(lastInputAt), Date.parse(resumeAt), thresholdMin);
    return { ...gap, submittable: gap === null, ...(gap === null ? {} : { idleFrom: iso(gap.start), idleTo: iso(gap.end) }) };
  },
  longRunning: ({ startedAt, lastActivityAt, foundAt, maxSessionMin }: { readonly startedAt: string; readonly lastActivityAt: string; readonly foundAt: string; readonly maxSessionMin: number }) => {
    const found = longRunning(Date.parse(startedAt), Date.parse(lastActivityAt), Date.parse(foundAt), maxSessionMin);
    return { ...found, proposedEnd: iso(found.proposedEnd) };
  },
  mergeTimers: ({ entries }: { readonly entries: readonly (Written & { readonly id: string })[] }) => {
    const { flagged, seconds } = overlapping(entries.map((entry) => ({ id: entry.id, ...span(entry) })));
    return { kept: entries.map(({ id }) => id), overlapMin: seconds / 60, flagged, submittable: flagged.length === 0 };
  },
  lateEntry: ({ closedAt, entries }: { readonly closedAt: string; readonly entries: readonly (Written & { readonly id: string })[] }) => ({
    ...Object.fromEntries(entries.map((entry) => [entry.id, lateEntry(Date.parse(closedAt), span(entry))])),
    ticketState: 'closed',
  }),
  canClose: ({ state, modality, evidence, validation, entries, openConflicts, runningTimers }: Closable) =>
    canClose({
      ...complete,
      state,
      modality,
      visible_after_evidence: evidence.length,
      validation,
      hours_approved: entries.every(({ status, billable }) => !billable || status === 'client_approved'),
      open_conflict: openConflicts > 0,
      running_timer: runningTimers > 0,
    }),
  canTransition: ({ from, to, firstResponseSent }: { readonly from: TicketState; readonly to: TicketState; readonly firstResponseSent: boolean }) =>
    canTransition({ ...complete, state: from, first_response_sent: firstResponseSent }, { to, comment: '¿Desde cuándo?' }),
  canStartThirdParty: ({ items }: { readonly items: readonly { readonly phase: string; readonly kind: Kind }[] }) => ({
    allowed: items.map(({ phase, kind }) => canTransition({ ...complete, state: 'assigned', modality: 'third_party_odoo', kind, plan_accepted: phase === 'planned_improvements' }, { to: 'in_diagnosis' }).ok),
  }),
};
