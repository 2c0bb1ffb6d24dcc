import { z } from 'zod';
import { id, instant, jsonObject, shortText } from '../primitives.ts';

/**
 * Two people set the same thing without having seen each other, and field-merge decided: what stands, what lost, and what
 * both had begun from. Written by the endpoint alone, when it merges; never changed.
 */
export const mergeConflict = z.object({
  /** The ticket that the row is or hangs from. */
  ticket: id,
  entity: shortText,
  key: id,
  /** The register of the entity, e.g. `progress`. */
  register: shortText,
  /** Whose value lost: that of the op that arrived, or the one that stood. */
  lost_side: z.enum(['arriving', 'standing']),
  kept: jsonObject,
  lost: jsonObject,
  /** What the author of the arriving op had seen; null where his desk did not say. */
  base: jsonObject.nullable(),
  /** The author of the arriving op. */
  by: id.nullable(),
  at: instant,
  /** A person should look: two states, two severities, two consultants, two texts. */
  look: z.boolean(),
});

/** Somebody has looked: on one desk means on all. What he chose instead travels as an edit beside it. */
export const conflictResolution = z.object({
  ticket: id,
  conflict: id,
  decision: z.enum(['kept', 'lost', 'combined']),
  by: id,
  at: instant,
});
