import type { z } from 'zod';
import { Problem } from '../problem.ts';
import { issuesOf } from '../sync/validate.ts';

/** What a request brought, of the wanted shape. Throws Problem 400 `invalid_input` { issues }. */
export const parse = <S extends z.ZodType>(shape: S, given: unknown): z.output<S> => {
  const parsed = shape.safeParse(given);
  if (!parsed.success) throw new Problem(400, 'invalid_input', { issues: issuesOf(parsed.error) });
  return parsed.data;
};
