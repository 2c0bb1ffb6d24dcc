import type { FastifyReply, FastifyRequest } from 'fastify';
import { oldestSchema, proto } from '#shared/sync/protocol.ts';
import { Problem } from '../problem.ts';
import { instantOf, secretHash } from '../people/environment.ts';
import { sawToken, settleRotation, type TokenOwner } from '../store/accounts.ts';
import type { Store } from '../store/store.ts';
import { ownerOfToken, type Actor } from '../sync/actor.ts';

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

/** How old «last seen» may be before a request renews it: to write at each would make every read a write. */
const seenMs = 5 * 60_000;

/** Notes that the token was used. The first use of a rotation's new token ends the old one, before anything is answered. */
const noteUse = async (store: Store, hash: string, owner: TokenOwner, nowMs: number): Promise<void> => {
  const { replaces, last_seen_at } = owner;
  const stale = last_seen_at === null || Math.abs(nowMs - Date.parse(last_seen_at)) > seenMs;
  if (replaces === null && !stale) return;
  await store.write(async (tx) => {
    if (replaces !== null) await settleRotation(tx, hash, replaces, instantOf(nowMs));
    await sawToken(tx, hash, instantOf(nowMs));
  });
};

/** The person behind a token as his row stands now. Throws Problem 401 `token_unknown` or `token_revoked`. */
const sessionOfHash = async (store: Store, now: () => number, hash: string): Promise<Session> => {
  const { owner, actor } = await ownerOfToken(store.now, hash);
  await noteUse(store, hash, owner, now());
  return { user: owner.user, device: owner.device, tokenHash: hash, actor };
};

const bearer = /^Bearer ([\w-]{20,200})$/;

/** A hook for every route that needs somebody: checks the protocol's number and the token. */
export const requireSession =
  (store: Store, now: () => number = Date.now) =>
  async (request: FastifyRequest, _reply: FastifyReply): Promise<void> => {
    const spoken = request.headers['x-carril-proto'];
    if (spoken !== undefined && spoken !== String(proto)) throw new Problem(426, 'protocol_too_old', { known: proto });
    const schema = request.headers['x-carril-schema'];
    if (schema !== undefined && !(Number(schema) >= oldestSchema)) throw new Problem(426, 'protocol_too_old', { known: oldestSchema });
    const token = bearer.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) throw new Problem(401, 'token_unknown');
    request.session = await sessionOfHash(store, now, secretHash(token));
  };

export const sessionOf = (request: FastifyRequest): Session => {
  if (request.session === null) throw new Error('a route without its session hook');
  return request.session;
};
