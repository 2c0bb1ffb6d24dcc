import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { timeReader, zoneReader } from '#core/import/zoned-time.ts';
import { seededDice } from '#test/support/import/uci-form.ts';

const iso = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

describe('wall clock to UTC', () => {
  test.each(['America/Santiago', 'America/La_Paz', 'America/Mexico_City', 'America/Asuncion', 'Europe/Madrid', 'Australia/Lord_Howe', 'America/St_Johns', 'Asia/Kathmandu', 'Africa/Casablanca', 'UTC'])('%s agrees with Temporal at any minute, also beside a change of offset', (tz) => {
    const seed = 20_260_612;
    const roll = seededDice(seed);
    const toUtc = zoneReader(tz);
    const walls = Array.from({ length: 400 }, () => Date.UTC(1995, 0, 1) + Math.floor(roll() * 35 * 525_960) * 60_000);
    let at = Temporal.Instant.from('2015-01-01T00:00:00Z').toZonedDateTimeISO(tz);
    for (let n = 0; n < 24; n += 1) {
      const next = at.getTimeZoneTransition('next');
      if (next === null) break;
      for (let minutes = -180; minutes <= 180; minutes += 15) {
        const wall = next.add({ minutes }).toPlainDateTime();
        walls.push(Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute), Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour - 1, wall.minute));
      }
      at = next;
    }
    for (const wall of walls) {
      const plain = Temporal.PlainDateTime.from(new Date(wall).toISOString().slice(0, 19));
      expect(iso(toUtc(wall)), `seed ${seed}, ${plain.toString()} in ${tz}`).toBe(iso(plain.toZonedDateTime(tz, { disambiguation: 'compatible' }).epochMilliseconds));
    }
  });

  test('the hour that Santiago skips and the one that it repeats', () => {
    const read = timeReader('D/M/YYYY HH:mm', 'America/Santiago');
    expect(iso(read('5/9/2026 23:59'))).toBe('2026-09-06T03:59:00.000Z');
    expect(iso(read('6/9/2026 00:30'))).toBe('2026-09-06T04:30:00.000Z');
    expect(iso(read('6/9/2026 01:00'))).toBe('2026-09-06T04:00:00.000Z');
    expect(iso(read('4/4/2026 23:30'))).toBe('2026-04-05T02:30:00.000Z');
  });
});

describe('formats', () => {
  test('day first, month first, year first', () => {
    expect(iso(timeReader('D/M/YYYY HH:mm', 'UTC')('5/3/2016 12:00'))).toBe('2016-03-05T12:00:00.000Z');
    expect(iso(timeReader('M/D/YYYY HH:mm', 'UTC')('5/3/2016 12:00'))).toBe('2016-05-03T12:00:00.000Z');
    expect(iso(timeReader('M/D/YYYY HH:mm', 'UTC')('5/3/2016 1:05 PM'))).toBe('2016-05-03T13:05:00.000Z');
    expect(iso(timeReader('D/M/YYYY HH:mm', 'America/La_Paz')('29/02/2016 01:16:30'))).toBe('2016-02-29T05:16:30.000Z');
    expect(iso(timeReader('D/M/YYYY HH:mm', 'UTC')('29/2/2016'))).toBe('2016-02-29T00:00:00.000Z');
    expect(iso(timeReader('YYYY-MM-DD HH:mm', 'UTC')('2016-02-29 01:16'))).toBe('2016-02-29T01:16:00.000Z');
  });
  test('an offset of its own counts', () => {
    const read = timeReader('iso', 'America/Lima');
    expect(iso(read('2026-06-12T15:45:00Z'))).toBe('2026-06-12T15:45:00.000Z');
    expect(iso(read('2026-06-12T15:45:00.250-0300'))).toBe('2026-06-12T18:45:00.250Z');
    expect(iso(read('2026-06-12 15:45'))).toBe('2026-06-12T20:45:00.000Z');
  });
  test.each(['31/4/2026 10:00', '29/2/2026 10:00', '1/13/2026 10:00', '1/1/2026 24:00', '1/1/2026 10:60', 'ayer', '', '2026-01-01', '1/1/26 10:00', '1/1/2026 13:00 PM'])('%s is no time', (text) => {
    expect(timeReader('D/M/YYYY HH:mm', 'UTC')(text)).toBeNull();
  });
  test('an unknown zone is refused', () => {
    expect(() => timeReader('iso', 'America/Atlantis')).toThrow(RangeError);
  });
});
