import { among, all, build, get, run } from './query.ts';
import type { StoredCredential, StoredRow, StoredToken } from './schema.ts';
import type { ReadTx, WriteTx } from './store.ts';

/** E-mails are compared without regard to case. */
export const foldEmail = (email: string): string => email.trim().toLowerCase();

/** A new account's; it is open from the start. */
export type NewCredential = Omit<StoredCredential, 'disabled_at'>;

export const credentialOf = (tx: ReadTx, email: string): Promise<StoredCredential | undefined> =>
  get(tx, build.selectFrom('credential').selectAll().where('email', '=', foldEmail(email)));

/** A person's password; his earlier one goes. Whether he may come in stays as it was. */
export const putCredential = async (tx: WriteTx, credential: NewCredential): Promise<void> => {
  const folded = { user: credential.user, email: foldEmail(credential.email), password_hash: credential.password_hash };
  await run(
    tx,
    build
      .insertInto('credential')
      .values({ ...folded, disabled_at: null })
      .onConflict((conflict) => conflict.column('user').doUpdateSet({ email: folded.email, password_hash: folded.password_hash })),
  );
};

export const credentialOfUser = (tx: ReadTx, user: string): Promise<StoredCredential | undefined> =>
  get(tx, build.selectFrom('credential').selectAll().where('user', '=', user));

/** Closes or opens a person's account; his tokens are another matter. */
export const setDisabled = async (tx: WriteTx, user: string, at: string | null): Promise<void> =>
  void (await run(tx, build.updateTable('credential').set({ disabled_at: at }).where('user', '=', user)));

/** A person as his row stands, and whether he may come in. */
export interface Person {
  readonly user: string;
  /** JSON text. */
  readonly fields: string;
  readonly stamps: string;
  /** Null too where he has no account at all. */
  readonly disabled_at: string | null;
  readonly email: string | null;
}

/** Everybody whose row is there, in the order in which they came. */
export const everybody = (tx: ReadTx): Promise<readonly Person[]> =>
  all(
    tx,
    build
      .selectFrom('entity_row as person')
      .leftJoin('credential', 'credential.user', 'person.key')
      .select(['person.key as user', 'person.fields', 'person.stamps', 'credential.disabled_at', 'credential.email'])
      .where('person.entity', '=', 'user')
      .where('person.deleted', '=', 0)
      .orderBy('person.key'),
  );

/** A device's token with the person's row as it stands now. */
export interface TokenOwner {
  readonly user: string;
  readonly device: string;
  readonly revoked_at: string | null;
  readonly last_seen_at: string | null;
  readonly replaces: string | null;
  /** JSON text; null where the person is gone. */
  readonly fields: StoredRow['fields'] | null;
  readonly disabled_at: string | null;
}

export const tokenOwner = (tx: ReadTx, tokenHash: string): Promise<TokenOwner | undefined> =>
  get(
    tx,
    build
      .selectFrom('device_token as token')
      .leftJoin('entity_row as person', (join) => join.onRef('person.key', '=', 'token.user').on('person.entity', '=', 'user').on('person.deleted', '=', 0))
      .leftJoin('credential', 'credential.user', 'token.user')
      .select(['token.user', 'token.device', 'token.revoked_at', 'token.last_seen_at', 'token.replaces', 'person.fields', 'credential.disabled_at'])
      .where('token.token_sha256', '=', tokenHash),
  );

/** Whether the device's access went over from a token that ended at `endedAt` to another, as a sign-in or a rotation does; a revocation ends all. */
export const wasSucceeded = async (tx: ReadTx, device: string, endedAt: string): Promise<boolean> => {
  const later = build.selectFrom('device_token').select('device').where('device', '=', device).where('created_at', '<=', endedAt);
  return (await get(tx, later.where((is) => is.or([is('revoked_at', 'is', null), is('revoked_at', '>', endedAt)])).limit(1))) !== undefined;
};

/** Those of the tokens that still open something. */
export const goodTokens = async (tx: ReadTx, tokenHashes: readonly string[]): Promise<ReadonlySet<string>> => {
  const rows = await all(
    tx,
    build
      .selectFrom('device_token as token')
      .innerJoin('entity_row as person', (join) => join.onRef('person.key', '=', 'token.user').on('person.entity', '=', 'user').on('person.deleted', '=', 0))
      .leftJoin('credential', 'credential.user', 'token.user')
      .select('token.token_sha256')
      .where('token.revoked_at', 'is', null)
      .where('credential.disabled_at', 'is', null)
      .where(among(tx, 'token.token_sha256', tokenHashes)),
  );
  return new Set(rows.map((row) => row.token_sha256));
};

export const addToken = async (tx: WriteTx, token: StoredToken): Promise<void> => void (await run(tx, build.insertInto('device_token').values(token)));

/** Whether somebody else has ever come in from this device. */
export const isAnothers = async (tx: ReadTx, device: string, user: string): Promise<boolean> =>
  (await get(tx, build.selectFrom('device_token').select('user').where('device', '=', device).where('user', '!=', user).limit(1))) !== undefined;

/** How many tokens of the device were still good. */
export const revokeTokens = (tx: WriteTx, device: string, at: string): Promise<number> =>
  run(tx, build.updateTable('device_token').set({ revoked_at: at }).where('device', '=', device).where('revoked_at', 'is', null));

/** All of a person's, but those of the device `besides`. */
export const revokeTokensOf = (tx: WriteTx, user: string, at: string, besides: string | null = null): Promise<number> => {
  const his = build.updateTable('device_token').set({ revoked_at: at }).where('user', '=', user).where('revoked_at', 'is', null);
  return run(tx, besides === null ? his : his.where('device', '!=', besides));
};

/** Good tokens, the newest of a device last; `user` null: everybody's. */
export const liveTokens = (tx: ReadTx, user: string | null): Promise<readonly StoredToken[]> => {
  const live = build.selectFrom('device_token').selectAll().where('revoked_at', 'is', null).orderBy('created_at').orderBy('token_sha256');
  return all(tx, user === null ? live : live.where('user', '=', user));
};

export const sawToken = async (tx: WriteTx, tokenHash: string, at: string): Promise<void> =>
  void (await run(tx, build.updateTable('device_token').set({ last_seen_at: at }).where('token_sha256', '=', tokenHash)));

/**
 * The new token of a rotation was used, so it has arrived: it alone is good from here on. What it replaced ends, and with
 * it the other tokens that were given for that one and whose answers were lost.
 */
export const settleRotation = async (tx: WriteTx, tokenHash: string, replaced: string, at: string): Promise<void> => {
  await run(
    tx,
    build
      .updateTable('device_token')
      .set({ revoked_at: at })
      .where('revoked_at', 'is', null)
      .where('token_sha256', '!=', tokenHash)
      .where((is) => is.or([is('token_sha256', '=', replaced), is('replaces', '=', replaced)])),
  );
  await run(tx, build.updateTable('device_token').set({ replaces: null }).where('token_sha256', '=', tokenHash));
};
