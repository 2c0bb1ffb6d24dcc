import { z } from 'zod';
import { timeSources, timeStatuses } from '../enums.ts';
import { id, instant, localDate, longText, minutes, shortText, zone } from '../primitives.ts';

/** A time entry; while `end` is null it is the running timer. Raw seconds are end − start and are never rounded here. */
export const timeEntry = z.object({
  user: id,
  ticket: id.nullable(),
  task: shortText.nullable(),
  start: instant,
  end: instant.nullable(),
  tz: zone,
  activity: shortText.nullable(),
  billable: z.boolean(),
  note: longText.nullable(),
  status: z.enum(timeStatuses),
  source: z.enum(timeSources),
  idle_resolution: z.enum(['keep', 'trim', 'discard']).nullable(),
});

export const hoursLot = z.object({
  contract: id,
  kind: z.enum(['purchase', 'monthly', 'carry_over']),
  minutes,
  valid_from: localDate,
  /** Inclusive. */
  expires_on: localDate,
  note: shortText.nullable(),
});

export const hoursMovement = z.object({
  lot: id,
  kind: z.enum(['consume', 'expire', 'carry', 'reverse', 'adjust']),
  minutes,
  work_date: localDate,
  ref: shortText.nullable(),
  note: shortText.nullable(),
});

export const hoursApproval = z.object({
  contract: id,
  entries: z.array(id),
  rounded_min: minutes,
  contact: id,
  at: instant,
  decision: z.enum(['approved', 'rejected']),
  comment: longText.nullable(),
});
