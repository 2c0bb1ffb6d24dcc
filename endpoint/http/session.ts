import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { proto } from '#shared/sync/protocol.ts';
import { Problem } from '../problem.ts';
import { tokenOwner } from '../store/accounts.ts';
import type { Store } from '../store/store.ts';
import { actorOf, type Actor } from '../sync/actor.ts';

export interface Session {
  readonly user: string;
  readonly device: string;
  readonly tokenHash: string;
  readonly actor: Actor;
}

declare module 'fastify' {
  interface FastifyRequest {
    session: Session | null;
  }
}

export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');

/** The person behind a token as his row stands now. Throws Problem 401 `token_unknown` or `token_revoked`. */
const sessionOfHash = async (store: Store, hash: string): Promise<Session> => {
  const owner = await tokenOwner(store.now, hash);
  if (!owner) throw new Problem(401, 'token_unknown');
  const { user, device, fields } = owner;
  if (owner.revoked_at !== null || fields === null) throw new Problem(401, 'token_revoked');
  return { user, device, tokenHash: hash, actor: actorOf({ user, fields }) };
};

const bearer = /^Bearer ([\w-]{20,200})$/;

/** A hook for every route that needs somebody: checks the protocol's number and the token. */
export const requireSession =
  (store: Store) =>
  async (request: FastifyRequest, _reply: FastifyReply): Promise<void> => {
    const spoken = request.headers['x-carril-proto'];
    if (spoken !== undefined && spoken !== String(proto)) throw new Problem(426, 'protocol_too_old', { known: proto });
    const token = bearer.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) throw new Problem(401, 'token_unknown');
    request.session = await sessionOfHash(store, tokenHash(token));
  };

export const sessionOf = (request: FastifyRequest): Session => {
  if (request.session === null) throw new Error('a route without its session hook');
  return request.session;
};
