import type { FastifyInstance } from 'fastify';
import { signInRequest, type SignInResponse } from '#shared/sync/protocol.ts';
import { Problem } from '../problem.ts';
import { fieldsOf, issueToken, sessionAnswer, type PeopleEnvironment } from '../people/environment.ts';
import { credentialOf, foldEmail } from '../store/accounts.ts';
import { rowOf } from '../store/rows.ts';
import { issuesOf } from '../sync/validate.ts';
import { createAttempts } from './attempts.ts';
import { hashPassword, verifyPassword } from './password.ts';

/** `POST /v1/sign-in`: a password against a token for one device. */
export const signInRoute = (app: FastifyInstance, environment: PeopleEnvironment): void => {
  const { store, now, random } = environment;
  const attempts = createAttempts(now);
  // An unknown e-mail costs as much time as a wrong password.
  let nobody: Promise<string> | null = null;
  const hashOfNobody = (): Promise<string> => (nobody ??= hashPassword('nobody', random(16)));

  app.post('/v1/sign-in', { bodyLimit: 16 * 1024, config: { signIn: true } }, async (request): Promise<SignInResponse> => {
    const parsed = signInRequest.safeParse(request.body);
    if (!parsed.success) throw new Problem(400, 'invalid_input', { issues: issuesOf(parsed.error) });
    const { email, password, device } = parsed.data;
    const who = `${request.ip} ${foldEmail(email)}`;
    const wait = attempts.waitSeconds(who);
    if (wait !== null) throw new Problem(429, 'too_many_attempts', { retry_after_s: wait });
    // Counted before the hash is worked out, so that many at once are not all let through.
    attempts.failed(who);
    const credential = await credentialOf(store.now, email);
    const right = await verifyPassword(password, credential?.password_hash ?? (await hashOfNobody()));
    if (!credential || !right) throw new Problem(401, 'wrong_credentials');
    attempts.succeeded(who);
    return store.write(async (tx) => {
      // Asked again where the token is given: the account may have been closed, or its password changed, meanwhile.
      const [standing, row] = [await credentialOf(tx, email), await rowOf(tx, 'user', credential.user)];
      if (standing?.password_hash !== credential.password_hash || !row || row.deleted === 1) throw new Problem(401, 'wrong_credentials');
      if (standing.disabled_at !== null) throw new Problem(403, 'account_disabled');
      return sessionAnswer(store, await issueToken(tx, environment, credential.user, device), credential.user, fieldsOf(row));
    });
  });
};
