import type { Migration } from './index.ts';

/** The public forms of clients. Of the secret in their address only the hash is kept. */
export const intakeForms: Migration = {
  sqlite: `
CREATE TABLE intake_form (
  id TEXT PRIMARY KEY,
  secret_sha256 TEXT NOT NULL UNIQUE,
  client TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  revoked_at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX intake_form_client ON intake_form (client);
`,
};
