import type { Row } from '#shared/domain/entities/index.ts';
import type { UserRole } from '#shared/domain/enums.ts';
import { Problem } from '../problem.ts';
import { tokenOwner, wasSucceeded, type TokenOwner } from '../store/accounts.ts';
import type { ReadTx } from '../store/store.ts';

/** On whose behalf ops are applied. */
export interface Actor {
  /** Null: the endpoint itself. */
  readonly user: string | null;
  readonly role: UserRole;
  /** The clients that he serves; null is all of them. */
  readonly clients: readonly string[] | null;
}

export const endpointActor: Actor = { user: null, role: 'admin', clients: null };

/** A person as his row, `fields` as JSON text, makes him. */
export const actorOf = ({ user, fields }: { readonly user: string; readonly fields: string }): Actor => {
  const { role, clients } = JSON.parse(fields) as Pick<Row<'user'>, 'role' | 'clients'>;
  return { user, role, clients };
};

export interface KnownToken {
  readonly owner: TokenOwner;
  readonly actor: Actor;
}

/**
 * Who stands behind a token as he is at the transaction's moment. Throws Problem 401 `token_unknown`, or `token_revoked`,
 * with { succeeded: true } where the device goes on with another token: whoever still has this one is a copy of it.
 */
export const ownerOfToken = async (tx: ReadTx, tokenHash: string): Promise<KnownToken> => {
  const owner = await tokenOwner(tx, tokenHash);
  if (!owner) throw new Problem(401, 'token_unknown');
  const { user, device, fields, revoked_at } = owner;
  if (revoked_at !== null && (await wasSucceeded(tx, device, revoked_at))) throw new Problem(401, 'token_revoked', { succeeded: true });
  if (revoked_at !== null || owner.disabled_at !== null || fields === null) throw new Problem(401, 'token_revoked');
  return { owner, actor: actorOf({ user, fields }) };
};

/** Rows without a client are the whole team's. */
export const maySee = (actor: Actor, scope: string | null): boolean => scope === null || actor.clients === null || actor.clients.includes(scope);
