import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { periodAt, periodsOf } from '#shared/domain/report/periods.ts';

describe('periods of a report', () => {
  test('days, weeks from Monday and months, cut to the range', () => {
    expect(periodsOf('America/La_Paz', '2026-06-10', '2026-06-11')).toEqual({
      unit: 'day',
      periods: [
        { start: '2026-06-10', from: Date.parse('2026-06-10T04:00:00Z'), to: Date.parse('2026-06-11T04:00:00Z') },
        { start: '2026-06-11', from: Date.parse('2026-06-11T04:00:00Z'), to: Date.parse('2026-06-12T04:00:00Z') },
      ],
    });
    expect(periodsOf('America/Lima', '2026-06-10', '2026-07-01').periods.map(({ start }) => start)).toEqual(['2026-06-10', '2026-06-15', '2026-06-22', '2026-06-29']);
    expect(periodsOf('America/Lima', '2026-01-15', '2026-12-31').periods.map(({ start }) => start).slice(0, 3)).toEqual(['2026-01-15', '2026-02-01', '2026-03-01']);
  });

  test('a day on which the clocks change has the hours that it has', () => {
    const [short] = periodsOf('America/Santiago', '2026-09-06', '2026-09-06').periods;
    expect(short && (short.to - short.from) / 3_600_000).toBe(23);
  });

  test('nothing where the end is before the beginning', () => {
    expect(periodsOf('America/Lima', '2026-06-02', '2026-06-01').periods).toEqual([]);
  });

  test('an instant of the range is in one period, and in the one that says so', () => {
    const date = fc.date({ min: new Date('2024-01-01T00:00:00Z'), max: new Date('2027-12-31T00:00:00Z'), noInvalidDate: true }).map((at) => at.toISOString().slice(0, 10));
    fc.assert(
      fc.property(date, date, fc.constantFrom('America/Lima', 'America/Santiago', 'Europe/Madrid', 'Asia/Kathmandu'), fc.double({ min: 0, max: 1, noNaN: true }), (a, b, tz, share) => {
        const [from, to] = a < b ? [a, b] : [b, a];
        const { periods } = periodsOf(tz, from, to);
        const [first, last] = [periods[0]?.from ?? 0, periods.at(-1)?.to ?? 0];
        const ms = Math.floor(first + share * (last - first - 1));
        const index = periodAt(periods, ms);
        const period = periods[index];
        expect(period !== undefined && ms >= period.from && ms < period.to).toBe(true);
        expect(periods.every(({ to: until }, n) => until === (periods[n + 1]?.from ?? last))).toBe(true);
        expect([periodAt(periods, first - 1), periodAt(periods, last)]).toEqual([-1, -1]);
      }),
    );
  });
});
