import { z } from 'zod';
import { id, instant, jsonObject, localDate, longText, minutes, shortText, title, zone } from '../primitives.ts';
import { modalities } from '../enums.ts';

/** Row shapes as they travel and as they are stored: snake_case, one spelling from the database to the screen. */
export const odooInstance = z.object({
  edition: z.enum(['community', 'enterprise']),
  version: shortText,
  hosting: shortText,
  implemented_by: shortText,
  localisation: shortText.optional(),
  integrations: z.array(shortText),
});

export const client = z.object({
  name: title,
  country: z.string().length(2).nullable(),
  tz: zone,
  odoo: odooInstance.nullable(),
});

export const contact = z.object({
  client: id,
  name: title,
  whatsapp: shortText.nullable(),
  email: shortText.nullable(),
  authorised_from: localDate.nullable(),
  authorised_to: localDate.nullable(),
  can_approve_hours: z.boolean(),
});

export const contract = z.object({
  client: id,
  modality: z.enum(modalities),
  valid_from: localDate,
  valid_to: localDate.nullable(),
  calendar: id.nullable(),
  sla_policy: id.nullable(),
  rounding: z.object({
    unit_min: minutes,
    mode: z.enum(['up', 'nearest']),
    scope: shortText,
    minimum_min: minutes,
    grace_sec: z.int(),
  }),
  overdraft: z.enum(['block', 'warn', 'allow']),
  alert_pct: z.array(z.int()),
  carry: z.object({ mode: z.enum(['none', 'capped', 'all']), cap_min: minutes, months: z.int() }),
  terms_version: id.nullable(),
});

export const termsVersion = z.object({
  contract: id,
  n: z.int(),
  assumptions: z.array(longText),
  out_of_scope: z.array(longText),
  faq: z.array(z.object({ question: longText, answer: longText })),
  accepted_by: id.nullable(),
  accepted_at: instant.nullable(),
  terms: z.array(longText).nullable(),
  limits: z.array(longText).nullable(),
});

export const calendar = z.object({
  client: id.nullable(),
  name: title,
  version: z.int(),
  tz: zone,
  weekly: z.union([z.literal('24x7'), jsonObject]),
  /** Local date → its windows; none for a holiday. */
  exceptions: jsonObject,
  /** Local date → what that exception is called. */
  names: jsonObject.nullable(),
  /** The version that this one follows: what was counted by that one stays. */
  previous: id.nullable(),
});

export const slaPolicy = z.object({
  contract: id,
  version: z.int(),
  targets: jsonObject,
  warn_ratio_pct: z.int(),
  pause_reasons: z.array(shortText),
});
