import { consumption, type WorkedSpan } from '#shared/domain/hours/consumption.ts';
import type { Row } from '#shared/domain/entities/index.ts';
import { statement, type ReadDb } from '../db/handles.ts';
import { isoOf, scopeCondition, type ReportScope } from './range-tickets.ts';

export interface RangeEntry {
  readonly user: string;
  readonly ticket: string | null;
  readonly task: string | null;
  readonly client: string | null;
  readonly contract: string | null;
  /** Milliseconds since the epoch, cut to the range. */
  readonly start: number;
  readonly end: number;
  readonly billable: boolean;
}

interface EntryRow {
  readonly user: string;
  readonly ticket: string | null;
  readonly task: string | null;
  readonly client: string | null;
  readonly contract: string | null;
  readonly start: string;
  readonly end: string;
  readonly billable: number;
}

/** The time that was worked in the range. What still runs and what was reversed does not count. */
export const rangeTime = (db: ReadDb, scope: ReportScope): readonly RangeEntry[] => {
  const where = scopeCondition(scope);
  const text = `
    SELECT e.user, e.ticket, e.task, t.client, t.contract, e."start", e."end", e.billable
    FROM time_entry e LEFT JOIN ticket t ON t.id = e.ticket
    WHERE e."start" < @to AND e."end" > @from AND e.status <> 'reversed'${where.text}`;
  const rows = statement(db, text).all({ from: isoOf(scope.from), to: isoOf(scope.to) }, ...where.values) as EntryRow[];
  return rows.map((row) => ({
    ...row,
    start: Math.max(Date.parse(row.start), scope.from),
    end: Math.min(Date.parse(row.end), scope.to),
    billable: row.billable === 1,
  }));
};

export const secondsOf = (entries: readonly RangeEntry[]): number => entries.reduce((sum, { start, end }) => sum + Math.floor(end / 1000) - Math.floor(start / 1000), 0);

/** Minutes that a contract's rounding makes of the entries of its tickets. `tz`: zone whose dates count. */
export const billedMinutes = (tz: string, { rounding }: Pick<Row<'contract'>, 'rounding'>, entries: readonly RangeEntry[]): number => {
  const worked = entries.map(({ start, end, billable, ticket, user }): WorkedSpan => ({ start, end, billable, group: `${ticket ?? ''} ${user}` }));
  const policy = { unitMin: rounding.unit_min, mode: rounding.mode, minimumMin: rounding.minimum_min, graceSec: rounding.grace_sec };
  return consumption(tz, policy, rounding.scope === 'entry' ? 'entry' : 'ticket_day', worked).reduce((sum, { minutes }) => sum + minutes, 0);
};
