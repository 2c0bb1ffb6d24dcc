import type { Kind, Lane, Modality, Severity, TicketState } from '../domain/enums.ts';
import type { PeriodUnit } from '../domain/report/periods.ts';
import type { PersonRef } from './views.ts';

export type BySeverity = Readonly<Record<Lane, number>>;

/** How old the open tickets are, in whole days since they were received. */
export const ageBuckets = ['0-2', '3-7', '8-14', '15-30', '31+'] as const;
export type AgeBucket = (typeof ageBuckets)[number];

/** Promises of one kind that were kept or broken in the range. */
export interface SlaShare {
  readonly of: number;
  readonly met: number;
  /** By what was on record before a reclassification. */
  readonly metOnRecord: number;
}
export interface SlaShares {
  readonly response: SlaShare;
  readonly resolution: SlaShare;
}

/** What a report counts of a client, or of all of them. */
export interface ServiceCounts {
  /** Received in the range; what turned out to be a duplicate is no demand of its own. */
  readonly demand: number;
  readonly bySeverity: BySeverity;
  /** Closed in the range, also where it was reopened afterwards. */
  readonly closed: number;
  readonly reopened: number;
  /** Of the closed ones, those with client-visible evidence of after. */
  readonly withEvidence: number;
  /** Seconds worked in the range, as tracked. */
  readonly trackedSec: number;
  /** Minutes that the contracts' rounding makes of the billable ones; null where no contract says how to round. */
  readonly billedMin: number | null;
  /** Minutes of the lots that are valid in the range; null where there is none. */
  readonly contractedMin: number | null;
  readonly sla: SlaShares;
}

export interface ClientCounts extends ServiceCounts {
  readonly client: PersonRef;
  /** Null without a contract, `mixed` with several kinds of them. */
  readonly modality: Modality | 'mixed' | null;
}

export interface ConsultantLoad {
  /** Null is work that nobody has taken. */
  readonly person: PersonRef | null;
  readonly open: BySeverity;
  readonly closed: number;
  readonly trackedSec: number;
}

/** The control of the service over a range of local dates. */
export interface ServiceReport {
  readonly unit: PeriodUnit;
  readonly periods: readonly { readonly start: string; readonly bySeverity: BySeverity }[];
  readonly total: ServiceCounts;
  readonly slaBySeverity: Readonly<Record<Severity, SlaShares>>;
  readonly byKind: Readonly<Record<Kind | 'unset', number>>;
  /** What is open now, whenever it was received. */
  readonly open: BySeverity;
  readonly ageing: readonly { readonly bucket: AgeBucket; readonly bySeverity: BySeverity }[];
  /** Most demand first. */
  readonly clients: readonly ClientCounts[];
  /** Most open work first. */
  readonly consultants: readonly ConsultantLoad[];
}

/** A ticket that came, was closed or was worked on in the range. */
export interface ReportTicket {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly lane: Lane;
  readonly kind: Kind | null;
  readonly state: TicketState;
  /** Instants. */
  readonly receivedAt: string;
  readonly closedAt: string | null;
  /** Worked in the range. */
  readonly trackedSec: number;
}

export interface ReportEntry {
  /** Instant, cut to the range. */
  readonly start: string;
  readonly code: string | null;
  readonly what: string;
  readonly person: string;
  readonly seconds: number;
  readonly billable: boolean;
}

/** What stands behind the numbers, line by line. */
export interface ReportDetails {
  /** As they came. */
  readonly tickets: readonly ReportTicket[];
  /** Oldest first. */
  readonly entries: readonly ReportEntry[];
}
