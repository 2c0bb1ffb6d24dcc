import { argon2id, argon2Verify } from 'hash-wasm';

/** OWASP's minimum for argon2id: 19 MiB, two passes, one lane. */
const parameters = { memorySize: 19 * 1024, iterations: 2, parallelism: 1, hashLength: 32 } as const;

export const hashPassword = (password: string, salt: Uint8Array): Promise<string> =>
  argon2id({ ...parameters, password: password.normalize('NFC'), salt, outputType: 'encoded' });

export const verifyPassword = (password: string, hash: string): Promise<boolean> => argon2Verify({ password: password.normalize('NFC'), hash });
