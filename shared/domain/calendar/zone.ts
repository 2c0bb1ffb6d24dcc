import { Temporal } from 'temporal-polyfill';

/** A stretch of time in which a zone has one offset. */
export interface OffsetSpan {
  /** Milliseconds since the epoch, half-open. */
  readonly start: number;
  readonly end: number;
  /** Wall clock minus UTC, milliseconds. */
  readonly offset: number;
}

const dayMs = 86_400_000;
const perMs = 1_000_000;

const known = new Map<string, readonly OffsetSpan[]>();

/** The offsets of a zone around a year, with two days to spare on both sides. Kept: there are a few zones and years. */
export const offsetsOf = (tz: string, year: number): readonly OffsetSpan[] => {
  const key = `${tz} ${year}`;
  const kept = known.get(key);
  if (kept !== undefined) return kept;
  const until = Date.UTC(year + 1, 0, 3);
  const spans: OffsetSpan[] = [];
  let start = Date.UTC(year, 0, 1) - 2 * dayMs;
  while (start < until) {
    const there = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(tz);
    const change = there.getTimeZoneTransition('next')?.epochMilliseconds ?? until;
    const end = Math.min(change, until);
    spans.push({ start, end, offset: there.offsetNanoseconds / perMs });
    start = end;
  }
  known.set(key, spans);
  return spans;
};

export type LocalTime =
  | { readonly status: 'exact' | 'ambiguous'; /** Milliseconds since the epoch, earliest first. */ readonly candidates: readonly number[] }
  | { readonly status: 'missing'; readonly candidates: readonly [] };

/** What instants a wall clock `YYYY-MM-DDTHH:MM` can mean in a zone: two where the hour repeats (a person is asked), none where it is skipped. */
export const resolveLocalTime = (tz: string, local: string): LocalTime => {
  const wall = Date.parse(`${local}Z`);
  const candidates = offsetsOf(tz, new Date(wall).getUTCFullYear())
    .filter(({ start, end, offset }) => wall - offset >= start && wall - offset < end)
    .map(({ offset }) => wall - offset)
    .toSorted((a, b) => a - b);
  if (candidates.length === 0) return { status: 'missing', candidates: [] };
  return { status: candidates.length === 1 ? 'exact' : 'ambiguous', candidates };
};

/** `YYYY-MM-DD` of an instant on the wall clock of a zone. */
export const localDateOf = (tz: string, ms: number): string => {
  const span = offsetsOf(tz, new Date(ms).getUTCFullYear()).find(({ start, end }) => ms >= start && ms < end);
  return new Date(ms + (span?.offset ?? 0)).toISOString().slice(0, 10);
};

export interface DayPart {
  /** Local date. */
  readonly date: string;
  readonly seconds: number;
}

/** The real seconds of a span by local date: a repeated hour counts twice, a skipped one never. */
export const splitByLocalDate = (tz: string, startMs: number, endMs: number): readonly DayPart[] => {
  const parts: DayPart[] = [];
  let from = startMs;
  while (from < endMs) {
    const date = localDateOf(tz, from);
    // Most work ends on the date on which it began: its midnight need not be known.
    if (localDateOf(tz, endMs - 1) === date) {
      parts.push({ date, seconds: Math.floor(endMs / 1000) - Math.floor(from / 1000) });
      break;
    }
    const midnight = Temporal.PlainDate.from(date).add({ days: 1 }).toZonedDateTime(tz).epochMilliseconds;
    const to = Math.min(midnight, endMs);
    parts.push({ date, seconds: Math.floor(to / 1000) - Math.floor(from / 1000) });
    from = to;
  }
  return parts;
};
