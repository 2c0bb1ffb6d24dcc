/** Migration 4: what field-merge decided, who has looked at it, and what an author had before him. */
export const conflicts = `
ALTER TABLE outbox ADD COLUMN was TEXT;

CREATE TABLE merge_conflict (
  id TEXT PRIMARY KEY NOT NULL,
  ticket TEXT NOT NULL,
  entity TEXT NOT NULL,
  key TEXT NOT NULL,
  register TEXT NOT NULL,
  lost_side TEXT NOT NULL,
  kept TEXT NOT NULL,
  lost TEXT NOT NULL,
  base TEXT,
  by TEXT,
  at TEXT NOT NULL,
  look INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX merge_conflict_look ON merge_conflict(at) WHERE look = 1;
CREATE INDEX merge_conflict_ticket ON merge_conflict(ticket);
CREATE INDEX merge_conflict_at ON merge_conflict(at);

CREATE TABLE conflict_resolution (
  id TEXT PRIMARY KEY NOT NULL,
  ticket TEXT NOT NULL,
  conflict TEXT NOT NULL,
  decision TEXT NOT NULL,
  by TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX conflict_resolution_conflict ON conflict_resolution(conflict);
CREATE INDEX conflict_resolution_ticket ON conflict_resolution(ticket);
`;
