import type { z } from 'zod';
import { calendar, client, contact, contract, slaPolicy, termsVersion } from './client.ts';
import { conflictResolution, mergeConflict } from './conflict.ts';
import { evidence } from './evidence.ts';
import { regulatoryItem, savedView, serviceReview, thirdPartyPlan, user } from './service.ts';
import { changeRecord, message, severityAgreement, ticket, ticketEvent, validation } from './ticket.ts';
import { hoursApproval, hoursLot, hoursMovement, timeEntry } from './time.ts';

/**
 * How an entity travels and merges.
 * - `record`: merged register by register; `fact`: created once, never changed (rule 12 of the domain).
 * - `registers`: fields that only make sense together and so share one stamp. A field in none is its own register.
 * - `managed`: set by the endpoint alone.
 * - `parent`: the field that leads to the client whose scope the row belongs to; null: the whole team sees it.
 */
export interface EntitySpec<S extends z.ZodObject = z.ZodObject> {
  readonly kind: 'record' | 'fact';
  readonly shape: S;
  readonly registers: Readonly<Record<string, readonly string[]>>;
  readonly managed: readonly string[];
  readonly parent: { readonly field: string; readonly entity: string } | 'self' | null;
}

const record = <S extends z.ZodObject>(
  shape: S,
  parent: EntitySpec['parent'],
  more: Partial<Pick<EntitySpec, 'registers' | 'managed'>> = {},
): EntitySpec<S> & { readonly kind: 'record' } => ({ kind: 'record', shape, registers: {}, managed: [], parent, ...more });

const fact = <S extends z.ZodObject>(
  shape: S,
  parent: EntitySpec['parent'],
  more: Partial<Pick<EntitySpec, 'managed'>> = {},
): EntitySpec<S> & { readonly kind: 'fact' } => ({ kind: 'fact', shape, registers: {}, managed: [], parent, ...more });

const of = (entity: string, field = entity): EntitySpec['parent'] => ({ entity, field });

/** Every synchronised entity. The order is a valid insert order for foreign keys. */
export const entities = {
  user: record(user, null),
  client: record(client, 'self'),
  contact: record(contact, of('client'), { registers: { authorised: ['authorised_from', 'authorised_to'] } }),
  calendar: record(calendar, of('client')),
  contract: record(contract, of('client'), { registers: { valid: ['valid_from', 'valid_to'] } }),
  terms_version: record(termsVersion, of('contract')),
  sla_policy: record(slaPolicy, of('contract')),
  ticket: record(ticket, of('client'), {
    registers: {
      lane: ['severity', 'rank'],
      progress: ['state', 'closed_at', 'cancel_reason', 'cycle'],
      assignment: ['consultant', 'consultant_role'],
      window: ['window_start', 'window_end'],
      scope: ['scope', 'scope_clause'],
      requester: ['requester', 'requester_name'],
    },
    managed: ['number'],
  }),
  severity_agreement: fact(severityAgreement, of('ticket')),
  ticket_event: fact(ticketEvent, of('ticket')),
  message: fact(message, of('ticket')),
  evidence: fact(evidence, of('ticket'), { managed: ['upload'] }),
  change_record: fact(changeRecord, of('ticket')),
  validation: fact(validation, of('ticket')),
  time_entry: record(timeEntry, of('ticket'), { registers: { span: ['start', 'end', 'tz'] } }),
  hours_lot: record(hoursLot, of('contract')),
  hours_movement: fact(hoursMovement, of('hours_lot', 'lot')),
  hours_approval: fact(hoursApproval, of('contract')),
  third_party_plan: record(thirdPartyPlan, of('contract')),
  service_review: record(serviceReview, of('contract')),
  regulatory_item: record(regulatoryItem, of('client')),
  saved_view: record(savedView, null),
  merge_conflict: fact(mergeConflict, of('ticket')),
  conflict_resolution: fact(conflictResolution, of('ticket')),
} as const satisfies Record<string, EntitySpec>;

export type EntityName = keyof typeof entities;
export const entityNames = Object.keys(entities) as readonly EntityName[];
export const isEntityName = (value: string): value is EntityName => Object.hasOwn(entities, value);
export const specOf = (name: EntityName): EntitySpec => entities[name];

/** A row without its id, e.g. `Fields<'ticket'>`. */
export type Fields<E extends EntityName> = z.infer<(typeof entities)[E]['shape']>;
/** A row with its id, e.g. `Row<'ticket'>`. */
export type Row<E extends EntityName> = Readonly<Fields<E> & { id: string }>;
