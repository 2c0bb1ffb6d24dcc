import type { FastifyInstance, FastifyRequest } from 'fastify';
import { firstAdminRequest, openInvitationRequest, redeemRequest } from '#shared/sync/people.ts';
import type { SignInResponse } from '#shared/sync/protocol.ts';
import type { PeopleEnvironment } from '../people/environment.ts';
import { makeFirstAdmin } from '../people/first-admin.ts';
import { redeem, usableInvitation } from '../people/invitations.ts';
import { Problem } from '../problem.ts';
import { createAttempts } from './attempts.ts';
import { parse } from './parse.ts';

const bodyLimit = 16 * 1024;
/** A password is hashed. */
const hashing = { bodyLimit, config: { signIn: true } } as const;

/** What a browser shows of an invitation's link. The code stands behind the # and never comes here. */
const joinPage = 'Esta es una invitación de Carril. Copia el enlace entero y pégalo en Carril: Unirse a un equipo.\nThis is an invitation to Carril. Copy the whole link and paste it into Carril: Join a team.\n';

/** The ways in for somebody who has no password yet: the first admin's code and the invitations' links. */
export const joinRoutes = (app: FastifyInstance, environment: PeopleEnvironment): void => {
  const { store, now } = environment;
  const attempts = createAttempts(now);

  /** Codes are long, so that guessing is hopeless; this keeps it from costing us anything. */
  const counted = async <T>(request: FastifyRequest, work: () => Promise<T>): Promise<T> => {
    const wait = attempts.waitSeconds(request.ip);
    if (wait !== null) throw new Problem(429, 'too_many_attempts', { retry_after_s: wait });
    attempts.failed(request.ip);
    const result = await work();
    attempts.succeeded(request.ip);
    return result;
  };

  app.get('/join', async (_request, reply) => reply.header('content-type', 'text/plain; charset=utf-8').header('referrer-policy', 'no-referrer').send(joinPage));

  app.post('/v1/first-admin', hashing, async (request): Promise<SignInResponse> => {
    const wanted = parse(firstAdminRequest, request.body);
    return counted(request, () => makeFirstAdmin(environment, wanted));
  });

  app.post('/v1/invitations/open', { bodyLimit }, async (request) => {
    const { code } = parse(openInvitationRequest, request.body);
    const { name, email, role, expires_at } = await counted(request, () => usableInvitation(store.now, code, now()));
    return { name, email, role, expiresAt: expires_at };
  });

  app.post('/v1/invitations/redeem', hashing, async (request): Promise<SignInResponse> => {
    const { code, password, device } = parse(redeemRequest, request.body);
    return counted(request, () => redeem(environment, code, password, device));
  });
};
