import type { TimeEntryView } from '#shared/contract/views.ts';
import type { Row } from '#shared/domain/entities/index.ts';
import { consumption } from '#shared/domain/hours/consumption.ts';

/** Whole minutes that a contract bills for entries, by its own rounding, on its client's days (rule 7). */
export const roundedMinutes = (rounding: Row<'contract'>['rounding'], tz: string, entries: readonly TimeEntryView[]): number => {
  const worked = entries.flatMap(({ start, end, billable, ticket, user }) => (end === null ? [] : [{ start: Date.parse(start), end: Date.parse(end), billable, group: `${ticket?.id ?? ''} ${user.id}` }]));
  const policy = { unitMin: rounding.unit_min, mode: rounding.mode, minimumMin: rounding.minimum_min, graceSec: rounding.grace_sec };
  return consumption(tz, policy, rounding.scope === 'entry' ? 'entry' : 'ticket_day', worked).reduce((sum, { minutes }) => sum + minutes, 0);
};
