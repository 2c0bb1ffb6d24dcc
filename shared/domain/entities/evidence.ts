import { z } from 'zod';
import { evidenceKinds, evidenceStages, visibilities } from '../enums.ts';
import { id, instant, longText, sha256, shortText } from '../primitives.ts';

export const evidence = z.object({
  ticket: id,
  kind: z.enum(evidenceKinds),
  stage: z.enum(evidenceStages),
  visibility: z.enum(visibilities),
  sha256,
  bytes: z.int().nonnegative(),
  mime: shortText,
  width: z.int().nullable(),
  height: z.int().nullable(),
  captured_at: instant,
  captured_by: id,
  redacted: z.boolean(),
  note: longText,
  /** `pending` until the endpoint holds the bytes and has checked their hash; only the endpoint sets it. */
  upload: z.enum(['pending', 'stored']),
});
