import { hostname } from 'node:os';
import type { CoreContract } from '#shared/contract/core.ts';
import type { ParsedOf } from '#shared/contract/method.ts';
import type { SessionView } from '#shared/contract/views.ts';
import { AppError } from '#shared/errors.ts';
import { signInResponse } from '#shared/sync/protocol.ts';
import { statement, write, type ReadDb } from '../db/handles.ts';
import { getMeta, setMeta } from '../db/meta.ts';
import { readSessionUser } from '../open-spine.ts';
import type { Spine } from '../spine.ts';
import { createHttp } from './http.ts';
import { renumber } from './push.ts';

export const sessionView = (db: ReadDb, device: string, hasToken: boolean): SessionView => ({
  user: readSessionUser(db),
  device,
  endpoint: getMeta(db, 'endpoint'),
  demo: getMeta(db, 'demo') === '1',
  authorised: hasToken && getMeta(db, 'authorised') !== '0',
});

/** A name by which the team knows this device in its list: the computer's, which the person gave it. */
const deviceName = (): string => hostname().slice(0, 120);

/**
 * Signs this desk in. What another person left unsent must go out under that person's name, or not at all.
 * Errors: wrong_credentials, endpoint_unreachable, endpoint_garbled, endpoint_refused, not_allowed, invalid_input.
 */
export const signIn = async (spine: Spine, fetcher: typeof fetch, input: ParsedOf<CoreContract['session.signIn']>, onToken: (token: string) => void): Promise<void> => {
  const address = new URL(input.address);
  if (address.protocol !== 'http:' && address.protocol !== 'https:') throw new AppError('invalid_input', { issues: [{ path: 'address', message: 'http(s)' }] });
  const http = createHttp({ fetch: fetcher, address: () => address.href, token: () => null });
  const answer = await http.json(
    { method: 'POST', path: '/v1/sign-in', body: { email: input.email, password: input.password, device: { id: spine.deviceId, name: deviceName() } } },
    signInResponse,
  );
  const before = readSessionUser(spine.db);
  const waits = statement(spine.db, "SELECT 1 FROM outbox WHERE state = 'waiting' LIMIT 1").get() !== undefined;
  if (before !== null && before.id !== answer.user.id && waits) throw new AppError('not_allowed', { reason: 'other_user_pending' });
  write(spine.db, (tx) => {
    const epoch = getMeta(tx, 'epoch');
    if (epoch !== null && epoch !== answer.epoch) {
      setMeta(tx, 'cursor', '0');
      renumber(tx);
    }
    setMeta(tx, 'user', JSON.stringify(answer.user));
    setMeta(tx, 'endpoint', address.href);
    setMeta(tx, 'demo', input.demo ? '1' : '0');
    setMeta(tx, 'authorised', '1');
    setMeta(tx, 'epoch', answer.epoch);
  });
  onToken(answer.token);
};
