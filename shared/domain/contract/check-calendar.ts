import { Temporal } from 'temporal-polyfill';
import { wallMs } from '../calendar/calendar.ts';
import type { Json } from '../primitives.ts';
import type { Issue, IssueCode } from './issue.ts';

const time = /^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/;

const isPair = (value: unknown): value is readonly [string, string] =>
  Array.isArray(value) && value.length === 2 && value.every((each) => typeof each === 'string' && time.test(each));

/** What is wrong with the windows of one day; they are half-open, in order and apart. Null: nothing. */
export const windowsFault = (windows: Json | undefined): IssueCode | null => {
  if (!Array.isArray(windows) || windows.length > 12 || !windows.every(isPair)) return 'window_invalid';
  let reached = 0;
  for (const [from, to] of windows) {
    if (wallMs(from) >= wallMs(to)) return 'window_order';
    if (wallMs(from) < reached) return 'window_overlap';
    reached = wallMs(to);
  }
  return null;
};

/** Whether this is an IANA zone that is known here. */
export const isZone = (tz: string): boolean => {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(tz);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
};

/** Whether `YYYY-MM-DD` is a day that there is. */
export const isDay = (date: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(date) && !Number.isNaN(Date.parse(`${date}T00:00:00Z`)) && new Date(`${date}T00:00:00Z`).toISOString().startsWith(date);

interface CalendarFields {
  readonly tz: string;
  readonly weekly: Json;
  readonly exceptions: Json;
}

/** All that is wrong with a version of a calendar; empty where it can be kept. */
export const calendarIssues = ({ tz, weekly, exceptions }: CalendarFields): readonly Issue[] => {
  const found: Issue[] = [];
  if (!isZone(tz)) found.push({ path: 'tz', message: 'zone_unknown' });
  const days = weekly === '24x7' ? [] : Object.entries(weekly as Readonly<Record<string, Json>>);
  for (const [day, windows] of days) {
    const fault = /^[1-7]$/.test(day) ? windowsFault(windows) : 'date_invalid';
    if (fault !== null) found.push({ path: `weekly.${day}`, message: fault });
  }
  if (weekly !== '24x7' && days.every(([, windows]) => Array.isArray(windows) && windows.length === 0)) found.push({ path: 'weekly', message: 'never_open' });
  for (const [date, windows] of Object.entries(exceptions as Readonly<Record<string, Json>>)) {
    const fault = isDay(date) ? windowsFault(windows) : 'date_invalid';
    if (fault !== null) found.push({ path: `exceptions.${date}`, message: fault });
  }
  return found;
};
