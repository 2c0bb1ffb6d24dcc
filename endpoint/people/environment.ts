import { createHash, timingSafeEqual } from 'node:crypto';
import type { Row } from '#shared/domain/entities/index.ts';
import type { SignInResponse } from '#shared/sync/protocol.ts';
import { addToken, isAnothers, revokeTokens, type Person } from '../store/accounts.ts';
import { Problem } from '../problem.ts';
import type { Store, WriteTx } from '../store/store.ts';
import type { OwnWork } from '../sync/own-ops.ts';

/** What the work on accounts stands on. */
export interface PeopleEnvironment {
  readonly store: Store;
  readonly together: <T>(work: (own: OwnWork) => Promise<T>) => Promise<T>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly newId: () => string;
  readonly random: (bytes: number) => Uint8Array;
}

export const secretHash = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Compares two hashes in a time that tells nothing about where they differ. */
export const sameHash = (left: string, right: string): boolean => {
  const [a, b] = [Buffer.from(left, 'hex'), Buffer.from(right, 'hex')];
  return a.length === b.length && timingSafeEqual(a, b);
};

export const instantOf = (ms: number): string => new Date(ms).toISOString();

/** 256 random bits as they stand in a link or a header. */
export const newSecret = ({ random }: Pick<PeopleEnvironment, 'random'>): string => Buffer.from(random(32)).toString('base64url');

export type UserFields = Omit<Row<'user'>, 'id'>;
export const fieldsOf = (person: Pick<Person, 'fields'>): UserFields => JSON.parse(person.fields) as UserFields;

/** Somebody who may manage the others, and can come in to do so. */
export const isActiveAdmin = (person: Person): boolean => person.email !== null && person.disabled_at === null && fieldsOf(person).role === 'admin';

export interface Device {
  readonly id: string;
  readonly name: string;
}

/**
 * A token for one device; those that the device had end. Answers with it: only its hash is kept. A device id belongs to who
 * first came in with it: who knows another's could else end his session and use up his count. Throws Problem 409 `device_taken`.
 */
export const issueToken = async (tx: WriteTx, environment: Pick<PeopleEnvironment, 'random' | 'now'>, user: string, device: Device): Promise<string> => {
  const token = newSecret(environment);
  const at = instantOf(environment.now());
  if (await isAnothers(tx, device.id, user)) throw new Problem(409, 'device_taken');
  await revokeTokens(tx, device.id, at);
  await addToken(tx, { token_sha256: secretHash(token), device: device.id, device_name: device.name, user, created_at: at, revoked_at: null, last_seen_at: at, replaces: null });
  return token;
};

export const sessionAnswer = (store: Store, token: string, user: string, { name, email, role }: UserFields): SignInResponse => ({
  token,
  epoch: store.meta.epoch,
  user: { id: user, name, email, role },
});
