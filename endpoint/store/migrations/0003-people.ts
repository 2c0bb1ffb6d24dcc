import type { Migration } from './index.ts';

/** Who may come in: accounts that are closed, tokens that are followed, invitations. */
export const people: Migration = {
  sqlite: `
ALTER TABLE credential ADD COLUMN disabled_at TEXT;
ALTER TABLE device_token ADD COLUMN last_seen_at TEXT;
-- The token that this one takes the place of, until this one has been used.
ALTER TABLE device_token ADD COLUMN replaces TEXT;
CREATE INDEX device_token_user ON device_token ("user");

-- clients: a JSON list of ids, null for all.
CREATE TABLE invitation (
  id TEXT PRIMARY KEY,
  code_sha256 TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  role TEXT NOT NULL,
  profile TEXT NOT NULL,
  clients TEXT,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  used_at TEXT,
  used_by TEXT,
  revoked_at TEXT
) STRICT, WITHOUT ROWID;
`,
};
