import type { Calendar } from '#shared/domain/calendar/calendar.ts';
import { calendarOf, calendarsOfPolicy, termsOfRows, type TicketTerms } from '#shared/domain/sla/terms-of-rows.ts';
import { readRow } from '../db/entity-rows.ts';
import { statement, type ReadDb } from '../db/connection.ts';
import { decodeRow } from '../db/row-codec.ts';

/** Calendars by what their rows say, so that the years that one has been laid out for are laid out once. */
const known = new Map<string, Calendar>();
const mostKnown = 200;

const calendarFor = (db: ReadDb, key: string): Calendar | null => {
  const row = readRow(db, 'calendar', key);
  if (row === null) return null;
  const { tz, weekly, exceptions } = row.fields;
  const text = JSON.stringify([tz, weekly, exceptions]);
  const held = known.get(text);
  if (held !== undefined) return held;
  if (known.size >= mostKnown) known.clear();
  const made = calendarOf(row.fields);
  known.set(text, made);
  return made;
};

/** By what the tickets of a contract are measured; null: there is no such contract on this desk. */
export const contractTerms = (db: ReadDb, contract: string): TicketTerms | null => {
  const row = readRow(db, 'contract', contract);
  if (row === null) return null;
  const policies = (statement(db, 'SELECT * FROM sla_policy WHERE contract = ? ORDER BY version, id').all(contract) as Record<string, unknown>[]).map((policy) => ({
    id: String(policy['id']),
    fields: decodeRow('sla_policy', policy),
  }));
  const calendars = new Map<string, Calendar>();
  for (const { fields } of policies) {
    for (const key of calendarsOfPolicy(row.fields, fields['targets'] as never)) {
      if (calendars.has(key)) continue;
      const calendar = calendarFor(db, key);
      if (calendar !== null) calendars.set(key, calendar);
    }
  }
  return termsOfRows({ contract: row.fields, policies, calendars });
};
