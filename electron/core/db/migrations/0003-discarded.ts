/** Migration 3: refused commands that a person let go: kept for a while, so that letting go can be undone. */
export const discarded = `
CREATE TABLE discarded_op (
  seq INTEGER PRIMARY KEY NOT NULL,
  op TEXT NOT NULL UNIQUE,
  grp TEXT NOT NULL,
  command TEXT NOT NULL,
  kind TEXT NOT NULL,
  entity TEXT NOT NULL,
  key TEXT NOT NULL,
  ticket TEXT,
  hlc TEXT NOT NULL,
  fields TEXT NOT NULL,
  base TEXT NOT NULL,
  at TEXT NOT NULL,
  code TEXT NOT NULL,
  details TEXT NOT NULL,
  discarded_at TEXT NOT NULL
) STRICT;
CREATE INDEX discarded_op_group ON discarded_op(grp);
`;
