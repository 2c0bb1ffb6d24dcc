import { expect, test } from 'vitest';
import { forecast } from '#shared/domain/hours/forecast.ts';

const lot = (id: string, remainingMin: number, expiresOn: string, validFrom = '2026-01-01') => ({ id, remainingMin, expiresOn, validFrom });
const weekly = (minutes: number, ...dates: readonly string[]) => dates.map((date) => ({ date, minutes }));

test('tells the day on which hours end at the pace of the last eight weeks', () => {
  // 8 weeks of 210 minutes are 30 a day: 600 last twenty days.
  const used = weekly(210, '2026-04-20', '2026-04-27', '2026-05-04', '2026-05-11', '2026-05-18', '2026-05-25', '2026-06-01', '2026-06-08');
  expect(forecast([lot('a', 600, '2026-12-31')], used, '2026-06-14')).toEqual({ endsOn: '2026-07-04', perDayMilli: 30_000, expiringMin: 0 });
  // What is older than eight weeks says nothing of the pace.
  expect(forecast([lot('a', 600, '2026-12-31')], [...used, { date: '2025-12-01', minutes: 6000 }], '2026-06-14')?.endsOn).toBe('2026-07-04');
});

test('tells what expires unused instead, and that the next lot goes on', () => {
  const used = weekly(70, '2026-06-08');
  expect(forecast([lot('a', 600, '2026-06-16')], used, '2026-06-14')).toEqual({ endsOn: null, perDayMilli: 10_000, expiringMin: 580 });
  expect(forecast([lot('a', 30, '2026-06-16'), lot('b', 60, '2026-12-31')], used, '2026-06-14')).toEqual({ endsOn: '2026-06-22', perDayMilli: 10_000, expiringMin: 10 });
});

test('says nothing where nothing is used or nothing is left', () => {
  expect(forecast([lot('a', 600, '2026-12-31')], [], '2026-06-14')).toBeNull();
  expect(forecast([lot('a', 0, '2026-12-31'), lot('b', 60, '2026-06-13')], weekly(70, '2026-06-08'), '2026-06-14')).toBeNull();
});
