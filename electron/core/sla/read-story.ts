import type { Severity, SeverityMode } from '#shared/domain/enums.ts';
import type { Json } from '#shared/domain/primitives.ts';
import type { TicketStory } from '#shared/domain/sla/ticket-story.ts';
import { statement, type ReadDb } from '../db/connection.ts';

interface TicketRow {
  readonly state: TicketStory['ticket']['state'];
  readonly severity: Severity | null;
  readonly authorised_at: string | null;
  readonly received_at: string;
  readonly import_run: string | null;
}

const told = "'authorised', 'state_changed', 'reopened', 'severity_changed'";

/** What a ticket's clocks hear, from the desk's tables; null: there is no such ticket. */
export const readStory = (db: ReadDb, ticket: string): TicketStory | null => {
  const row = statement(db, 'SELECT state, severity, authorised_at, received_at, import_run FROM ticket WHERE id = ?').get(ticket) as TicketRow | undefined;
  if (row === undefined) return null;
  const events = statement(db, `SELECT type, at, payload FROM ticket_event WHERE ticket = ? AND type IN (${told}) ORDER BY at, recorded_at, id`).all(ticket) as { type: string; at: string; payload: string }[];
  const agreements = statement(db, 'SELECT "to", mode, at FROM severity_agreement WHERE ticket = ? ORDER BY at, id').all(ticket) as { to: Severity; mode: SeverityMode; at: string }[];
  const replies = statement(db, "SELECT at, author IS NULL AS automatic FROM message WHERE ticket = ? AND direction = 'out' ORDER BY at, id").all(ticket) as { at: string; automatic: number }[];
  return {
    ticket: row,
    events: events.map(({ payload, ...event }) => ({ ...event, payload: JSON.parse(payload) as Readonly<Record<string, Json>> })),
    agreements,
    replies: replies.map(({ at, automatic }) => ({ at, automatic: automatic === 1 })),
  };
};
