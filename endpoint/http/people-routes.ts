import type { FastifyInstance, FastifyRequest } from 'fastify';
import { id } from '#shared/domain/primitives.ts';
import { inviteRequest, passwordRequest, personChange, type TeamResponse } from '#shared/sync/people.ts';
import { changeOwnPassword, changePerson, resetPassword } from '../people/accounts.ts';
import { ownDevices, revokeDevice, rotateToken, teamOf } from '../people/devices.ts';
import type { PeopleEnvironment } from '../people/environment.ts';
import { invite, takeBack } from '../people/invitations.ts';
import { Problem } from '../problem.ts';
import type { Log } from '../log.ts';
import { createAttempts } from './attempts.ts';
import type { Live } from './live.ts';
import { parse } from './parse.ts';
import { requireSession, sessionOf } from './session.ts';

/** The id in the path. */
const named = (request: FastifyRequest, name: string): string => {
  const parsed = id.safeParse((request.params as Readonly<Record<string, unknown>>)[name]);
  if (!parsed.success) throw new Problem(404, 'not_found');
  return parsed.data;
};

/** One's own devices and password, and what an admin does with the team. Whatever takes an access ends its streams before it answers. */
export const peopleRoutes = (app: FastifyInstance, environment: PeopleEnvironment & { readonly live: Live; readonly log: Log }): void => {
  const { store, now, live, log } = environment;
  const attempts = createAttempts(now);
  const onRequest = requireSession(store, now);
  const noStore = { onRequest, bodyLimit: 64 * 1024 } as const;

  app.get('/v1/devices', noStore, async (request) => ({ devices: await store.read((tx) => ownDevices(tx, sessionOf(request))) }));

  app.post('/v1/devices/:device/revoke', noStore, async (request) => {
    const device = named(request, 'device');
    await revokeDevice(environment, sessionOf(request), device);
    await live.endRevoked();
    log.info('device revoked', { device, by: sessionOf(request).user });
    return {};
  });

  app.post('/v1/token/rotate', noStore, async (request, reply) => {
    const token = await rotateToken(environment, sessionOf(request));
    reply.header('cache-control', 'no-store');
    return { token };
  });

  app.post('/v1/password', noStore, async (request) => {
    const { current, next } = parse(passwordRequest, request.body);
    const session = sessionOf(request);
    const wait = attempts.waitSeconds(session.user);
    if (wait !== null) throw new Problem(429, 'too_many_attempts', { retry_after_s: wait });
    attempts.failed(session.user);
    await changeOwnPassword(environment, session, current, next);
    attempts.succeeded(session.user);
    await live.endRevoked();
    log.info('password changed', { user: session.user });
    return {};
  });

  app.get('/v1/team', noStore, async (request, reply): Promise<TeamResponse> => {
    reply.header('cache-control', 'no-store');
    return store.read((tx) => teamOf(tx, sessionOf(request), now()));
  });

  app.post('/v1/team/people/:person', noStore, async (request) => {
    const person = named(request, 'person');
    const { rights } = await changePerson(environment, sessionOf(request).user, person, parse(personChange, request.body));
    // What he may see has changed: his desks come back at once and hear of it.
    if (rights) live.endUser(person);
    log.info('person changed', { person, by: sessionOf(request).user, rights });
    return {};
  });

  app.post('/v1/team/people/:person/password', noStore, async (request, reply) => {
    const person = named(request, 'person');
    const password = await resetPassword(environment, sessionOf(request).user, person);
    await live.endRevoked();
    log.info('password reset', { person, by: sessionOf(request).user });
    reply.header('cache-control', 'no-store');
    return { password };
  });

  app.post('/v1/team/invitations', noStore, async (request, reply) => {
    const made = await invite(environment, sessionOf(request).user, parse(inviteRequest, request.body));
    log.info('invited', { invitation: made.id, by: sessionOf(request).user });
    reply.header('cache-control', 'no-store');
    return made;
  });

  app.post('/v1/team/invitations/:invitation/revoke', noStore, async (request) => {
    const invitation = named(request, 'invitation');
    await takeBack(environment, sessionOf(request).user, invitation);
    log.info('invitation revoked', { invitation, by: sessionOf(request).user });
    return {};
  });
};
