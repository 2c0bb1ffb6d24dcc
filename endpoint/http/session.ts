import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Row } from '#shared/domain/entities/index.ts';
import { proto } from '#shared/sync/protocol.ts';
import { Problem } from '../problem.ts';
import type { Store } from '../store/store.ts';
import type { Actor } from '../sync/actor.ts';

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
export const sessionOfHash = (store: Store, hash: string): Session => {
  const token = store.accounts.token(hash);
  if (!token) throw new Problem(401, 'token_unknown');
  const row = store.rows.get('user', token.user);
  if (token.revoked_at !== null || !row || row.deleted === 1) throw new Problem(401, 'token_revoked');
  const { role, clients } = JSON.parse(row.fields) as Pick<Row<'user'>, 'role' | 'clients'>;
  return { user: token.user, device: token.device, tokenHash: hash, actor: { user: token.user, role, clients } };
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
    request.session = sessionOfHash(store, tokenHash(token));
  };

export const sessionOf = (request: FastifyRequest): Session => {
  if (request.session === null) throw new Error('a route without its session hook');
  return request.session;
};
