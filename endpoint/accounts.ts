import type { ConsultantRole, UserRole } from '#shared/domain/enums.ts';
import { AppError } from '#shared/errors.ts';
import { hashPassword } from './http/password.ts';
import { credentialOf, putCredential } from './store/accounts.ts';
import type { Store } from './store/store.ts';
import type { OwnWork } from './sync/own-ops.ts';

export interface NewUser {
  readonly name: string;
  readonly email: string;
  readonly password: string;
  readonly role?: UserRole;
  readonly profile?: ConsultantRole;
  /** Ids of the clients that he serves; null, as when it is left out, is all of them. */
  readonly clients?: readonly string[] | null;
}

export interface AccountsEnvironment {
  readonly store: Store;
  readonly together: (work: (own: OwnWork) => Promise<void>) => Promise<unknown>;
  readonly newId: () => string;
  readonly random: (bytes: number) => Uint8Array;
}

const emailTaken = (): AppError => new AppError('invalid_input', { issues: [{ path: 'email', message: 'taken' }] });

/** The person's row and his password, together or not at all. */
export const addUser = async ({ store, together, newId, random }: AccountsEnvironment, user: NewUser): Promise<{ readonly id: string }> => {
  if (user.password.length === 0) throw new AppError('invalid_input', { issues: [{ path: 'password', message: 'empty' }] });
  if (await credentialOf(store.now, user.email)) throw emailTaken();
  const password_hash = await hashPassword(user.password, random(16));
  const id = newId();
  const clients = user.clients === undefined || user.clients === null ? null : [...user.clients];
  const fields = { name: user.name, email: user.email, role: user.role ?? 'consultant', profile: user.profile ?? 'functional', clients, closed_at: null };
  await together(async ({ tx, apply }) => {
    if (await credentialOf(tx, user.email)) throw emailTaken();
    await apply([[{ kind: 'insert', entity: 'user', key: id, fields }]]);
    await putCredential(tx, { user: id, email: user.email, password_hash });
  });
  return { id };
};

export const setPassword = async ({ store, random }: AccountsEnvironment, email: string, password: string): Promise<void> => {
  const password_hash = await hashPassword(password, random(16));
  await store.write(async (tx) => {
    const known = await credentialOf(tx, email);
    if (!known) throw new AppError('not_found', { entity: 'user' });
    await putCredential(tx, { ...known, password_hash });
  });
};
