import type { FastifyInstance } from 'fastify';
import type { Row } from '#shared/domain/entities/index.ts';
import { id } from '#shared/domain/primitives.ts';
import { linkRequest, linksQuery, type LinkView } from '#shared/sync/client-links.ts';
import type { Log } from '../log.ts';
import { instantOf, newSecret, secretHash, type PeopleEnvironment } from '../people/environment.ts';
import { Problem } from '../problem.ts';
import { addLink, linksOf, linkWithId, revokeLink } from '../store/client-links.ts';
import { rowOf } from '../store/rows.ts';
import type { StoredRow } from '../store/schema.ts';
import type { ReadTx } from '../store/store.ts';
import { maySee, type Actor } from '../sync/actor.ts';
import { parse } from './parse.ts';
import { requireSession, sessionOf } from './session.ts';

const dayMs = 24 * 60 * 60_000;

/** The ticket, if this person sees it. Throws Problem 404 `not_found`. */
const seenTicket = async (tx: ReadTx, actor: Actor, ticket: string): Promise<StoredRow> => {
  const row = await rowOf(tx, 'ticket', ticket);
  if (row === undefined || row.deleted === 1 || !maySee(actor, row.scope)) throw new Problem(404, 'not_found', { entity: 'ticket', key: ticket });
  return row;
};

/** Makes, lists and revokes links to the client's page, for whoever sees the ticket. */
export const linkRoutes = (app: FastifyInstance, environment: PeopleEnvironment & { readonly log: Log }): void => {
  const { store, now, newId, log } = environment;
  const guarded = { onRequest: requireSession(store, now), bodyLimit: 16 * 1024 } as const;

  app.post('/v1/links', guarded, async (request, reply) => {
    const wanted = parse(linkRequest, request.body);
    const { actor, user } = sessionOf(request);
    const [link, secret] = [newId(), newSecret(environment)];
    const expiresAt = instantOf(now() + wanted.days * dayMs);
    await store.write(async (tx) => {
      const ticket = await seenTicket(tx, actor, wanted.ticket);
      const contact = await rowOf(tx, 'contact', wanted.contact);
      const ofClient = contact !== undefined && contact.deleted === 0 && (JSON.parse(contact.fields) as Row<'contact'>).client === ticket.scope;
      if (!ofClient) throw new Problem(404, 'not_found', { entity: 'contact', key: wanted.contact });
      await addLink(tx, { id: link, secret_sha256: secretHash(secret), ticket: wanted.ticket, contact: wanted.contact, created_by: user, created_at: instantOf(now()), expires_at: expiresAt, revoked_at: null, rated_at: null });
    });
    log.info('link made', { link, ticket: wanted.ticket, by: user });
    reply.header('cache-control', 'no-store');
    return { id: link, secret, expiresAt };
  });

  app.get('/v1/links', guarded, async (request, reply) => {
    const { ticket } = parse(linksQuery, request.query);
    const { actor } = sessionOf(request);
    reply.header('cache-control', 'no-store');
    const links = await store.read(async (tx) => {
      await seenTicket(tx, actor, ticket);
      return linksOf(tx, ticket);
    });
    const at = instantOf(now());
    return {
      links: links.map((link): LinkView => ({ id: link.id, contact: link.contact, createdAt: link.created_at, expiresAt: link.expires_at, revoked: link.revoked_at !== null, expired: link.expires_at <= at })),
    };
  });

  app.post<{ Params: { link: string } }>('/v1/links/:link/revoke', guarded, async (request) => {
    const key = id.safeParse(request.params.link);
    const { actor, user } = sessionOf(request);
    await store.write(async (tx) => {
      const link = key.success ? await linkWithId(tx, key.data) : undefined;
      if (link === undefined) throw new Problem(404, 'not_found');
      await seenTicket(tx, actor, link.ticket);
      await revokeLink(tx, link.id, instantOf(now()));
    });
    log.info('link revoked', { link: key.data, by: user });
    return {};
  });
};
