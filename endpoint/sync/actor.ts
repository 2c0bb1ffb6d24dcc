import type { Row } from '#shared/domain/entities/index.ts';
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

/** A person as his row, `fields` as JSON text, makes him. */
export const actorOf = ({ user, fields }: { readonly user: string; readonly fields: string }): Actor => {
  const { role, clients } = JSON.parse(fields) as Pick<Row<'user'>, 'role' | 'clients'>;
  return { user, role, clients };
};

/** Rows without a client are the whole team's. */
export const maySee = (actor: Actor, scope: string | null): boolean => scope === null || actor.clients === null || actor.clients.includes(scope);
