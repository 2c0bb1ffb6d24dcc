/** Migration 2: what a desk keeps for the day on which its endpoint is restored, and for the day on which it is updated itself. */
export const syncMemory = `
-- Ops that the endpoint has acknowledged, as they were sent. For thirty days, in the order of sending.
CREATE TABLE sent_log (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  op TEXT NOT NULL,
  grp TEXT NOT NULL,
  command TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('insert', 'patch', 'delete', 'fact')),
  entity TEXT NOT NULL,
  key TEXT NOT NULL,
  ticket TEXT,
  hlc TEXT NOT NULL,
  fields TEXT NOT NULL,
  base TEXT NOT NULL,
  at TEXT NOT NULL,
  acked_at TEXT NOT NULL
) STRICT;

-- Rows of this desk that a restored endpoint does not have.
CREATE TABLE forgotten (
  entity TEXT NOT NULL,
  key TEXT NOT NULL,
  PRIMARY KEY (entity, key)
) STRICT, WITHOUT ROWID;

-- What a newer endpoint says of rows and this version does not know: fields of a known entity, or whole rows.
CREATE TABLE unknown_part (
  entity TEXT NOT NULL,
  key TEXT NOT NULL,
  fields TEXT NOT NULL,
  stamps TEXT NOT NULL,
  PRIMARY KEY (entity, key)
) STRICT, WITHOUT ROWID;
`;
