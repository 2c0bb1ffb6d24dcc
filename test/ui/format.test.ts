import process from 'node:process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ago, isDayBefore, setFormatLocale, time, timeSeconds } from '../../renderer/i18n/format.ts';

const zone = process.env['TZ'];
beforeEach(() => void (process.env['TZ'] = 'America/New_York'));
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

test('yesterday is the day before, also where the clocks were changed', () => {
  // The day of 23 hours, seen shortly after its end, and the one before the day of 25 hours, seen late on that.
  for (const [then, now] of [
    ['2026-03-08T12:00:00', '2026-03-09T00:30:00'],
    ['2026-10-31T12:00:00', '2026-11-01T23:30:00'],
    ['2026-12-31T12:00:00', '2027-01-01T00:05:00'],
    ['2028-02-29T23:59:00', '2028-03-01T23:50:00'],
  ] as const) {
    expect(isDayBefore(new Date(then), new Date(now)), `${then} seen at ${now}`).toBe(true);
    expect(ago(new Date(then).toISOString(), Date.parse(now))).toBe('ayer');
  }
  expect(isDayBefore(new Date('2026-03-07T23:45:00'), new Date('2026-03-09T00:30:00'))).toBe(false);
  expect(isDayBefore(new Date('2026-11-01T00:30:00'), new Date('2026-11-01T23:30:00'))).toBe(false);
});

test('the first hour of the day is 00, in both languages', () => {
  for (const locale of ['es', 'en'] as const) {
    setFormatLocale(locale);
    expect(time('2026-06-12T00:05:00.000Z', 'UTC')).toBe('00:05');
    expect(time('2026-06-12T09:05:00.000Z', 'UTC')).toBe('09:05');
    expect(timeSeconds(new Date('2026-06-12T00:05:09').toISOString())).toBe('00:05:09');
  }
  setFormatLocale('es');
});
