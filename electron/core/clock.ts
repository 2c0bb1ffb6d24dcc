/** The one interface behind which time stands, so that tests can set it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** ISO-8601 UTC with milliseconds: the form in which instants are stored and compared. */
export const instantAt = (ms: number): string => new Date(ms).toISOString();
