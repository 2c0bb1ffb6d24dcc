import type { Moved } from '#shared/contract/views.ts';
import type { Lane } from '#shared/domain/enums.ts';
import { isProvisional, laneOf } from '#shared/domain/lane.ts';
import { get, sql, statement, type ReadDb } from '../db/handles.ts';
import { codeOf } from './ticket-code.ts';

/** How many cards a lane holds; read from the lane's index alone. */
export const laneCount = (db: ReadDb, lane: Lane): number => (statement(db, 'SELECT count(*) AS n FROM ticket WHERE lane = ?').get(lane) as { n: number }).n;

/** Where a card lies after a move; a card that lies in no lane (closed) is counted as the one past the end of its own. */
export const movedView = (db: ReadDb, ticket: string, from: Lane): Moved | null => {
  const row = get(
    db,
    sql.selectFrom('ticket').select(['number', 'provisional_code', 'severity', 'agreed_severity', 'rank', 'lane']).where('id', '=', ticket),
  );
  if (row === undefined) return null;
  const lane = laneOf(row.severity);
  const { n } = statement(db, 'SELECT count(*) AS n FROM ticket WHERE lane = ? AND (rank, id) < (?, ?)').get(lane, row.rank, ticket) as { n: number };
  return { ticket, from, lane, index: n, count: laneCount(db, lane), provisional: isProvisional(row), code: codeOf(row) };
};
