import type { TimeStatus } from './enums.ts';

export interface Span {
  readonly start: string;
  readonly end: string;
}

/** Whole seconds of a closed span; raw and never rounded (rule 7). */
export const spanSeconds = (span: Span): number => Math.floor((Date.parse(span.end) - Date.parse(span.start)) / 1000);

/** A span must end after it starts and last at most a day: longer is a forgotten timer. */
export type SpanFault = 'not_a_time' | 'ends_before_start' | 'longer_than_a_day';

export const spanFault = (span: Span): SpanFault | null => {
  const start = Date.parse(span.start);
  const end = Date.parse(span.end);
  if (Number.isNaN(start) || Number.isNaN(end)) return 'not_a_time';
  if (end <= start) return 'ends_before_start';
  if (end - start > 86_400_000) return 'longer_than_a_day';
  return null;
};

/** Submitted and approved time is corrected by a reversal and a new entry, never edited (rule 9). */
export const isEditable = (status: TimeStatus): boolean => status === 'draft' || status === 'rejected';
