import { calendarsOfTargets } from '../contract/check-terms.ts';
import type { EntityName } from '../entities/index.ts';
import type { Json } from '../primitives.ts';
import { fault, type Fault, type JudgedActor, type JudgedOp, type RowFields, type Surroundings } from './case.ts';

/** Fields that name another row, beside the one that the row hangs from (which the scope is taken from). */
const references: { readonly [E in EntityName]?: Readonly<Record<string, EntityName>> } = {
  calendar: { previous: 'calendar' },
  contract: { calendar: 'calendar', sla_policy: 'sla_policy', terms_version: 'terms_version' },
  terms_version: { accepted_by: 'contact' },
  ticket: { contract: 'contract', requester: 'contact', client_responsible: 'contact', owner: 'user', consultant: 'user', duplicate_of: 'ticket' },
  severity_agreement: { contact: 'contact' },
  message: { author: 'user' },
  evidence: { captured_by: 'user' },
  change_record: { tested_by: 'user' },
  validation: { contact: 'contact', on_behalf_by: 'user' },
  time_entry: { user: 'user' },
  hours_approval: { contact: 'contact' },
  third_party_plan: { diagnosis_accepted_by: 'contact', plan_accepted_by: 'contact' },
  regulatory_item: { ticket: 'ticket' },
  conflict_resolution: { conflict: 'merge_conflict', by: 'user' },
};

export interface Reference {
  readonly field: string;
  readonly entity: EntityName;
  readonly key: string;
}

/** The rows that these fields of an entity name. */
export const referencesOf = (entity: EntityName, fields: RowFields): readonly Reference[] => [
  ...Object.entries(references[entity] ?? {}).flatMap(([field, to]) => {
    const key: Json | undefined = fields[field];
    return typeof key === 'string' ? [{ field, entity: to, key }] : [];
  }),
  ...(entity === 'sla_policy' ? calendarsOfTargets(fields['targets']).map((key): Reference => ({ field: 'targets', entity: 'calendar', key })) : []),
];

/** A row names only rows that are there and that its author may see. What it named already is not asked about again. */
export const referenceFault = (actor: JudgedActor, op: JudgedOp, around: Surroundings): Fault | null => {
  for (const { field, entity, key } of referencesOf(op.entity, op.fields)) {
    if (key === op.before?.[field] || (entity === 'user' && key === actor.user)) continue;
    if (around.row(entity, key) === null) return fault('not_found', { entity, key, field });
  }
  return null;
};
