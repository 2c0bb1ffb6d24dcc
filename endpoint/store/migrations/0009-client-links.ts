import type { Migration } from './index.ts';

/** What lets a client's contact see one ticket in a browser and answer on it. Of the secret only the hash is kept. */
export const clientLinks: Migration = {
  sqlite: `
CREATE TABLE client_link (
  id TEXT PRIMARY KEY,
  secret_sha256 TEXT NOT NULL UNIQUE,
  ticket TEXT NOT NULL,
  contact TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT NOT NULL,
  revoked_at TEXT,
  rated_at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX client_link_ticket ON client_link (ticket);
`,
};
