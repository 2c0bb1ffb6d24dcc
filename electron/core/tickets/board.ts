import type { BoardCard, BoardCounts, BoardFilter, LanePage, LanePlace } from '#shared/contract/views.ts';
import { lanes, type Channel, type Lane, type Severity, type TicketState } from '#shared/domain/enums.ts';
import { isProvisional } from '#shared/domain/lane.ts';
import type { SlaMarks } from '#shared/domain/sla/sla-mark.ts';
import { statement, type ReadDb } from '../db/connection.ts';
import { filterCondition } from './board-filter.ts';
import { codeOf } from './ticket-code.ts';

/**
 * The board's three questions. They walk the index (lane, rank, id), which holds all that counting and paging need; only
 * the cards of one page are read whole and joined with what they show.
 */
const countLanes = (db: ReadDb, filter: BoardFilter, now: string): Record<Lane, number> => {
  const where = filterCondition(filter, now);
  const rows = statement(db, `SELECT t.lane, count(*) AS n FROM ticket t WHERE t.lane IS NOT NULL${where.text} GROUP BY t.lane`).all(...where.values) as { lane: Lane; n: number }[];
  const found = new Map(rows.map((row) => [row.lane, row.n]));
  return Object.fromEntries(lanes.map((lane) => [lane, found.get(lane) ?? 0])) as Record<Lane, number>;
};

const sum = (counts: Readonly<Record<Lane, number>>): number => lanes.reduce((total, lane) => total + counts[lane], 0);
const isFiltering = (filter: BoardFilter, now: string): boolean => filterCondition(filter, now).text !== '';

export const boardCounts = (db: ReadDb, filter: BoardFilter, now: string): BoardCounts => {
  const counts = countLanes(db, filter, now);
  const total = sum(counts);
  return { lanes: counts, total, hidden: isFiltering(filter, now) ? sum(countLanes(db, {}, now)) - total : 0 };
};

const countIn = (db: ReadDb, lane: Lane, filter: BoardFilter, now: string): number => {
  const where = filterCondition(filter, now);
  return (statement(db, `SELECT count(*) AS n FROM ticket t WHERE t.lane = ?${where.text}`).get(lane, ...where.values) as { n: number }).n;
};

interface CardRow {
  readonly id: string;
  readonly number: number | null;
  readonly provisional_code: string;
  readonly client: string;
  readonly client_name: string | null;
  readonly title: string;
  readonly state: TicketState;
  readonly severity: Severity | null;
  readonly agreed_severity: Severity | null;
  readonly channel: Channel;
  readonly consultant: string | null;
  readonly consultant_name: string | null;
  readonly received_at: string;
  readonly evidence: number;
  readonly running: number;
  readonly waiting: number;
  readonly marks: string | null;
}

const pageText = (where: string): string => `
  SELECT c.id, c.number, c.provisional_code, c.client, client.name AS client_name, c.title, c.state, c.severity, c.agreed_severity, c.channel,
    c.consultant, user.name AS consultant_name, c.received_at,
    (SELECT count(*) FROM evidence WHERE evidence.ticket = c.id) AS evidence,
    EXISTS (SELECT 1 FROM time_entry WHERE time_entry.ticket = c.id AND time_entry."end" IS NULL) AS running,
    EXISTS (SELECT 1 FROM outbox WHERE outbox.ticket = c.id) AS waiting,
    ticket_sla.marks
  FROM (SELECT t.rowid AS n, t.rank, t.id FROM ticket t WHERE t.lane = ?${where} ORDER BY t.rank, t.id LIMIT ? OFFSET ?) AS page
  CROSS JOIN ticket c ON c.rowid = page.n
  LEFT JOIN client ON client.id = c.client
  LEFT JOIN user ON user.id = c.consultant
  LEFT JOIN ticket_sla ON ticket_sla.ticket = c.id
  ORDER BY page.rank, page.id`;

const cardOf = (row: CardRow, lane: Lane): BoardCard => ({
  id: row.id,
  number: row.number,
  code: codeOf(row),
  client: { id: row.client, name: row.client_name ?? '' },
  title: row.title,
  lane,
  state: row.state,
  channel: row.channel,
  consultant: row.consultant === null ? null : { id: row.consultant, name: row.consultant_name ?? '' },
  evidence: row.evidence,
  provisional: isProvisional(row),
  running: row.running === 1,
  receivedAt: row.received_at,
  waiting: row.waiting === 1,
  sla: row.marks === null ? null : (JSON.parse(row.marks) as SlaMarks),
});

export const boardPage = (db: ReadDb, lane: Lane, offset: number, limit: number, filter: BoardFilter, now: string): LanePage => {
  const where = filterCondition(filter, now);
  const rows = statement(db, pageText(where.text)).all(lane, ...where.values, limit, offset) as CardRow[];
  return { lane, offset, count: countIn(db, lane, filter, now), cards: rows.map((row) => cardOf(row, lane)) };
};

/** Where a card stands among those that the filter leaves; null if it is not on the board or the filter hides it. */
export const boardLocate = (db: ReadDb, ticket: string, filter: BoardFilter, now: string): LanePlace | null => {
  const where = filterCondition(filter, now);
  const card = statement(db, `SELECT t.lane, t.rank FROM ticket t WHERE t.id = ? AND t.lane IS NOT NULL${where.text}`).get(ticket, ...where.values) as { lane: Lane; rank: string } | undefined;
  if (card === undefined) return null;
  const before = statement(db, `SELECT count(*) AS n FROM ticket t WHERE t.lane = ? AND (t.rank, t.id) < (?, ?)${where.text}`).get(card.lane, card.rank, ticket, ...where.values) as { n: number };
  return { lane: card.lane, index: before.n, count: countIn(db, card.lane, filter, now) };
};
