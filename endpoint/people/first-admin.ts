import type { z } from 'zod';
import type { firstAdminRequest } from '#shared/sync/people.ts';
import type { SignInResponse } from '#shared/sync/protocol.ts';
import { hashPassword } from '../http/password.ts';
import { Problem } from '../problem.ts';
import { credentialOf, everybody, putCredential } from '../store/accounts.ts';
import { dropNote, noteOf, putNote } from '../store/meta.ts';
import type { ReadTx } from '../store/store.ts';
import { instantOf, isActiveAdmin, issueToken, sameHash, secretHash, sessionAnswer, type PeopleEnvironment } from './environment.ts';

/** A person has a day from the start that printed the code; the next start prints another. */
const validMs = 24 * 60 * 60_000;
const note = 'first_admin_code';

/** Crockford's alphabet: no letter is taken for a digit. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** As it is hashed: capitals without dashes, and the letters that people read as digits. */
const plain = (code: string): string => code.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');

const hasAdmin = async (tx: ReadTx): Promise<boolean> => (await everybody(tx)).some(isActiveAdmin);

export interface FirstAdminCode {
  /** Five groups of five, 125 bits. */
  readonly code: string;
  readonly expiresAt: string;
}

/** While nobody can manage the team: a new code, in the place of the one before. Null once there is an admin. Only its hash is kept. */
export const newFirstAdminCode = ({ store, now, random }: PeopleEnvironment): Promise<FirstAdminCode | null> =>
  store.write(async (tx) => {
    if (await hasAdmin(tx)) return null;
    const letters = [...random(25)].map((byte) => alphabet[byte % 32]).join('');
    const code = letters.match(/.{5}/g)?.join('-') ?? letters;
    const expiresAt = instantOf(now() + validMs);
    await putNote(tx, note, JSON.stringify({ hash: secretHash(plain(code)), expiresAt }));
    return { code, expiresAt };
  });

/** Throws Problem 404 `first_admin_code_invalid`, whatever is wrong with it. */
const requireCode = async (tx: ReadTx, code: string, nowMs: number): Promise<void> => {
  const kept = await noteOf(tx, note);
  const { hash, expiresAt } = kept === undefined ? { hash: secretHash(''), expiresAt: instantOf(0) } : (JSON.parse(kept) as { hash: string; expiresAt: string });
  const same = sameHash(secretHash(plain(code)), hash);
  if (!same || Date.parse(expiresAt) <= nowMs || (await hasAdmin(tx))) throw new Problem(404, 'first_admin_code_invalid');
};

/** Makes the first admin, who sees all clients, and signs his device in. The code is used up in the same transaction. */
export const makeFirstAdmin = async (environment: PeopleEnvironment, { code, name, email, password, device }: z.output<typeof firstAdminRequest>): Promise<SignInResponse> => {
  const { store, together, now, newId, random } = environment;
  await requireCode(store.now, code, now());
  const password_hash = await hashPassword(password, random(16));
  return together(async ({ tx, apply }) => {
    await requireCode(tx, code, now());
    if (await credentialOf(tx, email)) throw new Problem(409, 'email_taken');
    await dropNote(tx, note);
    const user = newId();
    const fields = { name, email, role: 'admin', profile: 'functional', clients: null, closed_at: null } as const;
    await apply([[{ kind: 'insert', entity: 'user', key: user, fields }]]);
    await putCredential(tx, { user, email, password_hash });
    return sessionAnswer(store, await issueToken(tx, environment, user, device), user, fields);
  });
};
