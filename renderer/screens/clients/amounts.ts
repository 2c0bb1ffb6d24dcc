import { hoursMinutes, weekday } from '../../i18n/format.ts';
import { startOf } from '../my-day/day.ts';

/** `21:20` from minutes; below zero with its sign. */
export const hours = (minutes: number): string => `${minutes < 0 ? '−' : ''}${hoursMinutes(Math.abs(minutes) * 60)}`;

/** `mié 14 oct` of a local date. */
export const localWeekday = (date: string): string => weekday(startOf(date).toISOString());

/** `120`, `2:00`, `2h`, `1:30` → minutes; null: not understood. A bare number is minutes, as contracts are written. */
export const readMinutes = (text: string): number | null => {
  const written = text.trim().toLowerCase().replaceAll(/\s+/gu, '');
  const clock = /^(\d{1,4}):([0-5]\d)$/u.exec(written);
  if (clock !== null) return Number(clock[1]) * 60 + Number(clock[2]);
  const whole = /^(\d{1,4})h$/u.exec(written);
  if (whole !== null) return Number(whole[1]) * 60;
  const minutes = /^(\d{1,6})m?$/u.exec(written);
  return minutes === null ? null : Number(minutes[1]);
};
