import type { Fragment, Lot } from './allocate.ts';

const within = ({ validFrom, expiresOn }: Lot, date: string): boolean => date >= validFrom && date <= expiresOn;

/**
 * Minutes of each lot that end on `date` (a local date after its last day): what is left, less what was worked inside it,
 * submitted and not decided yet. The date of the decision does not matter. Source: DOMAIN, `expire`.
 */
export const expire = (lots: readonly Lot[], submitted: readonly Fragment[], date: string): readonly { readonly lot: string; readonly minutes: number }[] =>
  lots.flatMap((lot) => {
    if (date <= lot.expiresOn) return [];
    const reserved = submitted.filter((fragment) => within(lot, fragment.date)).reduce((sum, { minutes }) => sum + minutes, 0);
    const minutes = Math.max(0, lot.remainingMin - reserved);
    return minutes > 0 ? [{ lot: lot.id, minutes }] : [];
  });

export interface CarryPolicy {
  readonly mode: 'none' | 'capped' | 'all';
  readonly capMin?: number | undefined;
}

/** What of a period's remainder goes into the next, and what ends with it. Minutes. */
export const closePeriod = ({ mode, capMin = 0 }: CarryPolicy, remainingMin: number): { readonly carriedMin: number; readonly expiredMin: number } => {
  const carriedMin = mode === 'none' ? 0 : mode === 'all' ? remainingMin : Math.min(remainingMin, capMin);
  return { carriedMin, expiredMin: remainingMin - carriedMin };
};

/** The minutes of a month that a contract begins within: by days, the first one counted, whole minutes down. `month` is `YYYY-MM`. */
export const prorate = (monthlyMin: number, startsOn: string, month: string): number => {
  const [year = 0, of = 1] = month.split('-').map(Number);
  const days = new Date(Date.UTC(year, of, 0)).getUTCDate();
  if (startsOn < `${month}-01`) return monthlyMin;
  if (startsOn > `${month}-${String(days).padStart(2, '0')}`) return 0;
  return Math.floor((monthlyMin * (days - Number(startsOn.slice(8, 10)) + 1)) / days);
};

export interface Movement {
  readonly id: string;
  readonly kind: 'consume' | 'expire' | 'carry' | 'reverse' | 'adjust';
  /** Positive; of an adjustment also negative. */
  readonly minutes: number;
}

const gives = new Set<Movement['kind']>(['reverse', 'adjust']);

/** What is left of a lot: what it held and its movements, none of which is ever edited (rules 8 and 9). */
export const remainder = (minutes: number, movements: readonly Movement[]): number => movements.reduce((left, each) => left + (gives.has(each.kind) ? each.minutes : -each.minutes), minutes);
