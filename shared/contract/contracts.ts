import { z } from 'zod';
import { contract, slaPolicy, termsVersion } from '../domain/entities/client.ts';
import { modalities } from '../domain/enums.ts';
import { id, jsonObject, localDate, longText, minutes, shortText, title, zone } from '../domain/primitives.ts';
import type { CalendarView, ContractDetail } from './contract-views.ts';
import { method } from './method.ts';

/** A version of a calendar as it is written; what can be wrong with it is said by `calendarIssues`. */
const calendarDraft = z.object({ name: title, tz: zone, weekly: z.union([z.literal('24x7'), jsonObject]), exceptions: jsonObject, names: jsonObject });
/** A version of a policy. Targets name a calendar's id, `24x7`, or `own`: the contract's. */
const policyDraft = slaPolicy.pick({ targets: true, warn_ratio_pct: true, pause_reasons: true });
const lotDraft = z.object({ kind: z.enum(['purchase', 'monthly', 'carry_over']), minutes, valid_from: localDate, expires_on: localDate, note: shortText.nullable().default(null) });
const ownTerms = contract.pick({ valid_from: true, valid_to: true, rounding: true, overdraft: true, alert_pct: true, carry: true });

/** What is agreed with a client. Written by leads alone; a version that is agreed is followed by another, never changed. */
export const contractMethods = {
  'contract.get': method<ContractDetail>()(z.object({ id })),
  /** The contract with its calendar (one of the client's, or a new one), its first policy and its first lot: one change. */
  'contract.create': method<{ id: string }>()(
    ownTerms.extend({
      client: id,
      modality: z.enum(modalities),
      calendar: z.discriminatedUnion('is', [z.object({ is: z.literal('known'), id }), z.object({ is: z.literal('new'), draft: calendarDraft })]),
      policy: policyDraft.nullable(),
      lot: lotDraft.nullable(),
    }),
  ),
  'contract.edit': method<{ id: string }>()(z.object({ id, fields: ownTerms.partial() })),
  /** A new version of the policy; what has begun by an earlier one goes on by that. */
  'policy.save': method<{ id: string; version: number }>()(policyDraft.extend({ contract: id })),
  'calendar.get': method<CalendarView>()(z.object({ id })),
  /** A new version. The client's contracts that go by the one before go by this from now on, and so do their targets. */
  'calendar.save': method<{ id: string; version: number }>()(calendarDraft.extend({ previous: id })),
  'terms.save': method<{ id: string; n: number }>()(termsVersion.pick({ assumptions: true, out_of_scope: true, faq: true }).extend({ contract: id, terms: z.array(longText), limits: z.array(longText) })),
  'lot.add': method<{ id: string }>()(lotDraft.extend({ contract: id })),
  /** Minutes given or, below zero, taken by hand, with the reason. */
  'lot.adjust': method<{ id: string }>()(z.object({ lot: id, minutes, work_date: localDate, note: z.string().trim().min(1).max(300) })),
  /** Something that the law of the client's country asks for, with its date. Error: invalid_input where the client has no country. */
  'regulatory.add': method<{ id: string }>()(z.object({ client: id, title, due: localDate })),
  /** What the client accepted of the third-party plan, and by whom; it opens the next phase. */
  'plan.accept': method<{ id: string }>()(z.object({ contract: id, what: z.enum(['diagnosis', 'plan']), contact: id, text: longText })),
} as const;
