import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

/** Makes ids, tokens and jitter of this process follow the dice, so that a run can be repeated. Answers with how to undo it. */
export const seedCrypto = (dice: () => number): (() => void) => {
  const { randomBytes, randomInt, randomUUID } = crypto;
  const byte = (): number => Math.floor(dice() * 256);
  const bytes = (size: number): Buffer => Buffer.from(Array.from({ length: size }, byte));
  const uuid = (): string => {
    const hex = bytes(16).toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
  };
  Object.assign(crypto, { randomBytes: bytes, randomInt: (from: number, to: number) => from + Math.floor(dice() * (to - from)), randomUUID: uuid });
  syncBuiltinESMExports();
  return () => {
    Object.assign(crypto, { randomBytes, randomInt, randomUUID });
    syncBuiltinESMExports();
  };
};
