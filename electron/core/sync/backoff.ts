import { randomInt } from 'node:crypto';

const firstMs = 500;
/** An office's endpoint that is restarted should be found again at once; one that stays away should not be hammered. */
const soonCapMs = 5_000;
const lateCapMs = 30_000;
const soonTries = 20;

/** Milliseconds until the next try: doubling, capped, and spread by ± 25 % so that a team does not come back as one. */
export const backoffMs = (tries: number): number => {
  const cap = tries > soonTries ? lateCapMs : soonCapMs;
  const plain = Math.min(cap, firstMs * 2 ** Math.min(tries, 16));
  return Math.round(plain * (0.75 + randomInt(0, 501) / 1000));
};
