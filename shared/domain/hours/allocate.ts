/** Minutes of work on a local date. */
export interface Fragment {
  readonly date: string;
  readonly minutes: number;
}

/** A lot of hours with what is left of it: the sum of its movements, never negative (rule 8). */
export interface Lot {
  readonly id: string;
  readonly kind?: 'purchase' | 'monthly' | 'carry_over' | undefined;
  /** Local dates, both inclusive. */
  readonly validFrom: string;
  readonly expiresOn: string;
  readonly remainingMin: number;
}

export interface Consumption extends Fragment {
  readonly lot: string;
}

export interface Allocation {
  /** False where the hours are not there and the contract blocks; then nothing is taken. */
  readonly ok: boolean;
  readonly movements: readonly Consumption[];
  /** Minutes that no lot covers. */
  readonly overdraftMin: number;
  /** A lead must agree to the overdraft. */
  readonly requiresAuthorisation: boolean;
  /** Of each lot, afterwards. */
  readonly remaining: Readonly<Record<string, number>>;
}

const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const carried = (lot: Lot): number => (lot.kind === 'carry_over' ? 0 : 1);

/** In which order lots are used up: what expires first, then what was carried over, then the oldest. */
const byUse = (a: Lot, b: Lot): number => text(a.expiresOn, b.expiresOn) || carried(a) - carried(b) || text(a.validFrom, b.validFrom) || text(a.id, b.id);

/**
 * Takes work from the lots that are valid on its own date. All or nothing. Source: DOMAIN, `allocate`.
 */
export const allocate = (lots: readonly Lot[], fragments: readonly Fragment[], overdraft: 'block' | 'warn' | 'allow'): Allocation => {
  const before = Object.fromEntries(lots.map(({ id, remainingMin }) => [id, remainingMin]));
  const remaining = new Map(Object.entries(before));
  const order = lots.toSorted(byUse);
  const movements: Consumption[] = [];
  let overdraftMin = 0;
  for (const { date, minutes } of fragments) {
    let left = minutes;
    for (const { id, validFrom, expiresOn } of order) {
      const there = remaining.get(id) ?? 0;
      const taken = date >= validFrom && date <= expiresOn ? Math.min(left, there) : 0;
      if (taken <= 0) continue;
      movements.push({ lot: id, date, minutes: taken });
      remaining.set(id, there - taken);
      left -= taken;
    }
    overdraftMin += left;
  }
  if (overdraftMin > 0 && overdraft === 'block') return { ok: false, movements: [], overdraftMin, requiresAuthorisation: false, remaining: before };
  return { ok: true, movements, overdraftMin, requiresAuthorisation: overdraftMin > 0 && overdraft === 'warn', remaining: Object.fromEntries(remaining) };
};
