import type { EntityName } from '#shared/domain/entities/index.ts';
import type { RowFields } from '#shared/sync/merge.ts';
import type { Actor } from './actor.ts';
import { refuse, type Refusal } from './refusal.ts';

export interface Change {
  readonly entity: EntityName;
  /** The row as it stands; null where it is being created. */
  readonly before: RowFields | null;
  /** The row as it would stand; null where it is being deleted. */
  readonly after: RowFields | null;
}

const owns = (actor: Actor, row: RowFields | null, field: string): boolean => row === null || row[field] === null || row[field] === actor.user;

/**
 * May this person make this change? Asked after the shape and the scope have been checked and before anything is
 * written. This is the place where the domain's own guards (`canTransition`, `isEditable`) are asked.
 */
export const guard = (actor: Actor, { entity, before, after }: Change): Refusal | null => {
  switch (entity) {
    // Grants and roles live in this row: whoever may write it may give himself anything.
    case 'user':
      // An admin changes it through the endpoint's own routes, which keep the last admin from going.
      return actor.user === null ? null : refuse('not_allowed', { entity });
    case 'time_entry':
      if (actor.role !== 'consultant') return null;
      return owns(actor, before, 'user') && owns(actor, after, 'user') ? null : refuse('not_allowed', { entity });
    // Its bytes become visible with the row once this person has sent them: nobody may hang a hash on another's name.
    case 'evidence':
      return actor.user === null || after === null || after['captured_by'] === actor.user ? null : refuse('not_allowed', { entity });
    case 'saved_view':
      if (actor.user === null) return null;
      return owns(actor, before, 'owner') && owns(actor, after, 'owner') ? null : refuse('not_allowed', { entity });
    default:
      return null;
  }
};
