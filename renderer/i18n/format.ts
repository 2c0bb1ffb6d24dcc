import type { Locale } from './index.ts';

/** Formatters are dear to make, and a board asks for hundreds: they are kept until the language changes. */
const groupedIn = (of: string): Intl.NumberFormat => new Intl.NumberFormat(of, { useGrouping: true });
const relativeIn = (of: string): Intl.RelativeTimeFormat => new Intl.RelativeTimeFormat(of, { numeric: 'auto', style: 'narrow' });
const formats = new Map<string, Intl.DateTimeFormat>();
let tag = 'es-419';
let grouped = groupedIn(tag);
let relative = relativeIn(tag);

/** Set by `startWords` and `turnTo`; screens re-render on a change of language by themselves. */
export const setFormatLocale = (locale: Locale): void => {
  tag = locale === 'es' ? 'es-419' : 'en-GB';
  grouped = groupedIn(tag);
  relative = relativeIn(tag);
  formats.clear();
};

const dateFormat = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = JSON.stringify(options);
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat(tag, options);
  formats.set(key, made);
  return made;
};

const two = (n: number): string => String(n).padStart(2, '0');

/** `0:42:10` from seconds. */
export const clock = (seconds: number): string => {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
};

/** `2:58` (h:mm) from seconds, seconds dropped. */
export const hoursMinutes = (seconds: number): string => {
  const minutes = Math.floor(Math.max(0, seconds) / 60);
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}`;
};

/** `2:03` up to a day, then `1 d 3 h`, from seconds. */
export const span = (seconds: number): string => {
  const minutes = Math.floor(Math.max(0, seconds) / 60);
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)}:${two(minutes % 60)}`;
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)];
  return hours === 0 ? `${days} d` : `${days} d ${hours} h`;
};

/** `23 466`; `es-419` would group only from five digits on, so grouping is forced. */
export const count = (n: number): string => grouped.format(n);

/** `3,5 %` of a whole; a dash where there is none. */
export const percent = (part: number, whole: number): string =>
  whole === 0 ? '—' : new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: part * 10 < whole ? 1 : 0 }).format(part / whole);

/** `152 KB`. */
export const bytes = (n: number): string => {
  if (n < 1000) return `${count(n)} B`;
  const [size, unit] = n < 1_000_000 ? [n / 1000, 'KB'] : n < 1_000_000_000 ? [n / 1_000_000, 'MB'] : [n / 1_000_000_000, 'GB'];
  return `${new Intl.NumberFormat(tag, { maximumFractionDigits: size < 10 ? 1 : 0 }).format(size)} ${unit}`;
};

/** `10:18` of an instant, in the given zone or this computer's. */
export const time = (instant: string, zone?: string): string =>
  dateFormat({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...(zone === undefined ? {} : { timeZone: zone }) }).format(new Date(instant));

/** `10:17:42`. */
export const timeSeconds = (instant: string): string =>
  dateFormat({ hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(new Date(instant));

/** `12 jun 2026`. */
export const day = (instant: string): string => dateFormat({ day: 'numeric', month: 'short', year: 'numeric' }).format(new Date(instant));

/** `12 jun 2026` of a local date, `YYYY-MM-DD`: the same date wherever one is. */
export const localDay = (date: string): string => {
  const [year = 1970, month = 1, of = 1] = date.split('-').map(Number);
  return dateFormat({ day: 'numeric', month: 'short', year: 'numeric' }).format(new Date(year, month - 1, of));
};

/** `12 jun`. */
export const shortDay = (instant: string): string => dateFormat({ day: 'numeric', month: 'short' }).format(new Date(instant));

/** `vie 12 jun`, in the given zone or this computer's. */
export const weekday = (instant: string, zone?: string): string =>
  dateFormat({ weekday: 'short', day: 'numeric', month: 'short', ...(zone === undefined ? {} : { timeZone: zone }) }).format(new Date(instant)).replaceAll(',', '');

/** `vie 12`, in the given zone. */
export const weekdayNumber = (instant: string, zone: string): string => dateFormat({ weekday: 'short', day: 'numeric', timeZone: zone }).format(new Date(instant)).replaceAll(',', '');

/** `viernes, 12 de junio de 2026`. */
export const longDay = (instant: string): string =>
  dateFormat({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }).format(new Date(instant));

/** `vie 12 jun, 11:38`. */
export const dayTime = (instant: string): string => `${weekday(instant)}, ${time(instant)}`;

const sameDay = (a: Date, b: Date): boolean => a.toDateString() === b.toDateString();

/** On this computer's calendar. */
export const isToday = (instant: string, nowMs: number = Date.now()): boolean => sameDay(new Date(instant), new Date(nowMs));

/** By the calendar: a day on which the clocks change is not 24 hours long. */
export const isDayBefore = (then: Date, now: Date): boolean => sameDay(then, new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1));

/**
 * How long ago, coarse enough not to tick: `hace 12 s`, `hace 8 min`, `hace 3 h`, `ayer`, then the date.
 * `nowMs` is the caller's clock.
 */
export const ago = (instant: string, nowMs: number = Date.now()): string => {
  const then = new Date(instant);
  const seconds = Math.max(0, Math.round((nowMs - then.getTime()) / 1000));
  if (seconds < 60) return relative.format(-seconds, 'second');
  if (seconds < 3600) return relative.format(-Math.floor(seconds / 60), 'minute');
  const now = new Date(nowMs);
  if (sameDay(then, now)) return relative.format(-Math.floor(seconds / 3600), 'hour');
  if (isDayBefore(then, now)) return relative.format(-1, 'day');
  return then.getFullYear() === now.getFullYear() ? shortDay(instant) : day(instant);
};

/** `MJ` of `Mariela Jurado`, at most two letters. */
export const initials = (name: string): string => {
  const words = name.trim().split(/\s+/u).filter((word) => /^\p{L}/u.test(word));
  const first = words[0]?.[0] ?? '?';
  const last = words.length > 1 ? (words[words.length - 1]?.[0] ?? '') : '';
  return (first + last).toLocaleUpperCase(tag);
};
