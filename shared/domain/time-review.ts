/* What must be looked at before time is submitted. Instants are milliseconds since the epoch; spans are half-open. */

export interface TimeSpan {
  readonly start: number;
  readonly end: number;
}

const minuteMs = 60_000;

/** Whole seconds that two spans have in common; spans that touch have none. */
export const overlapSeconds = (a: TimeSpan, b: TimeSpan): number => Math.max(0, Math.floor((Math.min(a.end, b.end) - Math.max(a.start, b.start)) / 1000));

export interface IdleGap extends TimeSpan {
  readonly idleMin: number;
  /** What the entry would have, by the answer. */
  readonly ifDiscardedMin: number;
  readonly ifKeptMin: number;
}

/** A gap without input, from the last input to the wake; null where it is shorter than the threshold. Until it is answered the entry cannot be submitted. */
export const idleGap = (startedAt: number, lastInputAt: number, resumedAt: number, thresholdMin: number): IdleGap | null => {
  if (resumedAt - lastInputAt < thresholdMin * minuteMs) return null;
  const minutes = (a: number, b: number): number => Math.floor((b - a) / minuteMs);
  return { start: lastInputAt, end: resumedAt, idleMin: minutes(lastInputAt, resumedAt), ifDiscardedMin: minutes(startedAt, lastInputAt), ifKeptMin: minutes(startedAt, resumedAt) };
};

export interface LongRun {
  readonly elapsedMin: number;
  readonly needsReview: boolean;
  /** Proposed, never done by itself. */
  readonly proposedEnd: number;
  readonly proposedMin: number;
}

/** A timer that has run longer than a session may: the end of the last activity is proposed. */
export const longRunning = (startedAt: number, lastActivityAt: number, foundAt: number, maxSessionMin: number): LongRun => {
  const elapsedMin = Math.floor((foundAt - startedAt) / minuteMs);
  return { elapsedMin, needsReview: elapsedMin > maxSessionMin, proposedEnd: lastActivityAt, proposedMin: Math.floor((lastActivityAt - startedAt) / minuteMs) };
};

/** Which entries of one person overlap others, and for how many seconds in all. All are kept; none of those can be submitted (rule 6). */
export const overlapping = (entries: readonly (TimeSpan & { readonly id: string })[]): { readonly flagged: readonly string[]; readonly seconds: number } => {
  const flagged = new Set<string>();
  const sorted = entries.toSorted((a, b) => a.start - b.start);
  let seconds = 0;
  for (const [index, entry] of sorted.entries()) {
    for (const other of sorted.slice(index + 1)) {
      if (other.start >= entry.end) break;
      seconds += overlapSeconds(entry, other);
      flagged.add(entry.id).add(other.id);
    }
  }
  return { flagged: entries.map(({ id }) => id).filter((id) => flagged.has(id)), seconds };
};

/** Time that arrives after its ticket was closed: kept and marked, and the ticket stays closed. */
export const lateEntry = (closedAt: number, { start }: TimeSpan): 'late_entry' | 'post_close_work' => (start < closedAt ? 'late_entry' : 'post_close_work');
