import type { Generated } from 'kysely';
import type { EntityName, Fields } from '#shared/domain/entities/index.ts';

/** Wire type → column type: booleans are 0/1, objects and lists are JSON text. */
type Column<T> = T extends null ? null : T extends boolean ? number : T extends string | number ? T : string;
type Columns<E extends EntityName> = { [K in keyof Fields<E>]: Column<Fields<E>[K]> };
type Table<E extends EntityName> = Columns<E> & { id: string };
type RecordTable<E extends EntityName> = Table<E> & { stamps: Generated<string> };

interface OutboxTable {
  seq: Generated<number>;
  op: string;
  grp: string;
  command: string;
  kind: 'insert' | 'patch' | 'delete' | 'fact';
  entity: string;
  key: string;
  ticket: string | null;
  hlc: string;
  fields: string;
  base: string;
  at: string;
  /** The import run that this op waits for; nothing held is ever sent. */
  held: string | null;
  inc: number | null;
  n: number | null;
  state: Generated<'waiting' | 'refused'>;
  code: string | null;
  details: string | null;
}

export interface Schema {
  user: RecordTable<'user'>;
  client: RecordTable<'client'>;
  contact: RecordTable<'contact'>;
  calendar: RecordTable<'calendar'>;
  contract: RecordTable<'contract'>;
  terms_version: RecordTable<'terms_version'>;
  sla_policy: RecordTable<'sla_policy'>;
  ticket: RecordTable<'ticket'> & { hidden: Generated<number>; lane: Generated<string | null> };
  severity_agreement: Table<'severity_agreement'>;
  ticket_event: Table<'ticket_event'>;
  message: Table<'message'>;
  evidence: Table<'evidence'>;
  change_record: Table<'change_record'>;
  validation: Table<'validation'>;
  time_entry: RecordTable<'time_entry'>;
  hours_lot: RecordTable<'hours_lot'>;
  hours_movement: Table<'hours_movement'>;
  hours_approval: Table<'hours_approval'>;
  third_party_plan: RecordTable<'third_party_plan'>;
  service_review: RecordTable<'service_review'>;
  regulatory_item: RecordTable<'regulatory_item'>;
  saved_view: RecordTable<'saved_view'>;
  meta: { key: string; value: string };
  outbox: OutboxTable;
  /** The endpoint's row beneath pending patches and deletes; dropped when none is pending. A pending insert or fact has none. */
  sync_base: { entity: string; key: string; fields: string; stamps: string };
  sent_log: Omit<OutboxTable, 'held' | 'inc' | 'n' | 'state' | 'code' | 'details'> & { acked_at: string };
  forgotten: { entity: string; key: string };
  unknown_part: { entity: string; key: string; fields: string; stamps: string };
  undo_entry: { id: Generated<number>; grp: string; actor: string; command: string; ticket: string | null; at: string; steps: string; undone: Generated<number> };
  evidence_draft: {
    id: string;
    ticket: string | null;
    bytes: number;
    width: number;
    height: number;
    captured_at: string;
    note: Generated<string>;
    stage: Generated<'before' | 'after' | 'test'>;
    visibility: Generated<'client' | 'internal'>;
  };
  blob_upload: { sha256: string; bytes: number; mime: string; url: string | null; sent: Generated<number>; tries: Generated<number>; at: string };
  /** What the clocks say, counted here from the log; never sent. */
  ticket_sla: { ticket: string; contract: string; fresh: Generated<number>; marks: string | null; warn_at: string | null; due_at: string | null; paused: Generated<number> };
  ticket_snooze: { ticket: string; until: string };
  import_run: { id: string; name: string; at: string; status: 'running' | 'done' | 'failed' | 'cancelled' | 'undoing' | 'undone'; counts: string | null; error: string | null };
}
