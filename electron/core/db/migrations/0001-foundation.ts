/** Migration 1: every entity of the domain, the outbox, and what a desk remembers of itself. Never edited once released. */
export const foundation = `
CREATE TABLE user (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  role TEXT NOT NULL,
  profile TEXT NOT NULL,
  clients TEXT,
  stamps TEXT NOT NULL DEFAULT '{}'
) STRICT, WITHOUT ROWID;
CREATE TABLE client (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  country TEXT,
  tz TEXT NOT NULL,
  odoo TEXT,
  stamps TEXT NOT NULL DEFAULT '{}'
) STRICT, WITHOUT ROWID;
CREATE TABLE contact (
  id TEXT PRIMARY KEY NOT NULL,
  client TEXT NOT NULL,
  name TEXT NOT NULL,
  whatsapp TEXT,
  email TEXT,
  authorised_from TEXT,
  authorised_to TEXT,
  can_approve_hours INTEGER NOT NULL,
  stamps TEXT NOT NULL DEFAULT '{}'
) STRICT, WITHOUT ROWID;
CREATE TABLE calendar (
  id TEXT PRIMARY KEY NOT NULL,
  client TEXT,
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  tz TEXT NOT NULL,
  weekly TEXT NOT NULL,
  exceptions TEXT NOT NULL,
  stamps TEXT NOT NULL DEFAULT '{}'
) STRICT, WITHOUT ROWID;
CREATE TABLE contract (
  id TEXT PRIMARY KEY NOT NULL,
  client TEXT NOT NULL,
  modality TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to TEXT,
  calendar TEXT,
  sla_policy TEXT,
  rounding TEXT NOT NULL,
  overdraft TEXT NOT NULL,
  alert_pct TEXT NOT NULL,
  carry TEXT NOT NULL,
  terms_version TEXT,
  stamps TEXT NOT NULL DEFAULT '{}'
) STRICT, WITHOUT ROWID;
CREATE TABLE terms_version (
  id TEXT PRIMARY KEY NOT NULL,
  contract TEXT NOT NULL,
  n INTEGER NOT NULL,
  assumptions TEXT NOT NULL,
  out_of_scope TEXT NOT NULL,
  faq TEXT NOT NULL,
  accepted_by TEXT,
  accepted_at TEXT,
  stamps TEXT NOT NULL DEFAULT '{}'
) STRICT, WITHOUT ROWID;
CREATE TABLE sla_policy (
  id TEXT PRIMARY KEY NOT NULL,
  contract TEXT NOT NULL,
  version INTEGER NOT NULL,
  targets TEXT NOT NULL,
  warn_ratio_pct INTEGER NOT NULL,
  pause_reasons TEXT NOT NULL,
  stamps TEXT NOT NULL DEFAULT '{}'
) STRICT, WITHOUT ROWID;
CREATE TABLE ticket (
  id TEXT PRIMARY KEY NOT NULL,
  number INTEGER,
  provisional_code TEXT NOT NULL,
  client TEXT NOT NULL,
  contract TEXT,
  channel TEXT NOT NULL,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  objective TEXT,
  module TEXT,
  workaround TEXT,
  attention_mode TEXT NOT NULL,
  kind TEXT,
  service_level TEXT,
  severity TEXT,
  rank TEXT NOT NULL,
  agreed_severity TEXT,
  agreed_rank INTEGER,
  state TEXT NOT NULL,
  closed_at TEXT,
  cancel_reason TEXT,
  scope TEXT,
  scope_clause TEXT,
  requester TEXT,
  requester_name TEXT,
  client_responsible TEXT,
  owner TEXT,
  consultant TEXT,
  consultant_role TEXT,
  received_at TEXT NOT NULL,
  registered_at TEXT NOT NULL,
  authorised_at TEXT,
  window_start TEXT,
  window_end TEXT,
  third_party_phase TEXT,
  duplicate_of TEXT,
  cycle INTEGER NOT NULL,
  external_ref TEXT,
  import_run TEXT,
  stamps TEXT NOT NULL DEFAULT '{}',
  hidden INTEGER NOT NULL DEFAULT 0,
  lane TEXT GENERATED ALWAYS AS (CASE WHEN hidden = 1 OR state IN ('closed', 'cancelled') THEN NULL ELSE coalesce(severity, 'untriaged') END) VIRTUAL
) STRICT;
CREATE TABLE severity_agreement (
  id TEXT PRIMARY KEY NOT NULL,
  ticket TEXT NOT NULL,
  "from" TEXT,
  "to" TEXT NOT NULL,
  mode TEXT NOT NULL,
  impact TEXT NOT NULL,
  contact TEXT,
  contact_name TEXT,
  channel TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE ticket_event (
  id TEXT PRIMARY KEY NOT NULL,
  ticket TEXT NOT NULL,
  type TEXT NOT NULL,
  at TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  actor TEXT,
  actor_name TEXT,
  device TEXT NOT NULL,
  payload TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE message (
  id TEXT PRIMARY KEY NOT NULL,
  ticket TEXT NOT NULL,
  direction TEXT NOT NULL,
  channel TEXT NOT NULL,
  author TEXT,
  author_name TEXT,
  at TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE evidence (
  id TEXT PRIMARY KEY NOT NULL,
  ticket TEXT NOT NULL,
  kind TEXT NOT NULL,
  stage TEXT NOT NULL,
  visibility TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  mime TEXT NOT NULL,
  width INTEGER,
  height INTEGER,
  captured_at TEXT NOT NULL,
  captured_by TEXT NOT NULL,
  redacted INTEGER NOT NULL,
  note TEXT NOT NULL,
  upload TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE change_record (
  id TEXT PRIMARY KEY NOT NULL,
  ticket TEXT NOT NULL,
  what TEXT NOT NULL,
  risk TEXT NOT NULL,
  rollback TEXT NOT NULL,
  tested_by TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE validation (
  id TEXT PRIMARY KEY NOT NULL,
  ticket TEXT NOT NULL,
  cycle INTEGER NOT NULL,
  decision TEXT NOT NULL,
  contact TEXT NOT NULL,
  at TEXT NOT NULL,
  via TEXT NOT NULL,
  on_behalf_by TEXT,
  comment TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE time_entry (
  id TEXT PRIMARY KEY NOT NULL,
  user TEXT NOT NULL,
  ticket TEXT,
  task TEXT,
  "start" TEXT NOT NULL,
  "end" TEXT,
  tz TEXT NOT NULL,
  activity TEXT,
  billable INTEGER NOT NULL,
  note TEXT,
  status TEXT NOT NULL,
  source TEXT NOT NULL,
  idle_resolution TEXT,
  stamps TEXT NOT NULL DEFAULT '{}'
) STRICT, WITHOUT ROWID;
CREATE TABLE hours_lot (
  id TEXT PRIMARY KEY NOT NULL,
  contract TEXT NOT NULL,
  kind TEXT NOT NULL,
  minutes INTEGER NOT NULL,
  valid_from TEXT NOT NULL,
  expires_on TEXT NOT NULL,
  stamps TEXT NOT NULL DEFAULT '{}'
) STRICT, WITHOUT ROWID;
CREATE TABLE hours_movement (
  id TEXT PRIMARY KEY NOT NULL,
  lot TEXT NOT NULL,
  kind TEXT NOT NULL,
  minutes INTEGER NOT NULL,
  work_date TEXT NOT NULL,
  ref TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE hours_approval (
  id TEXT PRIMARY KEY NOT NULL,
  contract TEXT NOT NULL,
  entries TEXT NOT NULL,
  rounded_min INTEGER NOT NULL,
  contact TEXT NOT NULL,
  at TEXT NOT NULL,
  decision TEXT NOT NULL,
  comment TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE third_party_plan (
  id TEXT PRIMARY KEY NOT NULL,
  contract TEXT NOT NULL,
  phase TEXT NOT NULL,
  diagnosis_accepted_at TEXT,
  plan_accepted_at TEXT,
  stamps TEXT NOT NULL DEFAULT '{}'
) STRICT, WITHOUT ROWID;
CREATE TABLE service_review (
  id TEXT PRIMARY KEY NOT NULL,
  contract TEXT NOT NULL,
  period TEXT NOT NULL,
  notes TEXT NOT NULL,
  actions TEXT NOT NULL,
  stamps TEXT NOT NULL DEFAULT '{}'
) STRICT, WITHOUT ROWID;
CREATE TABLE regulatory_item (
  id TEXT PRIMARY KEY NOT NULL,
  client TEXT,
  country TEXT NOT NULL,
  title TEXT NOT NULL,
  due TEXT NOT NULL,
  ticket TEXT,
  stamps TEXT NOT NULL DEFAULT '{}'
) STRICT, WITHOUT ROWID;
CREATE TABLE saved_view (
  id TEXT PRIMARY KEY NOT NULL,
  owner TEXT,
  name TEXT NOT NULL,
  screen TEXT NOT NULL,
  definition TEXT NOT NULL,
  stamps TEXT NOT NULL DEFAULT '{}'
) STRICT, WITHOUT ROWID;
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
