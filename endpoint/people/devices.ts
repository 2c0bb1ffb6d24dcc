import type { DeviceView, TeamResponse } from '#shared/sync/people.ts';
import { Problem } from '../problem.ts';
import { addToken, everybody, liveTokens, revokeTokens } from '../store/accounts.ts';
import type { StoredToken } from '../store/schema.ts';
import type { ReadTx } from '../store/store.ts';
import { requireAdmin } from './accounts.ts';
import { fieldsOf, instantOf, isActiveAdmin, newSecret, secretHash, type PeopleEnvironment } from './environment.ts';
import { openInvitations } from './invitations.ts';

export interface Bearer {
  readonly user: string;
  readonly device: string;
  readonly tokenHash: string;
}

/** One line a device, though a rotation under way gives it two good tokens. */
const devicesOf = (tokens: readonly StoredToken[], mine: string): readonly DeviceView[] => {
  const byDevice = new Map<string, DeviceView>();
  for (const token of tokens) {
    const known = byDevice.get(token.device);
    const seen = [known?.lastSeenAt ?? null, token.last_seen_at].filter((at) => at !== null).toSorted().at(-1) ?? null;
    byDevice.set(token.device, { device: token.device, name: token.device_name, since: known?.since ?? token.created_at, lastSeenAt: seen, current: token.device === mine });
  }
  return [...byDevice.values()];
};

export const ownDevices = async (tx: ReadTx, { user, device }: Bearer): Promise<DeviceView[]> => [...devicesOf(await liveTokens(tx, user), device)];

/** Everybody, with what an admin has to see of each. Throws Problem 403 `not_allowed`. */
export const teamOf = async (tx: ReadTx, { user, device }: Bearer, nowMs: number): Promise<TeamResponse> => {
  const [people, tokens] = [await everybody(tx), await liveTokens(tx, null)];
  requireAdmin(people, user);
  return {
    people: people.flatMap((person) => {
      const { name, email, role, profile, clients } = fieldsOf(person);
      const devices = devicesOf(tokens.filter((token) => token.user === person.user), device);
      return person.email === null ? [] : [{ id: person.user, name, email, role, profile, clients: clients === null ? null : [...clients], enabled: person.disabled_at === null, devices: [...devices] }];
    }),
    invitations: [...(await openInvitations(tx, nowMs))],
  };
};

/** Takes the access of a device: one's own, or anybody's for an admin. Throws Problem 404, where it is not there or not his. */
export const revokeDevice = ({ store, now }: PeopleEnvironment, by: Bearer, device: string): Promise<number> =>
  store.write(async (tx) => {
    const admin = (await everybody(tx)).some((person) => person.user === by.user && isActiveAdmin(person));
    const tokens = (await liveTokens(tx, admin ? null : by.user)).filter((token) => token.device === device);
    if (tokens.length === 0) throw new Problem(404, 'not_found', { entity: 'device', key: device });
    return revokeTokens(tx, device, instantOf(now()));
  });

/** So many answers to rotations may be lost before no more are given. */
const maxUnused = 8;

/**
 * A new token for the device that asks. The one that it asked with stays good until the new one is first used: should the
 * answer be lost, the desk asks again with what it has.
 */
export const rotateToken = async (environment: PeopleEnvironment, { user, device, tokenHash }: Bearer): Promise<string> => {
  const token = newSecret(environment);
  const at = instantOf(environment.now());
  await environment.store.write(async (tx) => {
    const tokens = (await liveTokens(tx, user)).filter((each) => each.device === device);
    const mine = tokens.find((each) => each.token_sha256 === tokenHash);
    if (!mine) throw new Problem(401, 'token_revoked');
    const unused = tokens.filter((each) => each.replaces === tokenHash);
    if (unused.length >= maxUnused) throw new Problem(429, 'too_many_attempts', { retry_after_s: 60 });
    await addToken(tx, { token_sha256: secretHash(token), device, device_name: mine.device_name, user, created_at: at, revoked_at: null, last_seen_at: null, replaces: tokenHash });
  });
  return token;
};
