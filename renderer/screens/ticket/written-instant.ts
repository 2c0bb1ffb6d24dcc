/** `12/06/2026 11:38` in this computer's zone; the date alone means its midnight, the time alone today. Pure but for the zone. */
export const writeInstant = (instant: string): string => {
  const at = new Date(instant);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(at.getDate())}/${two(at.getMonth() + 1)}/${at.getFullYear()} ${two(at.getHours())}:${two(at.getMinutes())}`;
};

/** ISO UTC, or null if it is not understood. `today` gives the date where only a time is written, and the year where none is. */
export const readInstant = (text: string, today: Date): string | null => {
  const found = /^(?:(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?)?\s*(?:(\d{1,2})[:.](\d{2}))?$/u.exec(text.trim());
  if (found === null || (found[1] === undefined && found[4] === undefined)) return null;
  const day = found[1] === undefined ? today.getDate() : Number(found[1]);
  const month = found[2] === undefined ? today.getMonth() : Number(found[2]) - 1;
  const year = found[3] === undefined ? today.getFullYear() : Number(found[3]);
  const hours = Number(found[4] ?? '0');
  const minutes = Number(found[5] ?? '0');
  if (hours > 23 || minutes > 59) return null;
  const at = new Date(year, month, day, hours, minutes);
  // The 31st of June would slide into July.
  return at.getDate() === day && at.getMonth() === month ? at.toISOString() : null;
};
