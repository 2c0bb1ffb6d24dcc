import type { Window } from '#shared/domain/calendar/calendar.ts';

/** `08:30-12:30, 14:30-18:30`. */
export const writeWindows = (windows: readonly Window[]): string => windows.map(([from, to]) => `${from}-${to}`).join(', ');

const time = (text: string): string | null => {
  const found = /^(\d{1,2})(?:[:.h](\d{2}))?h?$/u.exec(text.trim().toLowerCase());
  return found === null ? null : `${(found[1] ?? '').padStart(2, '0')}:${found[2] ?? '00'}`;
};

/** What is written for the hours of a day, e.g. `8:30 - 12:30, 14:30-18`; empty is closed, null is not understood. Order and sense are judged by the rules. */
export const readWindows = (text: string): readonly Window[] | null => {
  if (text.trim() === '') return [];
  const windows: Window[] = [];
  for (const part of text.split(/[,;]/u)) {
    const [from, to, ...more] = part.split(/[-–—]/u).map(time);
    if (from == null || to == null || more.length > 0) return null;
    windows.push([from, to]);
  }
  return windows;
};
