import type { LaneDue } from '#shared/contract/sla-views.ts';
import type { BoardFilter } from '#shared/contract/views.ts';
import { statement, type ReadDb } from '../db/connection.ts';
import { filterCondition } from '../tickets/board-filter.ts';

/** Of each lane the clock that is due first, among the cards that the filter leaves. */
export const boardDue = (db: ReadDb, filter: BoardFilter, now: string): readonly LaneDue[] => {
  const where = filterCondition(filter, now);
  const text = `SELECT t.lane, min(s.due_at) AS dueAt, s.warn_at AS warnAt FROM ticket_sla s CROSS JOIN ticket t ON t.id = s.ticket WHERE s.due_at IS NOT NULL AND t.lane IS NOT NULL${where.text} GROUP BY t.lane`;
  return statement(db, text).all(...where.values) as LaneDue[];
};
