import { among, all, build, get, run } from './query.ts';
import type { StoredCredential, StoredRow, StoredToken } from './schema.ts';
import type { ReadTx, WriteTx } from './store.ts';

/** E-mails are compared without regard to case. */
export const foldEmail = (email: string): string => email.trim().toLowerCase();

export const credentialOf = (tx: ReadTx, email: string): Promise<StoredCredential | undefined> =>
  get(tx, build.selectFrom('credential').selectAll().where('email', '=', foldEmail(email)));

/** A person's password; his earlier one goes. */
export const putCredential = async (tx: WriteTx, credential: StoredCredential): Promise<void> => {
  const folded = { ...credential, email: foldEmail(credential.email) };
  await run(
    tx,
    build
      .insertInto('credential')
      .values(folded)
      .onConflict((conflict) => conflict.column('user').doUpdateSet({ email: folded.email, password_hash: folded.password_hash })),
  );
};

/** A device's token with the person's row as it stands now. */
export interface TokenOwner {
  readonly user: string;
  readonly device: string;
  readonly revoked_at: string | null;
  /** JSON text; null where the person is gone. */
  readonly fields: StoredRow['fields'] | null;
}

export const tokenOwner = (tx: ReadTx, tokenHash: string): Promise<TokenOwner | undefined> =>
  get(
    tx,
    build
      .selectFrom('device_token as token')
      .leftJoin('entity_row as person', (join) => join.onRef('person.key', '=', 'token.user').on('person.entity', '=', 'user').on('person.deleted', '=', 0))
      .select(['token.user', 'token.device', 'token.revoked_at', 'person.fields'])
      .where('token.token_sha256', '=', tokenHash),
  );

/** Those of the tokens that still open something. */
export const goodTokens = async (tx: ReadTx, tokenHashes: readonly string[]): Promise<ReadonlySet<string>> => {
  const rows = await all(
    tx,
    build
      .selectFrom('device_token as token')
      .innerJoin('entity_row as person', (join) => join.onRef('person.key', '=', 'token.user').on('person.entity', '=', 'user').on('person.deleted', '=', 0))
      .select('token.token_sha256')
      .where('token.revoked_at', 'is', null)
      .where(among(tx, 'token.token_sha256', tokenHashes)),
  );
  return new Set(rows.map((row) => row.token_sha256));
};

export const addToken = async (tx: WriteTx, token: StoredToken): Promise<void> => void (await run(tx, build.insertInto('device_token').values(token)));

/** How many tokens of the device were still good. */
export const revokeTokens = (tx: WriteTx, device: string, at: string): Promise<number> =>
  run(tx, build.updateTable('device_token').set({ revoked_at: at }).where('device', '=', device).where('revoked_at', 'is', null));
