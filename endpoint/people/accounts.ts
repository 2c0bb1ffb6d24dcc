import { entities } from '#shared/domain/entities/index.ts';
import type { Json } from '#shared/domain/primitives.ts';
import { baseFor, type Stamps } from '#shared/sync/merge.ts';
import type { PersonChange } from '#shared/sync/people.ts';
import { hashPassword, verifyPassword } from '../http/password.ts';
import { Problem } from '../problem.ts';
import { credentialOfUser, everybody, putCredential, revokeTokensOf, setDisabled, type Person } from '../store/accounts.ts';
import { rowsOf } from '../store/rows.ts';
import type { ReadTx, WriteTx } from '../store/store.ts';
import { fieldsOf, instantOf, isActiveAdmin, type PeopleEnvironment } from './environment.ts';

/** Asked inside the transaction: who was an admin when the request came in may not be one any more. Throws Problem 403. */
export const requireAdmin = (people: readonly Person[], user: string): void => {
  if (!people.some((person) => person.user === user && isActiveAdmin(person))) throw new Problem(403, 'not_allowed', { reason: 'admins_only' });
};

/** Grants name clients that are there. Throws Problem 400. */
export const requireClients = async (tx: ReadTx, clients: readonly string[] | null): Promise<void> => {
  if (clients === null) return;
  const found = new Set((await rowsOf(tx, clients.map((key) => ['client', key] as const))).filter((row) => row.deleted === 0).map((row) => row.key));
  const unknown = clients.filter((key) => !found.has(key));
  if (unknown.length > 0) throw new Problem(400, 'invalid_input', { issues: [{ path: 'clients', message: 'unknown' }] });
};

const personIn = (people: readonly Person[], id: string): Person => {
  const found = people.find((person) => person.user === id);
  if (!found) throw new Problem(404, 'not_found', { entity: 'user', key: id });
  return found;
};

export interface Changed {
  /** What he may see or do has changed: his streams begin anew. */
  readonly rights: boolean;
}

/**
 * An admin changes a person: name, role, profile, grants, whether he may come in. All of it or nothing.
 * Throws Problem 403 `not_allowed`, 404 `not_found`, 409 `last_admin`, 400 `invalid_input`.
 */
export const changePerson = ({ together, now }: PeopleEnvironment, by: string, id: string, change: PersonChange): Promise<Changed> =>
  together(async ({ tx, apply }) => {
    const people = await everybody(tx);
    requireAdmin(people, by);
    const person = personIn(people, id);
    const { enabled = person.disabled_at === null, ...given } = change;
    const before = fieldsOf(person);
    const at = instantOf(now());
    const fields = { ...given, closed_at: enabled ? null : (person.disabled_at ?? at) };
    const role = fields.role ?? before.role;
    const stays = enabled && role === 'admin';
    if (isActiveAdmin(person) && !stays && !people.some((other) => other.user !== id && isActiveAdmin(other))) throw new Problem(409, 'last_admin');
    await requireClients(tx, fields.clients ?? null);
    const changed = Object.entries(fields).flatMap(([field, value]): (readonly [string, Json])[] =>
      value === undefined || JSON.stringify(value) === JSON.stringify(before[field as keyof typeof before] ?? null) ? [] : [[field, value]],
    );
    if (changed.length > 0) {
      const base = baseFor(entities.user, JSON.parse(person.stamps) as Stamps, changed.map(([field]) => field));
      await apply([[{ kind: 'patch', entity: 'user', key: id, fields: Object.fromEntries(changed), base }]]);
    }
    const wasEnabled = person.disabled_at === null;
    if (enabled !== wasEnabled) {
      await setDisabled(tx, id, enabled ? null : at);
      if (!enabled) await revokeTokensOf(tx, id, at);
    }
    return { rights: enabled !== wasEnabled || changed.some(([field]) => field === 'role' || field === 'clients') };
  });

/** Says of whose account is closed that it is, where an earlier version has kept it from the desks. */
export const tellClosed = async ({ store, together }: PeopleEnvironment): Promise<void> => {
  const untold = ({ fields, disabled_at, email }: Person): boolean => email !== null && disabled_at !== (fieldsOf({ fields }).closed_at ?? null);
  if (!(await everybody(store.now)).some(untold)) return;
  await together(async ({ tx, apply }) => {
    const people = (await everybody(tx)).filter(untold);
    await apply(people.map(({ user, stamps, disabled_at }) => [{ kind: 'patch', entity: 'user', key: user, fields: { closed_at: disabled_at }, base: baseFor(entities.user, JSON.parse(stamps) as Stamps, ['closed_at']) }]));
  });
};

/** Someone who may be given a password here. */
const accountIn = async (tx: WriteTx, user: string): Promise<{ readonly email: string }> => {
  const known = await credentialOfUser(tx, user);
  if (!known) throw new Problem(404, 'not_found', { entity: 'user', key: user });
  return { email: known.email };
};

/** Letters and digits that are not taken for one another; 80 bits. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';
const madePassword = (random: PeopleEnvironment['random']): string => {
  let text = '';
  // Bytes beyond the last whole round of the alphabet would make some letters likelier.
  while (text.length < 16) for (const byte of random(32)) if (byte < 248 && text.length < 16) text += alphabet[byte % alphabet.length];
  return text.match(/.{4}/g)?.join('-') ?? text;
};

/** An admin gives a person a new password, told here and never again. All his devices have to sign in with it. */
export const resetPassword = async ({ store, now, random }: PeopleEnvironment, by: string, id: string): Promise<string> => {
  const password = madePassword(random);
  const password_hash = await hashPassword(password, random(16));
  await store.write(async (tx) => {
    requireAdmin(await everybody(tx), by);
    await putCredential(tx, { user: id, ...(await accountIn(tx, id)), password_hash });
    await revokeTokensOf(tx, id, instantOf(now()));
  });
  return password;
};

/** One's own password. The other devices have to sign in again; this one stays. Throws Problem 401 `wrong_credentials`. */
export const changeOwnPassword = async ({ store, now, random }: PeopleEnvironment, session: { readonly user: string; readonly device: string }, current: string, next: string): Promise<void> => {
  const known = await credentialOfUser(store.now, session.user);
  if (!known || !(await verifyPassword(current, known.password_hash))) throw new Problem(401, 'wrong_credentials');
  const password_hash = await hashPassword(next, random(16));
  await store.write(async (tx) => {
    const standing = await credentialOfUser(tx, session.user);
    // Reset or closed while the hashes were worked out.
    if (standing?.password_hash !== known.password_hash || standing.disabled_at !== null) throw new Problem(401, 'wrong_credentials');
    await putCredential(tx, { user: session.user, email: known.email, password_hash });
    await revokeTokensOf(tx, session.user, instantOf(now()), session.device);
  });
};
