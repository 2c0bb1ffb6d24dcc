import { inPostgres } from '../postgres-ddl.ts';
import type { Migration } from './index.ts';

const tables = `
CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The counter that every writing transaction updates last: so commit order is seq order.
CREATE TABLE head (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  seq INTEGER NOT NULL,
  next_ticket INTEGER NOT NULL
) STRICT;
INSERT INTO head (id, seq, next_ticket) VALUES (1, 0, 1);

-- Each row once, in its newest form. scope: the client whose grants show it, null for the whole team.
-- parent: the row that the scope was taken from.
CREATE TABLE entity_row (
  entity TEXT NOT NULL,
  key TEXT NOT NULL,
  scope TEXT,
  parent TEXT,
  fields TEXT NOT NULL,
  stamps TEXT NOT NULL,
  seq INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (entity, key)
) STRICT;
CREATE INDEX entity_row_seq ON entity_row (seq, scope);
CREATE INDEX entity_row_parent ON entity_row (parent) WHERE parent IS NOT NULL;

-- A row that went over to another client: those who saw it only through the old one lose it.
CREATE TABLE departure (
  seq INTEGER NOT NULL,
  entity TEXT NOT NULL,
  key TEXT NOT NULL,
  scope TEXT NOT NULL,
  PRIMARY KEY (seq, entity, key)
) STRICT, WITHOUT ROWID;

-- The first answer to every op.
CREATE TABLE receipt (
  id TEXT PRIMARY KEY,
  device TEXT NOT NULL,
  inc INTEGER NOT NULL,
  n INTEGER NOT NULL,
  command TEXT NOT NULL,
  seq INTEGER NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('applied', 'merged', 'refused')),
  code TEXT,
  details TEXT,
  hash BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Which n of a device's count holds which op. An op that a desk has renumbered has two turns.
CREATE TABLE turn (
  device TEXT NOT NULL,
  inc INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  n INTEGER NOT NULL,
  op TEXT NOT NULL,
  plain INTEGER NOT NULL,
  PRIMARY KEY (device, inc, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX turn_told ON turn (device, inc, seq) WHERE plain = 0;

CREATE TABLE merge_loss (
  seq INTEGER NOT NULL,
  op TEXT NOT NULL,
  entity TEXT NOT NULL,
  key TEXT NOT NULL,
  register TEXT NOT NULL,
  side TEXT NOT NULL CHECK (side IN ('arriving', 'standing')),
  value TEXT NOT NULL
) STRICT;
CREATE INDEX merge_loss_row ON merge_loss (entity, key);

-- A stamp from a clock that ran ahead, and what it was brought back to.
CREATE TABLE clamped_stamp (
  stamp TEXT PRIMARY KEY,
  effective TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE credential (
  user TEXT PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  password_hash TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE device_token (
  token_sha256 TEXT PRIMARY KEY,
  device TEXT NOT NULL,
  device_name TEXT NOT NULL,
  user TEXT NOT NULL,
  created_at TEXT NOT NULL,
  revoked_at TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX device_token_device ON device_token (device);

-- Who has sent which bytes whole: a proof that he may have them.
CREATE TABLE blob_sender (
  sha256 TEXT NOT NULL,
  user TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (sha256, user)
) STRICT, WITHOUT ROWID;
`;

export const foundation: Migration = {
  sqlite: `${tables}
CREATE INDEX entity_row_sha256 ON entity_row (fields ->> '$.sha256') WHERE entity = 'evidence';
`,
  postgres: inPostgres(tables),
};
