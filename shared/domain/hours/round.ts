/** How worked seconds become billed minutes. All integers. */
export interface RoundingPolicy {
  readonly unitMin: number;
  readonly mode: 'up' | 'nearest';
  /** The least that is billed once anything is. */
  readonly minimumMin?: number | undefined;
  /** So much is given away. */
  readonly graceSec?: number | undefined;
}

/** What is rounded together: each entry, or all of one ticket, consultant and local start date. */
export type RoundingScope = 'entry' | 'ticket_day';

const minuteSec = 60;

/**
 * Whole minutes from whole seconds. The only place where time is rounded (rule 7); rounding what is rounded changes nothing.
 * Source: DOMAIN, `roundSeconds`.
 */
export const roundSeconds = ({ unitMin, mode, minimumMin = 0, graceSec = 0 }: RoundingPolicy, seconds: number): number => {
  if (seconds <= graceSec) return 0;
  const unitSec = unitMin * minuteSec;
  const units = mode === 'up' ? Math.ceil((seconds - graceSec) / unitSec) : Math.floor((2 * seconds + unitSec) / (2 * unitSec));
  return Math.max(units * unitMin, minimumMin);
};
