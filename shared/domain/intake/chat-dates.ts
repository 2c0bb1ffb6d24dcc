/** How a chat writes its dates: `dmy` 12/6/26 is the 12th of June, `mdy` the 6th of December, `ymd` 2026-06-12. */
export const dateOrders = ['dmy', 'mdy', 'ymd'] as const;
export type DateOrder = (typeof dateOrders)[number];

/** A line's date and time as written. `year` null: a copied selection of Android leaves it out. */
export interface WrittenTime {
  readonly parts: readonly [string, string, string | null];
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

const two = (value: number): string => String(value).padStart(2, '0');

const isDay = (year: number, month: number, day: number): boolean => {
  if (month < 1 || month > 12 || day < 1) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
};

/**
 * The wall clock `YYYY-MM-DDTHH:MM:SS` that was meant; null where there is no such day. `today` is a local date: without a
 * year it is the last such day that is not after it.
 */
export const localTimeOf = (written: WrittenTime, order: DateOrder, today: string): string | null => {
  const [a, b, c] = written.parts;
  const [dayText, monthText, yearText] = order === 'dmy' ? [a, b, c] : order === 'mdy' ? [b, a, c] : [c ?? '', b, a];
  const [day, month] = [Number(dayText), Number(monthText)];
  const time = `${two(written.hour)}:${two(written.minute)}:${two(written.second)}`;
  const write = (year: number): string => `${year}-${two(month)}-${two(day)}`;
  if (yearText === null) {
    const thisYear = Number(today.slice(0, 4));
    const year = [thisYear, thisYear - 1, thisYear - 2, thisYear - 3, thisYear - 4].find((one) => isDay(one, month, day) && write(one) <= today);
    return year === undefined ? null : `${write(year)}T${time}`;
  }
  const year = yearText.length <= 2 ? 2000 + Number(yearText) : Number(yearText);
  return year < 2009 || !isDay(year, month, day) ? null : `${write(year)}T${time}`;
};

const dayAfter = (date: string): string => new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

const descents = (times: readonly string[]): number => times.filter((time, index) => index > 0 && time < (times[index - 1] ?? '')).length;

/**
 * The orders in which all dates can be meant, the likeliest first: every date exists, none lies in the future, and the chat goes
 * forward in time where it does so in only some of the orders. Two answers that mean the same instants count as one.
 */
export const ordersOf = (written: readonly WrittenTime[], today: string): readonly DateOrder[] => {
  if (written.length === 0) return [];
  const yearFirst = written.every(({ parts }) => parts[0].length === 4);
  const wanted: readonly DateOrder[] = yearFirst ? ['ymd'] : ['dmy', 'mdy'];
  // A phone may be a time zone ahead of this desk.
  const latest = dayAfter(today);
  const read = wanted.flatMap((order) => {
    const times = written.map((one) => localTimeOf(one, order, today));
    return times.every((time) => time !== null && time.slice(0, 10) <= latest) ? [{ order, times: times as readonly string[] }] : [];
  });
  const fewest = Math.min(...read.map(({ times }) => descents(times)));
  const left = read.filter(({ times }) => descents(times) === fewest);
  const [first, second] = left;
  if (first !== undefined && second !== undefined && first.times.join() === second.times.join()) return [first.order];
  return left.map(({ order }) => order);
};
