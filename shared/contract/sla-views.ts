import type { Lane, Modality, Severity } from '../domain/enums.ts';
import type { DueStretch } from '../domain/sla/explain-due.ts';
import type { SlaCycle } from '../domain/sla/replay-sla.ts';
import type { SlaMarks } from '../domain/sla/sla-mark.ts';

/** Why a clock is due when it is. Instants are ISO-8601 UTC, minutes integers of the calendar's open time. */
export interface WhyDue {
  readonly severity: Severity;
  readonly targetMin: number;
  readonly from: string;
  readonly dueAt: string;
  /** The clock stands: due if it went on at once. */
  readonly standing: boolean;
  readonly calendar: { readonly name: string; readonly version: number; readonly tz: string };
  readonly stretches: readonly { readonly from: string; readonly to: string; readonly is: DueStretch['is'] }[];
}

export interface TicketSla {
  /** Null: no contract, so nothing is promised. */
  readonly modality: Modality | null;
  readonly marks: SlaMarks | null;
  /** All cycles as they read at the moment of the question, with every breach on record. */
  readonly cycles: readonly SlaCycle[];
  readonly why: { readonly response: WhyDue | null; readonly resolution: WhyDue | null };
  /** Severity changes and waits that the clocks of this cycle have heard of. */
  readonly changes: number;
  readonly pauses: number;
}

/** The clock of a lane that is due first. */
export interface LaneDue {
  readonly lane: Lane;
  readonly warnAt: string;
  readonly dueAt: string;
}
