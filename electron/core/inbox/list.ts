import type { Inbox, InboxItem } from '#shared/contract/inbox-views.ts';
import type { Channel, Severity } from '#shared/domain/enums.ts';
import { statement, type ReadDb } from '../db/connection.ts';
import { codeOf } from '../tickets/ticket-code.ts';

interface Row {
  readonly id: string;
  readonly number: number | null;
  readonly provisional_code: string;
  readonly title: string;
  readonly client: string;
  readonly client_name: string | null;
  readonly channel: Channel;
  readonly severity: Severity | null;
  readonly received_at: string;
  readonly contact_name: string | null;
  readonly requester_name: string | null;
  readonly authorised: number | null;
  readonly until: string | null;
}

/** So many are worth a look at once. */
const most = 200;

const text = (snoozed: boolean): string => `
  SELECT t.id, t.number, t.provisional_code, t.title, t.client, c.name AS client_name, t.channel, t.severity, t.received_at, p.name AS contact_name, t.requester_name,
    p.authorised_from IS NOT NULL AND p.authorised_from <= ? AND (p.authorised_to IS NULL OR p.authorised_to >= ?) AS authorised, s.until
  FROM ticket t
  LEFT JOIN client c ON c.id = t.client
  LEFT JOIN contact p ON p.id = t.requester
  LEFT JOIN ticket_snooze s ON s.ticket = t.id AND s.until > ?
  WHERE t.state = 'registered' AND t.hidden = 0 AND s.until IS ${snoozed ? 'NOT NULL' : 'NULL'}
  ORDER BY ${snoozed ? 's.until' : 't.received_at'}, t.id LIMIT ${String(most)}`;

const itemOf = (row: Row): InboxItem => ({
  id: row.id,
  code: codeOf(row),
  title: row.title,
  client: { id: row.client, name: row.client_name ?? '' },
  channel: row.channel,
  severity: row.severity,
  receivedAt: row.received_at,
  requester: row.contact_name ?? row.requester_name ?? '',
  authorised: row.authorised === 1,
  snoozedUntil: row.until,
});

const counted = (db: ReadDb, condition: string, now: string): number =>
  (statement(db, `SELECT count(*) AS n FROM ticket t WHERE t.state = 'registered' AND t.hidden = 0 AND ${condition} (SELECT 1 FROM ticket_snooze s WHERE s.ticket = t.id AND s.until > ?)`).get(now) as { n: number }).n;

/** What waits to be classified at `now`, an ISO instant. */
export const inboxList = (db: ReadDb, now: string): Inbox => {
  const rows = (snoozed: boolean): readonly InboxItem[] => (statement(db, text(snoozed)).all(now.slice(0, 10), now.slice(0, 10), now) as Row[]).map(itemOf);
  return { items: [...rows(false), ...rows(true)], waiting: counted(db, 'NOT EXISTS', now), snoozed: counted(db, 'EXISTS', now) };
};
