/** Local days of this computer, written `YYYY-MM-DD`. The zone is the display's; the contract's calendar decides elsewhere. */
export type LocalDay = string;

const two = (n: number): string => String(n).padStart(2, '0');

export const dayOf = (instant: Date): LocalDay => `${instant.getFullYear()}-${two(instant.getMonth() + 1)}-${two(instant.getDate())}`;

const partsOf = (day: LocalDay): readonly [number, number, number] => {
  const [year = 1970, month = 1, date = 1] = day.split('-').map(Number);
  return [year, month, date];
};

/** The instant of local midnight; days of 23 and 25 hours come out right because the calendar makes both ends. */
export const startOf = (day: LocalDay): Date => {
  const [year, month, date] = partsOf(day);
  return new Date(year, month - 1, date);
};

export const shiftDay = (day: LocalDay, by: number): LocalDay => {
  const [year, month, date] = partsOf(day);
  return dayOf(new Date(year, month - 1, date + by));
};

/** Half-open bounds of the day, ISO UTC. */
export const boundsOf = (day: LocalDay): { readonly from: string; readonly to: string } => ({
  from: startOf(day).toISOString(),
  to: startOf(shiftDay(day, 1)).toISOString(),
});

/** The instant of a wall time on that day, minutes since midnight. */
export const at = (day: LocalDay, minutes: number): Date => {
  const [year, month, date] = partsOf(day);
  return new Date(year, month - 1, date, Math.floor(minutes / 60), minutes % 60);
};

export const minutesOfDay = (instant: Date): number => instant.getHours() * 60 + instant.getMinutes();
