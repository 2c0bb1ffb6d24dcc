import { randomInt } from 'node:crypto';
import { isCode } from './http.ts';

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

/** Whoever asks for hours has set its clock wrong. */
const longestPauseMs = 10 * 60_000;

/** Milliseconds until the next try after this failure: what the endpoint asked for, if that is longer; never all at once. */
export const pauseMs = (error: unknown, tries: number): number => {
  const asked = isCode(error, 'endpoint_busy') ? Number(error.details['retry_after_s']) * 1000 : 0;
  return Math.max(backoffMs(tries), Math.round(Math.min(longestPauseMs, asked) * (1 + randomInt(0, 251) / 1000)));
};
