/** Migration 1, second half: how rows are found, the outbox, and what a desk remembers of itself. Never edited once released. */
export const deskTables = `
CREATE INDEX ticket_lane ON ticket(lane, rank, id) WHERE lane IS NOT NULL;
CREATE INDEX ticket_client ON ticket(client, lane, rank, id) WHERE lane IS NOT NULL;
CREATE INDEX ticket_consultant ON ticket(consultant, lane, rank, id) WHERE lane IS NOT NULL;
CREATE INDEX ticket_import ON ticket(import_run) WHERE import_run IS NOT NULL;
CREATE INDEX ticket_external ON ticket(external_ref) WHERE external_ref IS NOT NULL;
CREATE INDEX ticket_number ON ticket(number) WHERE number IS NOT NULL;
CREATE INDEX contact_client ON contact(client);
CREATE INDEX contract_client ON contract(client);
CREATE INDEX severity_agreement_ticket ON severity_agreement(ticket, at);
CREATE INDEX ticket_event_ticket ON ticket_event(ticket, at);
CREATE INDEX message_ticket ON message(ticket, at);
CREATE INDEX evidence_ticket ON evidence(ticket, captured_at);
CREATE INDEX evidence_hash ON evidence(sha256);
CREATE INDEX change_record_ticket ON change_record(ticket);
CREATE INDEX validation_ticket ON validation(ticket, at);
CREATE INDEX time_entry_user ON time_entry(user, start, "end", status);
CREATE INDEX time_entry_ticket ON time_entry(ticket, start);
CREATE INDEX time_entry_running ON time_entry(ticket) WHERE "end" IS NULL;
CREATE INDEX time_entry_timer ON time_entry(user, start) WHERE "end" IS NULL;
CREATE INDEX hours_movement_lot ON hours_movement(lot);

CREATE VIRTUAL TABLE ticket_text USING fts5(title, description, code, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2');

CREATE TABLE meta (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  op TEXT NOT NULL UNIQUE,
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
  held TEXT,
  inc INTEGER,
  n INTEGER,
  state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'refused')),
  code TEXT,
  details TEXT
) STRICT;
CREATE INDEX outbox_key ON outbox(entity, key);
CREATE INDEX outbox_ticket ON outbox(ticket) WHERE ticket IS NOT NULL;
CREATE INDEX outbox_group ON outbox(grp);
CREATE INDEX outbox_unsent ON outbox(seq) WHERE n IS NULL AND held IS NULL AND state = 'waiting';
CREATE UNIQUE INDEX outbox_n ON outbox(inc, n) WHERE n IS NOT NULL;
CREATE INDEX outbox_waiting ON outbox(grp) WHERE state = 'waiting' AND held IS NULL;
CREATE INDEX outbox_held ON outbox(held) WHERE held IS NOT NULL;
CREATE INDEX outbox_refused ON outbox(grp) WHERE state = 'refused';

CREATE TABLE sync_base (
  entity TEXT NOT NULL,
  key TEXT NOT NULL,
  fields TEXT NOT NULL,
  stamps TEXT NOT NULL,
  PRIMARY KEY (entity, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE undo_entry (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  grp TEXT NOT NULL,
  actor TEXT NOT NULL,
  command TEXT NOT NULL,
  ticket TEXT,
  at TEXT NOT NULL,
  steps TEXT NOT NULL,
  undone INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE evidence_draft (
  id TEXT PRIMARY KEY NOT NULL,
  ticket TEXT,
  bytes INTEGER NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  captured_at TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  stage TEXT NOT NULL DEFAULT 'before',
  visibility TEXT NOT NULL DEFAULT 'client'
) STRICT, WITHOUT ROWID;

CREATE TABLE blob_upload (
  sha256 TEXT PRIMARY KEY NOT NULL,
  bytes INTEGER NOT NULL,
  mime TEXT NOT NULL,
  url TEXT,
  sent INTEGER NOT NULL DEFAULT 0,
  tries INTEGER NOT NULL DEFAULT 0,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE import_run (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  at TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('running', 'done', 'failed', 'cancelled', 'undoing', 'undone')),
  counts TEXT,
  error TEXT
) STRICT, WITHOUT ROWID;
`;
