import { z } from 'zod';
import {
  attentionModes,
  cancelReasons,
  channels,
  consultantRoles,
  kinds,
  messageDirections,
  scopes,
  serviceLevels,
  severities,
  severityModes,
  ticketEventTypes,
  ticketStates,
} from '../enums.ts';
import { id, instant, jsonObject, longText, shortText, title } from '../primitives.ts';

export const ticket = z.object({
  /** Given by the endpoint on arrival; null until then. */
  number: z.int().nullable(),
  /** What the person sees until the number is known, e.g. `P-7KQ2`. */
  provisional_code: shortText,
  client: id,
  contract: id.nullable(),
  channel: z.enum(channels),
  title,
  description: longText,
  objective: longText.nullable(),
  module: shortText.nullable(),
  workaround: longText.nullable(),
  attention_mode: z.enum(attentionModes),
  kind: z.enum(kinds).nullable(),
  service_level: z.enum(serviceLevels).nullable(),
  /** The lane; null is *Sin clasificar*. */
  severity: z.enum(severities).nullable(),
  /** Order inside the lane: a fractional index, compared as bytes. */
  rank: z.string().min(1).max(200),
  /** Severity of the last agreement. A move is provisional while it differs from `severity`. */
  agreed_severity: z.enum(severities).nullable(),
  agreed_rank: z.int().nullable(),
  state: z.enum(ticketStates),
  closed_at: instant.nullable(),
  cancel_reason: z.enum(cancelReasons).nullable(),
  scope: z.enum(scopes).nullable(),
  scope_clause: shortText.nullable(),
  requester: id.nullable(),
  /** Who asked, as written, where the person is no contact (yet). */
  requester_name: shortText.nullable(),
  client_responsible: id.nullable(),
  owner: id.nullable(),
  consultant: id.nullable(),
  consultant_role: z.enum(consultantRoles).nullable(),
  received_at: instant,
  registered_at: instant,
  authorised_at: instant.nullable(),
  window_start: instant.nullable(),
  window_end: instant.nullable(),
  third_party_phase: shortText.nullable(),
  duplicate_of: id.nullable(),
  cycle: z.int(),
  /** The ticket's key in the system that it was imported from. */
  external_ref: shortText.nullable(),
  import_run: id.nullable(),
});

export const severityAgreement = z.object({
  ticket: id,
  from: z.enum(severities).nullable(),
  to: z.enum(severities),
  mode: z.enum(severityModes),
  impact: z.string().trim().min(1).max(2000),
  contact: id.nullable(),
  contact_name: shortText.nullable(),
  channel: z.enum(channels),
  at: instant,
});

export const ticketEvent = z.object({
  ticket: id,
  type: z.enum(ticketEventTypes),
  at: instant,
  recorded_at: instant,
  actor: id.nullable(),
  actor_name: shortText.nullable(),
  device: id,
  payload: jsonObject,
});

export const message = z.object({
  ticket: id,
  direction: z.enum(messageDirections),
  channel: z.enum(channels),
  author: id.nullable(),
  author_name: shortText.nullable(),
  at: instant,
  body: z.string().trim().min(1).max(100_000),
});

export const changeRecord = z.object({
  ticket: id,
  what: longText,
  risk: longText,
  rollback: longText,
  tested_by: id.nullable(),
});

export const validation = z.object({
  ticket: id,
  cycle: z.int(),
  decision: z.enum(['accepted', 'rejected']),
  contact: id,
  at: instant,
  via: z.enum(channels),
  on_behalf_by: id.nullable(),
  comment: longText.nullable(),
});
