import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allocate, type Lot } from '#shared/domain/hours/allocate.ts';
import { consumption } from '#shared/domain/hours/consumption.ts';
import { closePeriod, expire, prorate, remainder } from '#shared/domain/hours/lots.ts';
import { roundSeconds, type RoundingPolicy } from '#shared/domain/hours/round.ts';

const policy: fc.Arbitrary<RoundingPolicy> = fc.record({
  unitMin: fc.constantFrom(1, 5, 6, 10, 15, 30, 60),
  mode: fc.constantFrom('up' as const, 'nearest' as const),
  minimumMin: fc.constantFrom(0, 15, 60),
  graceSec: fc.constantFrom(0, 60, 300),
});
const day = (n: number): string => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);
const lots: fc.Arbitrary<readonly Lot[]> = fc
  .array(fc.tuple(fc.nat(60), fc.nat(60), fc.nat(600), fc.constantFrom('purchase' as const, 'monthly' as const, 'carry_over' as const)), { maxLength: 6 })
  .map((all) => all.map(([from, length, remainingMin, kind], index) => ({ id: `L${index}`, kind, validFrom: day(from), expiresOn: day(from + length), remainingMin })));
const work = fc.array(fc.record({ date: fc.nat(120).map(day), minutes: fc.integer({ min: 1, max: 300 }) }), { maxLength: 6 });
const sum = (of: readonly { readonly minutes: number }[]): number => of.reduce((total, { minutes }) => total + minutes, 0);

test('rounding is in whole units, never falls as time grows, and changes nothing the second time', () => {
  fc.assert(
    fc.property(policy, fc.nat(100_000), fc.nat(1000), (rules, seconds, more) => {
      const minutes = roundSeconds(rules, seconds);
      expect(Number.isInteger(minutes) && (minutes % rules.unitMin === 0 || minutes === rules.minimumMin)).toBe(true);
      expect(roundSeconds(rules, seconds + more)).toBeGreaterThanOrEqual(minutes);
      // A grace is given each time, and a minimum need not be whole units.
      const plain = { ...rules, graceSec: 0, minimumMin: 0 };
      const rounded = roundSeconds(plain, seconds);
      expect(roundSeconds(plain, rounded * 60)).toBe(rounded);
    }),
  );
});

test('what is consumed is what one rounding gives, whatever midnights lie in it, and dates get no less than their whole minutes', () => {
  fc.assert(
    fc.property(policy, fc.array(fc.tuple(fc.nat(3 * 86_400), fc.integer({ min: 1, max: 40_000 })), { minLength: 1, maxLength: 5 }), (rules, spans) => {
      const began = Date.UTC(2026, 5, 1, 4);
      const worked = spans.map(([from, seconds]) => ({ start: began + from * 1000, end: began + (from + seconds) * 1000, billable: true, group: 'g' }));
      const each = worked.map((span) => sum(consumption('America/La_Paz', rules, 'entry', [span])));
      expect(each).toEqual(spans.map(([, seconds]) => roundSeconds(rules, seconds)));
      expect(sum(consumption('America/La_Paz', rules, 'entry', worked))).toBe(each.reduce((total, minutes) => total + minutes, 0));
      expect(consumption('America/La_Paz', rules, 'ticket_day', worked.map((span) => ({ ...span, billable: false })))).toEqual([]);
    }),
  );
});

test('an allocation takes all or nothing, from lots that are valid, and never more than is there', () => {
  fc.assert(
    fc.property(lots, work, fc.constantFrom('block' as const, 'warn' as const, 'allow' as const), (there, fragments, overdraft) => {
      const { ok, movements, overdraftMin, requiresAuthorisation, remaining } = allocate(there, fragments, overdraft);
      expect(ok).toBe(overdraft !== 'block' || overdraftMin === 0);
      expect(requiresAuthorisation).toBe(overdraft === 'warn' && overdraftMin > 0);
      expect(sum(movements)).toBe(ok ? sum(fragments) - overdraftMin : 0);
      for (const lot of there) {
        const taken = movements.filter((movement) => movement.lot === lot.id);
        expect(taken.every(({ date }) => date >= lot.validFrom && date <= lot.expiresOn)).toBe(true);
        expect(remaining[lot.id]).toBe(remainder(lot.remainingMin, taken.map(({ minutes }, n) => ({ id: String(n), kind: 'consume', minutes }))));
        expect(remaining[lot.id]).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});

test('of lots that end on one day the carried one goes first, then the older, then by id', () => {
  const lot = (id: string, kind: Lot['kind'], validFrom: string): Lot => ({ id, kind, validFrom, expiresOn: '2026-07-31', remainingMin: 10 });
  const order = [lot('d', 'purchase', '2026-07-01'), lot('c', 'purchase', '2026-07-01'), lot('b', 'purchase', '2026-06-01'), lot('a', 'carry_over', '2026-07-01')];
  expect(allocate(order, [{ date: '2026-07-10', minutes: 40 }], 'block').movements.map((movement) => movement.lot)).toEqual(['a', 'b', 'c', 'd']);
});

test('a lot keeps what was submitted inside it when it ends, its last day included', () => {
  const lot: Lot = { id: 'L', validFrom: '2026-01-01', expiresOn: '2026-04-30', remainingMin: 100 };
  expect(expire([lot], [], '2026-04-30')).toEqual([]);
  expect(expire([lot], [{ date: '2026-04-30', minutes: 40 }, { date: '2026-05-01', minutes: 40 }], '2026-05-01')).toEqual([{ lot: 'L', minutes: 60 }]);
  expect(expire([lot], [{ date: '2026-04-30', minutes: 400 }], '2026-05-01')).toEqual([]);
});

test('a period closes into what is carried and what ends; a first month counts by its days', () => {
  expect([closePeriod({ mode: 'none' }, 90), closePeriod({ mode: 'all' }, 90), closePeriod({ mode: 'capped', capMin: 60 }, 90)]).toEqual([{ carriedMin: 0, expiredMin: 90 }, { carriedMin: 90, expiredMin: 0 }, { carriedMin: 60, expiredMin: 30 }]);
  expect([prorate(2400, '2026-02-28', '2026-02'), prorate(2400, '2026-01-15', '2026-02'), prorate(2400, '2026-03-01', '2026-02')]).toEqual([85, 2400, 0]);
});
