import type { Kind, Lane, Severity, TicketState } from '#shared/domain/enums.ts';
import { laneOf } from '#shared/domain/lane.ts';
import { statement, type ReadDb } from '../db/handles.ts';

/** What a report is asked over. Instants are milliseconds since the epoch, half-open. */
export interface ReportScope {
  readonly from: number;
  readonly to: number;
  readonly client?: string | undefined;
  readonly contract?: string | undefined;
}

export interface RangeTicket {
  readonly id: string;
  readonly client: string;
  readonly contract: string | null;
  readonly lane: Lane;
  readonly kind: Kind | null;
  readonly consultant: string | null;
  readonly receivedMs: number;
  /** It was received in the range, and is no duplicate of another. */
  readonly isDemand: boolean;
  readonly isOpen: boolean;
  readonly wasClosed: boolean;
  readonly wasReopened: boolean;
  readonly hasEvidence: boolean;
}

interface TicketRow {
  readonly id: string;
  readonly client: string;
  readonly contract: string | null;
  readonly severity: Severity | null;
  readonly kind: Kind | null;
  readonly state: TicketState;
  readonly consultant: string | null;
  readonly received_at: string;
  readonly demand: number;
  readonly open: number;
  readonly closed: number;
  readonly reopened: number;
  readonly evidence: number;
}

/** Counted of tickets (`t`) and of their time alike. */
export const scopeCondition = ({ client, contract }: ReportScope): { readonly text: string; readonly values: readonly string[] } => ({
  text: `${client === undefined ? '' : ' AND t.client = ?'}${contract === undefined ? '' : ' AND t.contract = ?'}`,
  values: [client, contract].filter((value) => value !== undefined),
});

export const isoOf = (ms: number): string => new Date(ms).toISOString();

const text = (where: string): string => `
  SELECT t.*, t.closed + t.reopened > 0 AND EXISTS (
    SELECT 1 FROM evidence e WHERE e.ticket = t.id AND e.stage = 'after' AND e.visibility = 'client'
  ) AS evidence
  FROM (
    SELECT t.id, t.client, t.contract, t.severity, t.kind, t.state, t.consultant, t.received_at,
      t.received_at >= @from AND t.received_at < @to AND t.cancel_reason IS NOT 'duplicate' AS demand,
      t.lane IS NOT NULL AS open,
      t.state = 'closed' AND t.closed_at >= @from AND t.closed_at < @to AS closed,
      t.cycle > 1 AND EXISTS (SELECT 1 FROM ticket_event v WHERE v.ticket = t.id AND v.type = 'reopened' AND v.at >= @from AND v.at < @to) AS reopened
    FROM ticket t WHERE t.hidden = 0${where}
  ) t
  WHERE t.demand OR t.open OR t.closed OR t.reopened`;

/** The tickets that a report tells of: received, closed or reopened in the range, or open now. */
export const rangeTickets = (db: ReadDb, scope: ReportScope): readonly RangeTicket[] => {
  const where = scopeCondition(scope);
  const rows = statement(db, text(where.text)).all({ from: isoOf(scope.from), to: isoOf(scope.to) }, ...where.values) as TicketRow[];
  return rows.map((row) => ({
    id: row.id,
    client: row.client,
    contract: row.contract,
    lane: laneOf(row.severity),
    kind: row.kind,
    consultant: row.consultant,
    receivedMs: Date.parse(row.received_at),
    isDemand: row.demand === 1,
    isOpen: row.open === 1,
    wasClosed: row.closed === 1 || row.reopened === 1,
    wasReopened: row.reopened === 1,
    hasEvidence: row.evidence === 1,
  }));
};
