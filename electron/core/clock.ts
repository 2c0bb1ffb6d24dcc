/** The one interface behind which time stands, so that tests can set it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** The day on this computer's wall clock, `YYYY-MM-DD`: what a person calls today. */
export const localDayAt = (ms: number): string => {
  const at = new Date(ms);
  return [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
};

/** ISO-8601 UTC with milliseconds: the form in which instants are stored and compared. */
export const instantAt = (ms: number): string => new Date(ms).toISOString();
