import type { SessionView } from '#shared/contract/views.ts';
import { userRoles, type UserRole } from '#shared/domain/enums.ts';
import type { ReadDb } from './db/connection.ts';
import { getMeta } from './db/meta.ts';

/** The signed-in person as meta `user` keeps it. */
export interface SessionUser {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: UserRole;
}

/** What of a value makes a person; null: it is none. Without a schema: it is read before the schemas are loaded. */
export const asSessionUser = (value: unknown): SessionUser | null => {
  if (typeof value !== 'object' || value === null) return null;
  const { id, name, email, role } = value as Partial<Record<keyof SessionUser, unknown>>;
  if (typeof id !== 'string' || typeof name !== 'string' || typeof email !== 'string' || !userRoles.includes(role as UserRole)) return null;
  return { id, name, email, role: role as UserRole };
};

/** Null: nobody has signed in on this desk. */
export const readSessionUser = (db: ReadDb): SessionUser | null => {
  const text = getMeta(db, 'user');
  if (text === null) return null;
  const user = asSessionUser(JSON.parse(text));
  if (user === null) throw new Error('the desk does not know its person');
  return user;
};

export const sessionView = (db: ReadDb, device: string, hasToken: boolean): SessionView => ({
  user: readSessionUser(db),
  device,
  endpoint: getMeta(db, 'endpoint'),
  demo: getMeta(db, 'demo') === '1',
  authorised: hasToken && getMeta(db, 'authorised') !== '0',
});
