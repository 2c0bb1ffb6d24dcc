/**
 * What people write for a time of day and for a duration. Pure; null is «not understood».
 */

const MINUTES_OF_DAY = 24 * 60;

/** `9`, `9:05`, `09.05`, `0905`, `17h30` → minutes since midnight. 24-hour clock. */
export const readTimeOfDay = (text: string): number | null => {
  const written = text.trim().toLowerCase();
  const found = /^(\d{1,2})(?:\s*[:.h]\s*(\d{2}))?\s*h?$/u.exec(written) ?? /^(\d{1,2})(\d{2})$/u.exec(written);
  if (found === null) return null;
  const hours = Number(found[1]);
  const minutes = Number(found[2] ?? '0');
  if (hours > 23 || minutes > 59) return null;
  return hours * 60 + minutes;
};

/**
 * `1:30`, `1,5`, `1.5`, `90m`, `2h`, `1h30`, `1 h 30 m` → seconds. A bare whole number is hours up to 12 and minutes beyond,
 * for nobody writes 45 and means two days. At most a day.
 */
export const readDuration = (text: string): number | null => {
  const written = text.trim().toLowerCase().replaceAll(/\s+/gu, '');
  const seconds = readSeconds(written);
  return seconds === null || seconds <= 0 || seconds > MINUTES_OF_DAY * 60 ? null : seconds;
};

const readSeconds = (written: string): number | null => {
  const clock = /^(\d{1,2}):([0-5]\d)$/u.exec(written);
  if (clock !== null) return Number(clock[1]) * 3600 + Number(clock[2]) * 60;
  const parts = /^(?:(\d{1,2})h)(?:(\d{1,2})m?)?$/u.exec(written);
  if (parts !== null) return Number(parts[1]) * 3600 + Number(parts[2] ?? '0') * 60;
  const minutes = /^(\d{1,4})(?:m|min|')$/u.exec(written);
  if (minutes !== null) return Number(minutes[1]) * 60;
  const decimal = /^(\d{0,2})[.,](\d{1,2})h?$/u.exec(written);
  if (decimal !== null) return Math.round(Number(`${decimal[1] === '' ? '0' : decimal[1]}.${decimal[2]}`) * 60) * 60;
  const whole = /^(\d{1,4})$/u.exec(written);
  if (whole !== null) return Number(whole[1]) <= 12 ? Number(whole[1]) * 3600 : Number(whole[1]) * 60;
  return null;
};

/** `09:05` from minutes since midnight. */
export const writeTimeOfDay = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
