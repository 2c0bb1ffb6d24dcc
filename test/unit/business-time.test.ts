import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { addBusinessMs, businessMs, isOpen, openBetween } from '#shared/domain/calendar/business-time.ts';
import { windowsOn, type Calendar } from '#shared/domain/calendar/calendar.ts';
import { localDateOf, resolveLocalTime, splitByLocalDate } from '#shared/domain/calendar/zone.ts';
import { offices } from '#test/support/domain/office.ts';

const calendars: readonly Calendar[] = Object.values(offices);
const someCalendar = fc.constantFrom(...calendars);
const minuteMs = 60_000;
const year = (from: number, to: number) => fc.integer({ min: Date.UTC(from) / minuteMs, max: Date.UTC(to) / minuteMs }).map((minute) => minute * minuteMs);
const someTime = year(2025, 2028);

/** The definition, word by word, minute by minute: the wall clock of that instant in a window of its date. */
const openByDefinition = (calendar: Calendar, t: number): boolean => {
  const there = Temporal.Instant.fromEpochMilliseconds(t).toZonedDateTimeISO(calendar.tz);
  const clock = there.toPlainTime().toString().slice(0, 5);
  return windowsOn(calendar, there.toPlainDate().toString(), there.dayOfWeek).some(([from, to]) => clock >= from && clock < to);
};

test('open is what the wall clock says, at any minute of three years, changes of the clock included', () => {
  fc.assert(
    fc.property(someCalendar, someTime, (calendar, t) => {
      expect(isOpen(calendar, t)).toBe(openByDefinition(calendar, t));
    }),
    { numRuns: 2000 },
  );
  // The days on which the clocks change, minute by minute.
  for (const [calendar, from] of [[offices.santiago, '2026-04-04T20:00Z'], [offices.santiago, '2026-09-05T20:00Z'], [offices.madrid, '2026-03-28T20:00Z'], [offices.madrid, '2026-10-24T20:00Z']] as const) {
    for (let minute = 0; minute < 16 * 60; minute += 1) {
      const t = Date.parse(from) + minute * minuteMs;
      expect(isOpen(calendar, t), new Date(t).toISOString()).toBe(openByDefinition(calendar, t));
    }
  }
});

test('business time counts the open minutes, and is additive', () => {
  fc.assert(
    fc.property(someCalendar, someTime, fc.integer({ min: 0, max: 5000 }), (calendar, a, minutes) => {
      let open = 0;
      for (let minute = 0; minute < minutes; minute += 1) if (openByDefinition(calendar, a + minute * minuteMs)) open += minuteMs;
      expect(businessMs(calendar, a, a + minutes * minuteMs)).toBe(open);
    }),
    { numRuns: 30 },
  );
  fc.assert(
    fc.property(someCalendar, fc.tuple(someTime, someTime, someTime), (calendar, times) => {
      const [a = 0, b = 0, c = 0] = times.toSorted((x, y) => x - y);
      expect(businessMs(calendar, a, b) + businessMs(calendar, b, c)).toBe(businessMs(calendar, a, c));
      expect(openBetween(calendar, a, c).reduce((sum, [from, to]) => sum + to - from, 0)).toBe(businessMs(calendar, a, c));
    }),
  );
});

test('a due time is the first instant by which so much open time has passed', () => {
  fc.assert(
    fc.property(someCalendar, someTime, fc.integer({ min: 1, max: 20_000 }), (calendar, start, minutes) => {
      const due = addBusinessMs(calendar, start, minutes * minuteMs);
      expect(businessMs(calendar, start, due)).toBe(minutes * minuteMs);
      expect(businessMs(calendar, start, due - 1)).toBe(minutes * minuteMs - 1);
    }),
  );
});

test('a calendar that never opens is said to be one; one that opens a day a year is waited for', () => {
  expect(() => addBusinessMs({ tz: 'UTC', weekly: {} }, 0, 1)).toThrow(expect.objectContaining({ code: 'calendar_never_open' }));
  expect(addBusinessMs({ tz: 'UTC', weekly: {}, exceptions: { '2027-03-01': [['10:00', '11:00']] } }, Date.UTC(2026, 0, 1), minuteMs)).toBe(Date.UTC(2027, 2, 1, 10, 1));
});

test('windows that touch or overlap count once; an exception takes the place of its day', () => {
  const calendar: Calendar = { tz: 'UTC', weekly: { 1: [['08:00', '12:00'], ['11:00', '13:00'], ['13:00', '14:00']] }, exceptions: { '2026-06-08': [['00:00', '24:00']] } };
  expect(businessMs(calendar, Date.UTC(2026, 5, 1), Date.UTC(2026, 5, 2))).toBe(6 * 60 * minuteMs);
  expect(businessMs(calendar, Date.UTC(2026, 5, 8), Date.UTC(2026, 5, 9))).toBe(24 * 60 * minuteMs);
});

test('a wall clock means one instant, two or none; a day has its real seconds', () => {
  fc.assert(
    fc.property(fc.constantFrom('America/Santiago', 'Europe/Madrid', 'America/La_Paz', 'Australia/Lord_Howe'), someTime, (tz, t) => {
      const there = Temporal.Instant.fromEpochMilliseconds(t).toZonedDateTimeISO(tz);
      expect(localDateOf(tz, t)).toBe(there.toPlainDate().toString());
      expect(resolveLocalTime(tz, there.toPlainDateTime().toString().slice(0, 16)).candidates).toContain(t);
    }),
  );
  expect(resolveLocalTime('America/Santiago', '2026-09-06T00:30')).toEqual({ status: 'missing', candidates: [] });
  expect(splitByLocalDate('Europe/Madrid', Date.parse('2026-10-24T22:00Z'), Date.parse('2026-10-25T23:00Z'))).toEqual([{ date: '2026-10-25', seconds: 25 * 3600 }]);
});
