/** `HH:MM`, from and to; the end may be `24:00`. Half-open: at the end it is closed. */
export type Window = readonly [from: string, to: string];

/** When the service attends. One version of it: a change makes a new one, and what was counted by the old one stays. */
export interface Calendar {
  /** IANA zone whose wall clock the windows are on. */
  readonly tz: string;
  /** By ISO day of the week, `1` Monday to `7` Sunday; a day that is not named is closed. */
  readonly weekly: '24x7' | Readonly<Record<string, readonly Window[]>>;
  /** By local date: what that day has instead of its weekday's windows; none for a holiday. */
  readonly exceptions?: Readonly<Record<string, readonly Window[]>> | undefined;
}

/** The windows of a local date; `weekday` is its ISO day of the week. */
export const windowsOn = ({ weekly, exceptions }: Calendar, date: string, weekday: number): readonly Window[] =>
  exceptions?.[date] ?? (weekly === '24x7' ? [['00:00', '24:00']] : (weekly[String(weekday)] ?? []));

const minuteMs = 60_000;

/** Milliseconds from midnight on the wall clock. */
export const wallMs = (text: string): number => {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return (hours * 60 + minutes) * minuteMs;
};
