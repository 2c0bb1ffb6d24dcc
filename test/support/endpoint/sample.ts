import type { Fields } from '#shared/domain/entities/index.ts';
import { provisionalCode } from '#shared/ids.ts';
import type { Draft } from './wire.ts';
import { newId } from './wire.ts';

const at = '2026-06-12T15:45:00.000Z';

export const clientFields = (name = 'Textiles Nogal') => ({ name, country: 'BO', tz: 'America/La_Paz', odoo: null } as const) satisfies Fields<'client'>;

export const ticketFields = (client: string, more: Partial<Fields<'ticket'>> = {}): Fields<'ticket'> => ({
  number: null,
  provisional_code: provisionalCode(client),
  client,
  contract: null,
  channel: 'portal',
  title: 'Error al validar albarán',
  description: '',
  objective: null,
  module: null,
  workaround: null,
  attention_mode: 'remote',
  kind: null,
  service_level: null,
  severity: null,
  rank: 'a0',
  agreed_severity: null,
  agreed_rank: null,
  state: 'registered',
  closed_at: null,
  cancel_reason: null,
  scope: null,
  scope_clause: null,
  requester: null,
  requester_name: 'Ana',
  client_responsible: null,
  owner: null,
  consultant: null,
  consultant_role: null,
  received_at: at,
  registered_at: at,
  authorised_at: null,
  window_start: null,
  window_end: null,
  third_party_phase: null,
  duplicate_of: null,
  cycle: 1,
  external_ref: null,
  import_run: null,
  ...more,
});

export const insertClient = (key = newId(), name?: string): Draft => ({ kind: 'insert', entity: 'client', key, fields: clientFields(name) });

export const insertTicket = (client: string, key = newId(), more: Partial<Fields<'ticket'>> = {}): Draft => ({
  kind: 'insert',
  entity: 'ticket',
  key,
  fields: ticketFields(client, more),
});

export const addMessage = (ticket: string, body = 'Ya lo vemos', key = newId()): Draft => ({
  kind: 'fact',
  entity: 'message',
  key,
  fields: { ticket, direction: 'out', channel: 'portal', author: null, author_name: null, at, body } satisfies Fields<'message'>,
});

export const addEvidence = (ticket: string, sha256: string, bytes: number, by: string, key = newId()): Draft => ({
  kind: 'fact',
  entity: 'evidence',
  key,
  fields: {
    ticket,
    kind: 'screenshot',
    stage: 'after',
    visibility: 'client',
    sha256,
    bytes,
    mime: 'image/png',
    width: 2,
    height: 2,
    captured_at: at,
    captured_by: by,
    redacted: false,
    note: '',
    upload: 'stored',
  } satisfies Fields<'evidence'>,
});

export const addTime = (ticket: string, user: string, key = newId()): Draft => ({
  kind: 'insert',
  entity: 'time_entry',
  key,
  fields: {
    user,
    ticket,
    task: null,
    start: at,
    end: '2026-06-12T16:45:00.000Z',
    tz: 'America/La_Paz',
    activity: null,
    billable: true,
    note: null,
    status: 'draft',
    source: 'timer',
    idle_resolution: null,
  } satisfies Fields<'time_entry'>,
});
