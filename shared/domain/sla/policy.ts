import type { Calendar } from '../calendar/calendar.ts';
import type { Modality, Severity } from '../enums.ts';

export interface SlaTarget {
  /** Which of the calendars counts. */
  readonly calendar: string;
  /** Integer minutes of that calendar's open time; null: none is agreed. */
  readonly responseMin: number | null;
  readonly resolutionMin: number | null;
}

/** One version of what was agreed. A cycle keeps the version that it began with. */
export interface SlaPolicy {
  readonly version: number;
  readonly targets: Readonly<Record<Severity, SlaTarget>>;
  /** From this share of a target on the clock is at risk; inclusive. */
  readonly warnRatio: number;
  /** For which reasons a wait pauses the resolution clock. */
  readonly pauseReasons: readonly string[];
}

/** What a ticket is measured by. */
export interface SlaTerms {
  readonly modality: Modality;
  /** Every version that a cycle may have been pinned to. */
  readonly policies: readonly SlaPolicy[];
  readonly calendars: Readonly<Record<string, Calendar>>;
}
