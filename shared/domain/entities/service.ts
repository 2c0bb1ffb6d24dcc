import { z } from 'zod';
import { consultantRoles, userRoles } from '../enums.ts';
import { id, instant, jsonObject, localDate, longText, shortText, title } from '../primitives.ts';

export const user = z.object({
  name: title,
  email: z.email(),
  role: z.enum(userRoles),
  profile: z.enum(consultantRoles),
  /** Ids of the clients that this person serves; null is all of them. */
  clients: z.array(id).nullable(),
  /** Since when the account is closed: nobody is given work who cannot come in. */
  closed_at: instant.nullable(),
});

export const thirdPartyPlan = z.object({
  contract: id,
  phase: z.enum(['diagnosis', 'stabilisation', 'improvement']),
  diagnosis_accepted_at: instant.nullable(),
  plan_accepted_at: instant.nullable(),
  diagnosis: longText.nullable(),
  plan: longText.nullable(),
  diagnosis_accepted_by: id.nullable(),
  plan_accepted_by: id.nullable(),
});

export const serviceReview = z.object({
  contract: id,
  period: shortText,
  notes: longText,
  actions: z.array(longText),
});

export const regulatoryItem = z.object({
  client: id.nullable(),
  country: z.string().length(2),
  title,
  due: localDate,
  ticket: id.nullable(),
});

export const savedView = z.object({
  owner: id.nullable(),
  name: title,
  screen: shortText,
  definition: jsonObject,
});
