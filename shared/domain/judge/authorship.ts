import type { EntityName } from '../entities/index.ts';
import { fault, type Fault, type JudgedActor, type JudgedOp, type RowFields, type Surroundings } from './case.ts';

/** Terms of the service and the hours that were bought are a lead's to write. */
const leadsAlone: ReadonlySet<EntityName> = new Set(['contract', 'calendar', 'sla_policy', 'terms_version', 'hours_lot', 'hours_movement', 'third_party_plan']);
/** What a consultant takes away by himself is his own, or a client of an import that he undoes: the endpoint lets only empty ones go. */
const deletable: ReadonlySet<EntityName> = new Set(['client', 'ticket', 'time_entry', 'saved_view']);
/** Who wrote a fact is who sent it. Null: nobody of the team. */
const authors: { readonly [E in EntityName]?: { readonly field: string; readonly orNobody: boolean } } = {
  message: { field: 'author', orNobody: true },
  evidence: { field: 'captured_by', orNobody: false },
  validation: { field: 'on_behalf_by', orNobody: true },
  ticket_event: { field: 'actor', orNobody: true },
  conflict_resolution: { field: 'by', orNobody: false },
};

const isHis = (actor: JudgedActor, row: RowFields | null, field: string): boolean => row === null || row[field] === null || row[field] === actor.user;

/** May this person write this? Source: the roles of the service (consultant, lead, admin). */
export const authorFault = (actor: JudgedActor, op: JudgedOp, around: Surroundings): Fault | null => {
  const { entity, key, before, after } = op;
  const refused = fault('not_allowed', { entity });
  // Grants and roles live in this row. An admin changes it through the endpoint's own routes, which keep the last admin from going.
  if (entity === 'user') return refused;
  // What field-merge decided is the endpoint's to say.
  if (entity === 'merge_conflict') return refused;
  if (entity === 'saved_view') return isHis(actor, before, 'owner') && isHis(actor, after, 'owner') ? null : refused;
  const author = authors[entity];
  if (author !== undefined && after !== null) {
    const by = after[author.field] ?? null;
    if (by === null ? !author.orNobody : by !== actor.user) return fault('not_allowed', { entity, field: author.field });
  }
  if (actor.role !== 'consultant') return null;
  if (leadsAlone.has(entity)) return refused;
  if (entity === 'time_entry') return isHis(actor, before, 'user') && isHis(actor, after, 'user') ? null : refused;
  if (after !== null) return null;
  if (!deletable.has(entity)) return refused;
  return entity === 'ticket' && !around.registeredBy(key, actor.user ?? '') ? refused : null;
};
