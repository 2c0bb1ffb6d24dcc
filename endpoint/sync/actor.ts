import type { UserRole } from '#shared/domain/enums.ts';

/** On whose behalf ops are applied. */
export interface Actor {
  /** Null: the endpoint itself. */
  readonly user: string | null;
  readonly role: UserRole;
  /** The clients that he serves; null is all of them. */
  readonly clients: readonly string[] | null;
}

export const endpointActor: Actor = { user: null, role: 'admin', clients: null };

/** Rows without a client are the whole team's. */
export const maySee = (actor: Actor, scope: string | null): boolean => scope === null || actor.clients === null || actor.clients.includes(scope);
