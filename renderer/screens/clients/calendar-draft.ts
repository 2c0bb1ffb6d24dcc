import type { Window } from '#shared/domain/calendar/calendar.ts';
import { calendarIssues } from '#shared/domain/contract/check-calendar.ts';
import type { Issue } from '#shared/domain/contract/issue.ts';
import type { Row } from '#shared/domain/entities/index.ts';
import type { Json } from '#shared/domain/primitives.ts';
import { readWindows, writeWindows } from './windows.ts';

/** A calendar as it is being written. */
export interface CalendarDraft {
  readonly name: string;
  readonly tz: string;
  readonly always: boolean;
  /** By ISO day of the week, as written. */
  readonly days: Readonly<Record<string, string>>;
  readonly exceptions: Readonly<Record<string, readonly Window[]>>;
  readonly names: Readonly<Record<string, string>>;
}

export const weekDays = ['1', '2', '3', '4', '5', '6', '7'] as const;

export const newCalendar = (name: string, tz: string): CalendarDraft => ({ name, tz, always: false, days: Object.fromEntries(weekDays.map((day) => [day, Number(day) < 6 ? '08:30-12:30, 14:30-18:30' : ''])), exceptions: {}, names: {} });

export const draftOfCalendar = ({ name, tz, weekly, exceptions, names }: Row<'calendar'>): CalendarDraft => ({
  name,
  tz,
  always: weekly === '24x7',
  days: Object.fromEntries(weekDays.map((day) => [day, weekly === '24x7' ? '' : writeWindows(((weekly as Readonly<Record<string, Json>>)[day] ?? []) as unknown as readonly Window[])])),
  exceptions: exceptions as unknown as CalendarDraft['exceptions'],
  names: (names ?? {}) as CalendarDraft['names'],
});

/** As it is sent, with all that is wrong with it; a day that is not understood is an issue too. */
export const readCalendar = ({ name, tz, always, days, exceptions, names }: CalendarDraft) => {
  const read = weekDays.map((day) => [day, readWindows(days[day] ?? '')] as const);
  const unread = always ? [] : read.flatMap(([day, windows]): readonly Issue[] => (windows === null ? [{ path: `weekly.${day}`, message: 'window_invalid' }] : []));
  const weekly: '24x7' | Record<string, Json> = always ? '24x7' : Object.fromEntries(read.flatMap(([day, windows]) => (windows === null || windows.length === 0 ? [] : [[day, windows as unknown as Json] as const])));
  const draft = { name: name.trim(), tz: tz.trim(), weekly, exceptions: exceptions as unknown as Record<string, Json>, names: names as Record<string, Json> };
  return { draft, issues: [...unread, ...(unread.length > 0 ? [] : calendarIssues(draft))] };
};
