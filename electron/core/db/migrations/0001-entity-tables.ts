/** Migration 1, first half: every entity of the domain. Never edited once released. */
export const entityTables = `
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
`;
