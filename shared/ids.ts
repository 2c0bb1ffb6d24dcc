import { v7 } from 'uuid';

/** A UUIDv7 from a given instant and 16 random bytes: the caller owns the clock and the dice. */
export const uuidAt = (epochMs: number, random: Uint8Array): string => v7({ msecs: epochMs, random });

/** `P-7KQ2M`: short enough to read aloud, from the random tail of the ticket's id. No vowels, no 0/1/I/O. */
export const provisionalCode = (ticketId: string): string => {
  const alphabet = '23456789BCDFGHJKLMNPQRSTVWXZ';
  let tail = BigInt(`0x${ticketId.replaceAll('-', '').slice(-16)}`);
  let code = '';
  for (let i = 0; i < 5; i += 1) {
    code += alphabet[Number(tail % 28n)];
    tail /= 28n;
  }
  return `P-${code}`;
};
