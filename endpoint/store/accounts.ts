import type { Sqlite } from './open.ts';

export interface StoredCredential {
  readonly user: string;
  readonly email: string;
  readonly password_hash: string;
}

export interface StoredToken {
  readonly token_sha256: string;
  readonly device: string;
  readonly device_name: string;
  readonly user: string;
  readonly created_at: string;
  readonly revoked_at: string | null;
}

/** E-mails are compared without regard to case. */
export const foldEmail = (email: string): string => email.trim().toLowerCase();

export const prepareAccounts = (db: Sqlite) => {
  const byEmail = db.prepare<[string], StoredCredential>('SELECT * FROM credential WHERE email = ?');
  const put = db.prepare<StoredCredential>(
    `INSERT INTO credential (user, email, password_hash) VALUES (@user, @email, @password_hash)
     ON CONFLICT (user) DO UPDATE SET email = excluded.email, password_hash = excluded.password_hash`,
  );
  const token = db.prepare<[string], StoredToken>('SELECT * FROM device_token WHERE token_sha256 = ?');
  const addToken = db.prepare<StoredToken>(
    `INSERT INTO device_token (token_sha256, device, device_name, user, created_at, revoked_at)
     VALUES (@token_sha256, @device, @device_name, @user, @created_at, @revoked_at)`,
  );
  const revoke = db.prepare<[string, string]>('UPDATE device_token SET revoked_at = ? WHERE device = ? AND revoked_at IS NULL');
  return {
    byEmail: (email: string) => byEmail.get(foldEmail(email)),
    put: (credential: StoredCredential) => void put.run({ ...credential, email: foldEmail(credential.email) }),
    token: (sha256: string) => token.get(sha256),
    addToken: (stored: StoredToken) => void addToken.run(stored),
    /** How many tokens of the device were still good. */
    revokeDevice: (device: string, at: string): number => revoke.run(at, device).changes,
  } as const;
};

export type Accounts = ReturnType<typeof prepareAccounts>;
