import type { FastifyInstance } from 'fastify';
import type { Row } from '#shared/domain/entities/index.ts';
import { signInRequest, type SignInResponse } from '#shared/sync/protocol.ts';
import { Problem } from '../problem.ts';
import { addToken, credentialOf, foldEmail, revokeTokens } from '../store/accounts.ts';
import { rowOf } from '../store/rows.ts';
import type { Store } from '../store/store.ts';
import { issuesOf } from '../sync/validate.ts';
import { createAttempts } from './attempts.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { tokenHash } from './session.ts';

export interface SignInEnvironment {
  readonly store: Store;
  readonly now: () => number;
  readonly random: (bytes: number) => Uint8Array;
}

/** `POST /v1/sign-in`: a password against a token for one device. */
export const signInRoute = (app: FastifyInstance, { store, now, random }: SignInEnvironment): void => {
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
    const row = credential && right ? await rowOf(store.now, 'user', credential.user) : undefined;
    if (!credential || !row || row.deleted === 1) throw new Problem(401, 'wrong_credentials');
    attempts.succeeded(who);
    const token = Buffer.from(random(32)).toString('base64url');
    const at = new Date(now()).toISOString();
    await store.write(async (tx) => {
      await revokeTokens(tx, device.id, at);
      await addToken(tx, { token_sha256: tokenHash(token), device: device.id, device_name: device.name, user: credential.user, created_at: at, revoked_at: null });
    });
    const user = JSON.parse(row.fields) as Row<'user'>;
    return { token, epoch: store.meta.epoch, user: { id: credential.user, name: user.name, email: user.email, role: user.role } };
  });
};
