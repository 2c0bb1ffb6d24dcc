import type { ImportMapping } from '#shared/contract/import.ts';

/** Reads one written time; null where the text is none. Answers in milliseconds since the epoch. */
export type TimeReader = (text: string) => number | null;

const dayMs = 86_400_000;
const quarterMs = 900_000;

/** Throws RangeError when the zone is unknown. */
const offsetSource = (tz: string): ((utcMs: number) => number) => {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: tz,
    hourCycle: 'h23',
    calendar: 'iso8601',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const measured = (utcMs: number): number => {
    const part: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(utcMs)) part[type] = Number(value);
    const wall = Date.UTC(part['year'] ?? 0, (part['month'] ?? 1) - 1, part['day'] ?? 1, part['hour'] ?? 0, part['minute'] ?? 0, part['second'] ?? 0);
    return wall - Math.floor(utcMs / 1000) * 1000;
  };
  const at = new Map<number, number>();
  const kept = (utcMs: number): number => {
    const known = at.get(utcMs);
    if (known !== undefined) return known;
    const offset = measured(utcMs);
    at.set(utcMs, offset);
    return offset;
  };
  return (utcMs) => {
    const day = Math.floor(utcMs / dayMs) * dayMs;
    const offset = kept(day);
    // Most days have one offset. On the others it changes at some quarter of an hour (Lord Howe at half past).
    return kept(day + dayMs) === offset ? offset : kept(Math.floor(utcMs / quarterMs) * quarterMs);
  };
};

/**
 * Wall clock of a zone → UTC, as Temporal's `compatible` does it: the earlier of a repeated hour; a wall clock that
 * the zone skips is read with the offset from before the change. Offsets are kept, so half a million calls cost little.
 */
export const zoneReader = (tz: string): ((wallMs: number) => number) => {
  const offsetAt = offsetSource(tz);
  return (wallMs) => {
    const before = offsetAt(wallMs - dayMs);
    const after = offsetAt(wallMs + dayMs);
    const early = wallMs - Math.max(before, after);
    if (offsetAt(early) === wallMs - early) return early;
    const late = wallMs - Math.min(before, after);
    if (offsetAt(late) === wallMs - late) return late;
    return wallMs - before;
  };
};

const clock = String.raw`(?:[ T,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(?:([ap])\.?\s?m\.?)?)?`;
const dayFirst = new RegExp(String.raw`^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})${clock}$`, 'i');
const yearFirst = new RegExp(String.raw`^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})${clock}\s*(Z|[+-]\d{2}:?\d{2})?$`, 'i');

const wallOf = (year: number, month: number, day: number, hour: number, minute: number, second: number, milli: number): number | null => {
  if (year < 1900 || month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return null;
  if (day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return null;
  return Date.UTC(year, month - 1, day, hour, minute, second, milli);
};

const hour24 = (hour: number, half: string | undefined): number => {
  if (half === undefined) return hour;
  if (hour < 1 || hour > 12) return 99;
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
};

const offsetOf = (text: string): number => {
  if (text.toUpperCase() === 'Z') return 0;
  const digits = text.replaceAll(/\D/g, '');
  const ms = (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2, 4))) * 60_000;
  return text.startsWith('-') ? -ms : ms;
};

/**
 * A reader of times in one format and zone. A date without a time is its midnight. Only ISO times may name an offset of
 * their own, which then counts. Throws RangeError when the zone is unknown.
 */
export const timeReader = (format: ImportMapping['dateFormat'], tz: string): TimeReader => {
  const toUtc = zoneReader(tz);
  const known = new Map<string, number | null>();
  const read = (text: string): number | null => {
    const pattern = format === 'iso' || format === 'YYYY-MM-DD HH:mm' ? yearFirst : dayFirst;
    const found = pattern.exec(text);
    if (found === null) return null;
    const [, a, b, c, hour = '0', minute = '0', second = '0', fraction = '', half, offset] = found;
    const [year, month, day] = pattern === yearFirst ? [a, b, c] : format === 'D/M/YYYY HH:mm' ? [c, b, a] : [c, a, b];
    const milli = Number(fraction.padEnd(3, '0').slice(0, 3));
    const wall = wallOf(Number(year), Number(month), Number(day), hour24(Number(hour), half), Number(minute), Number(second), milli);
    if (wall === null) return null;
    return offset === undefined ? toUtc(wall) : wall - offsetOf(offset);
  };
  return (text) => {
    const kept = known.get(text);
    if (kept !== undefined) return kept;
    const value = read(text);
    known.set(text, value);
    return value;
  };
};
