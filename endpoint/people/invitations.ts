import type { InvitationView, InviteRequest } from '#shared/sync/people.ts';
import type { SignInResponse } from '#shared/sync/protocol.ts';
import { hashPassword } from '../http/password.ts';
import { Problem } from '../problem.ts';
import { credentialOf, everybody, putCredential } from '../store/accounts.ts';
import { addInvitation, invitationWith, markUsed, revokeInvitation, waitingInvitations } from '../store/invitations.ts';
import type { StoredInvitation } from '../store/schema.ts';
import type { ReadTx } from '../store/store.ts';
import { requireAdmin, requireClients } from './accounts.ts';
import { instantOf, issueToken, newSecret, secretHash, sessionAnswer, type Device, type PeopleEnvironment } from './environment.ts';

const dayMs = 24 * 60 * 60_000;
const clientsOf = (invitation: StoredInvitation): readonly string[] | null => (invitation.clients === null ? null : (JSON.parse(invitation.clients) as string[]));

/**
 * Makes an invitation. Its code is told here and never again: only its hash is kept.
 * Throws Problem 403 `not_allowed`, 409 `email_taken`, 400 `invalid_input`.
 */
export const invite = async (environment: PeopleEnvironment, by: string, wanted: InviteRequest): Promise<{ readonly id: string; readonly code: string; readonly expiresAt: string }> => {
  const { store, now, newId } = environment;
  const [id, code] = [newId(), newSecret(environment)];
  const expiresAt = instantOf(now() + wanted.days * dayMs);
  const { name, email, role, profile, clients } = wanted;
  await store.write(async (tx) => {
    requireAdmin(await everybody(tx), by);
    if (await credentialOf(tx, email)) throw new Problem(409, 'email_taken');
    await requireClients(tx, clients);
    await addInvitation(tx, {
      id,
      code_sha256: secretHash(code),
      name,
      email,
      role,
      profile,
      clients: clients === null ? null : JSON.stringify(clients),
      created_by: by,
      created_at: instantOf(now()),
      expires_at: expiresAt,
      used_at: null,
      used_by: null,
      revoked_at: null,
    });
  });
  return { id, code, expiresAt };
};

export const takeBack = ({ store, now }: PeopleEnvironment, by: string, id: string): Promise<void> =>
  store.write(async (tx) => {
    requireAdmin(await everybody(tx), by);
    if (!(await revokeInvitation(tx, id, instantOf(now())))) throw new Problem(404, 'not_found', { entity: 'invitation', key: id });
  });

/** Those that are neither used nor taken back; the expired ones too, so that an admin sees why nobody came. */
export const openInvitations = async (tx: ReadTx, nowMs: number): Promise<readonly InvitationView[]> =>
  (await waitingInvitations(tx)).map((invitation) => ({
    id: invitation.id,
    name: invitation.name,
    email: invitation.email,
    role: invitation.role,
    profile: invitation.profile,
    clients: clientsOf(invitation)?.slice() ?? null,
    expiresAt: invitation.expires_at,
    expired: Date.parse(invitation.expires_at) <= nowMs,
  }));

/** The invitation of a code, if it still lets somebody in. Throws Problem 404 `invitation_invalid` { reason }. */
export const usableInvitation = async (tx: ReadTx, code: string, nowMs: number): Promise<StoredInvitation> => {
  const found = await invitationWith(tx, secretHash(code));
  const invalid = (reason: string): Problem => new Problem(404, 'invitation_invalid', { reason });
  if (!found) throw invalid('unknown');
  if (found.revoked_at !== null) throw invalid('revoked');
  if (found.used_at !== null) throw invalid('used');
  if (Date.parse(found.expires_at) <= nowMs) throw invalid('expired');
  return found;
};

/** Makes the invited person with his password and signs this device in; the invitation is used up in the same transaction. */
export const redeem = async (environment: PeopleEnvironment, code: string, password: string, device: Device): Promise<SignInResponse> => {
  const { store, together, now, newId, random } = environment;
  // Before the costly hash, so that a stranger's guesses cost nothing.
  await usableInvitation(store.now, code, now());
  const password_hash = await hashPassword(password, random(16));
  return together(async ({ tx, apply }) => {
    const invitation = await usableInvitation(tx, code, now());
    if (await credentialOf(tx, invitation.email)) throw new Problem(409, 'email_taken');
    const user = newId();
    const { name, email, role, profile } = invitation;
    const clients = clientsOf(invitation);
    const fields = { name, email, role, profile, clients: clients === null ? null : [...clients], closed_at: null };
    await apply([[{ kind: 'insert', entity: 'user', key: user, fields }]]);
    await putCredential(tx, { user, email, password_hash });
    await markUsed(tx, invitation.id, user, instantOf(now()));
    return sessionAnswer(store, await issueToken(tx, environment, user, device), user, fields);
  });
};
