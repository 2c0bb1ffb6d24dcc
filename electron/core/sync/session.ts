import { hostname } from 'node:os';
import type { CoreContract } from '#shared/contract/core.ts';
import type { ParsedOf } from '#shared/contract/method.ts';
import { entityNames } from '#shared/domain/entities/index.ts';
import { AppError } from '#shared/errors.ts';
import { signInResponse } from '#shared/sync/protocol.ts';
import { statement, write, type WriteDb } from '../db/handles.ts';
import { getMeta, setMeta } from '../db/meta.ts';
import { readSessionUser } from '../session-view.ts';
import type { Spine } from '../spine.ts';
import { rememberAll } from './forgotten.ts';
import { createHttp } from './http.ts';
import { meetEpoch } from './epoch.ts';

/** A name by which the team knows this device in its list: the computer's, which the person gave it. */
const deviceName = (): string => hostname().slice(0, 120);

/** Another person may see other clients' rows: what the one before copied goes, and the copy begins anew. Files and refused changes stay. */
const forgetCopy = (tx: WriteDb): void => {
  for (const entity of entityNames) statement(tx, `DELETE FROM "${entity}"`).run();
  statement(tx, 'DELETE FROM sync_base').run();
  statement(tx, "INSERT INTO ticket_text (ticket_text) VALUES ('delete-all')").run();
  setMeta(tx, 'cursor', '0');
  setMeta(tx, 'snapshot', null);
  setMeta(tx, 'grants', null);
  setMeta(tx, 'replay', null);
  statement(tx, 'DELETE FROM sent_log').run();
  statement(tx, 'DELETE FROM unknown_part').run();
  rememberAll(tx);
};

export interface SignInWorld {
  readonly fetch: typeof fetch;
  readonly closing: () => AbortSignal;
  /** Runs `work` while no sync is under way: a page that was asked for as one person is never laid as another. */
  readonly between: (work: () => void) => Promise<void>;
  readonly onToken: (token: string) => void;
}

/**
 * Signs this desk in. What another person left unsent must go out under that person's name, or not at all.
 * Errors: wrong_credentials, endpoint_unreachable, endpoint_garbled, endpoint_refused, not_allowed, invalid_input.
 */
export const signIn = async (spine: Spine, { fetch: fetcher, closing, between, onToken }: SignInWorld, input: ParsedOf<CoreContract['session.signIn']>): Promise<void> => {
  const address = new URL(input.address);
  if (address.protocol !== 'http:' && address.protocol !== 'https:') throw new AppError('invalid_input', { issues: [{ path: 'address', message: 'http(s)' }] });
  const http = createHttp({ closing, fetch: fetcher, address: () => address.href, token: () => null });
  const answer = await http.json(
    { method: 'POST', path: '/v1/sign-in', body: { email: input.email, password: input.password, device: { id: spine.deviceId, name: deviceName() } } },
    signInResponse,
  );
  await between(() => {
    const before = readSessionUser(spine.db);
    const waits = statement(spine.db, "SELECT 1 FROM outbox WHERE state = 'waiting' LIMIT 1").get() !== undefined;
    if (before !== null && before.id !== answer.user.id && waits) throw new AppError('not_allowed', { reason: 'other_user_pending' });
    write(spine.db, (tx) => {
      if (before !== null && before.id !== answer.user.id) forgetCopy(tx);
      const epoch = getMeta(tx, 'epoch');
      if (epoch !== null && epoch !== answer.epoch) meetEpoch(tx, answer.epoch);
      setMeta(tx, 'user', JSON.stringify(answer.user));
      setMeta(tx, 'endpoint', address.href);
      setMeta(tx, 'demo', input.demo ? '1' : '0');
      setMeta(tx, 'authorised', '1');
      setMeta(tx, 'epoch', answer.epoch);
    });
    onToken(answer.token);
  });
};
