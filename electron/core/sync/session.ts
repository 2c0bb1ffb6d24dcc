import { hostname } from 'node:os';
import { z } from 'zod';
import type { CoreContract } from '#shared/contract/core.ts';
import type { ParsedOf } from '#shared/contract/method.ts';
import type { InvitationPreview } from '#shared/contract/views.ts';
import { entityNames } from '#shared/domain/entities/index.ts';
import { AppError } from '#shared/errors.ts';
import { parseInvitationLink } from '#shared/sync/invitation-link.ts';
import { openInvitationResponse } from '#shared/sync/people.ts';
import { signInResponse, type SignInResponse } from '#shared/sync/protocol.ts';
import { instantAt } from '../clock.ts';
import { statement, write, type WriteDb } from '../db/handles.ts';
import { getMeta, setMeta } from '../db/meta.ts';
import { becomeAnother } from '../identity.ts';
import { readSessionUser } from '../session-view.ts';
import type { Spine } from '../spine.ts';
import { rememberAll } from './forgotten.ts';
import { createHttp, isCode, type Http } from './http.ts';
import { meetEpoch } from './epoch.ts';
import { demandScrub } from './traces.ts';

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
  statement(tx, 'DELETE FROM undo_entry').run();
  demandScrub(tx);
  rememberAll(tx);
};

export interface SignInWorld {
  readonly fetch: typeof fetch;
  readonly closing: () => AbortSignal;
  /** Runs `work` while no sync is under way: a page that was asked for as one person is never laid as another. */
  readonly between: (work: () => void) => Promise<void>;
  readonly onToken: (token: string | null) => void;
}

/** The endpoint's address as a person wrote it. Error: invalid_input. */
const addressOf = (text: string): URL => {
  const address = URL.canParse(text) ? new URL(text) : null;
  if (address?.protocol !== 'http:' && address?.protocol !== 'https:') throw new AppError('invalid_input', { issues: [{ path: 'address', message: 'http(s)' }] });
  return address;
};

/** Asks an endpoint that this desk need not know yet, as nobody. */
const stranger = ({ fetch: fetcher, closing }: SignInWorld, address: URL): Http => createHttp({ closing, fetch: fetcher, address: () => address.href, token: () => null });

/** What a pasted link holds. Error: invalid_input. */
const partsOf = (link: string): { readonly address: URL; readonly code: string } => {
  const parts = parseInvitationLink(link);
  if (parts === null) throw new AppError('invalid_input', { issues: [{ path: 'link', message: 'not a link' }] });
  return { address: addressOf(parts.address), code: parts.code };
};

/** Errors: invitation_invalid, invalid_input, those of the network. */
export const previewInvitation = async (world: SignInWorld, link: string): Promise<InvitationPreview> => {
  const { address, code } = partsOf(link);
  const found = await stranger(world, address).json({ method: 'POST', path: '/v1/invitations/open', body: { code } }, openInvitationResponse);
  return { address: address.href, ...found };
};

export const signIn = (spine: Spine, world: SignInWorld, { address, email, password, demo }: ParsedOf<CoreContract['session.signIn']>): Promise<void> =>
  enter(spine, world, addressOf(address), '/v1/sign-in', { email, password }, demo);

export const redeemInvitation = (spine: Spine, world: SignInWorld, { link, password }: ParsedOf<CoreContract['session.redeem']>): Promise<void> => {
  const { address, code } = partsOf(link);
  return enter(spine, world, address, '/v1/invitations/redeem', { code, password });
};

export const becomeFirstAdmin = (spine: Spine, world: SignInWorld, { address, ...given }: ParsedOf<CoreContract['session.firstAdmin']>): Promise<void> =>
  enter(spine, world, addressOf(address), '/v1/first-admin', given);

const somethingWaits = (spine: Spine): boolean => statement(spine.db, "SELECT 1 FROM outbox WHERE state = 'waiting' LIMIT 1").get() !== undefined;

/**
 * Signs this desk in. What another person left unsent must go out under that person's name, or not at all.
 * Errors: wrong_credentials, endpoint_unreachable, endpoint_garbled, endpoint_refused, not_allowed, invalid_input.
 */
const enter = async (spine: Spine, world: SignInWorld, address: URL, path: string, given: object, demo = false): Promise<void> => {
  const { between, onToken } = world;
  const ask = (device: string): Promise<SignInResponse> =>
    stranger(world, address).json({ method: 'POST', path, body: { ...given, device: { id: device, name: deviceName() } } }, signInResponse);
  let device = spine.deviceId;
  const answer = await ask(device).catch((error: unknown) => {
    if (!isCode(error, 'endpoint_refused') || error.details['code'] !== 'device_taken') throw error;
    // To the endpoint this desk is the device of the person before.
    if (somethingWaits(spine)) throw new AppError('not_allowed', { reason: 'other_user_pending' });
    device = spine.newId();
    return ask(device);
  });
  await between(() => {
    const before = readSessionUser(spine.db);
    if (before !== null && before.id !== answer.user.id && somethingWaits(spine)) throw new AppError('not_allowed', { reason: 'other_user_pending' });
    if (device !== spine.deviceId) becomeAnother(spine.db, spine.dir, () => device);
    write(spine.db, (tx) => {
      if (before !== null && before.id !== answer.user.id) forgetCopy(tx);
      const epoch = getMeta(tx, 'epoch');
      if (epoch !== null && epoch !== answer.epoch) meetEpoch(tx, answer.epoch);
      setMeta(tx, 'user', JSON.stringify(answer.user));
      setMeta(tx, 'endpoint', address.href);
      setMeta(tx, 'demo', demo ? '1' : '0');
      setMeta(tx, 'authorised', '1');
      setMeta(tx, 'token_at', instantAt(spine.clock.now()));
      setMeta(tx, 'epoch', answer.epoch);
    });
    onToken(answer.token);
  });
};

/** How long a person who leaves waits for the endpoint to hear of it. */
const farewellMs = 3000;

/**
 * Ends the session here, whether the endpoint can be reached or not, and tells the endpoint, so that the token is worth
 * nothing even to who has copied it. An endpoint that could not be told lists this device until it is revoked there.
 */
export const signOut = async (spine: Spine, world: SignInWorld, token: string | null): Promise<void> => {
  await world.between(() => {
    world.onToken(null);
    write(spine.db, (tx) => setMeta(tx, 'authorised', '0'));
  });
  if (token === null) return;
  const { fetch: fetcher, closing } = world;
  const http = createHttp({ closing, fetch: fetcher, address: () => getMeta(spine.db, 'endpoint'), token: () => token });
  await http.json({ method: 'POST', path: `/v1/devices/${spine.deviceId}/revoke`, body: {}, timeoutMs: farewellMs }, z.object({})).catch((error: unknown) => {
    if (error instanceof AppError) spine.log.warn('session.farewell', { code: error.code });
    else spine.log.internal(error, 'session.farewell');
  });
};
