import type { ConsultantRole, UserRole } from '#shared/domain/enums.ts';
import { AppError } from '#shared/errors.ts';
import type { OpResult } from '#shared/sync/protocol.ts';
import { hashPassword } from './http/password.ts';
import type { Store } from './store/store.ts';
import type { OwnOp } from './sync/own-ops.ts';

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
  readonly apply: (commands: readonly (readonly OwnOp[])[]) => readonly OpResult[];
  readonly newId: () => string;
  readonly random: (bytes: number) => Uint8Array;
}

const emailTaken = (): AppError => new AppError('invalid_input', { issues: [{ path: 'email', message: 'taken' }] });

/** The person's row and his password, together or not at all. */
export const addUser = async ({ store, apply, newId, random }: AccountsEnvironment, user: NewUser): Promise<{ readonly id: string }> => {
  if (user.password.length === 0) throw new AppError('invalid_input', { issues: [{ path: 'password', message: 'empty' }] });
  if (store.accounts.byEmail(user.email)) throw emailTaken();
  const password_hash = await hashPassword(user.password, random(16));
  const id = newId();
  const clients = user.clients === undefined || user.clients === null ? null : [...user.clients];
  const fields = { name: user.name, email: user.email, role: user.role ?? 'consultant', profile: user.profile ?? 'functional', clients };
  store.db
    .transaction(() => {
      if (store.accounts.byEmail(user.email)) throw emailTaken();
      const [result] = apply([[{ kind: 'insert', entity: 'user', key: id, fields }]]);
      if (result?.is !== 'applied') throw new AppError('invalid_input', result?.details ?? {});
      store.accounts.put({ user: id, email: user.email, password_hash });
    })
    .immediate();
  return { id };
};

export const setPassword = async ({ store, random }: AccountsEnvironment, email: string, password: string): Promise<void> => {
  const known = store.accounts.byEmail(email);
  if (!known) throw new AppError('not_found', { entity: 'user' });
  store.accounts.put({ ...known, password_hash: await hashPassword(password, random(16)) });
};
