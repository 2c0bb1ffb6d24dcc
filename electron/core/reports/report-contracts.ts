import type { Modality } from '#shared/domain/enums.ts';
import type { Row } from '#shared/domain/entities/index.ts';
import { decodeRow } from '../db/row-codec.ts';
import { statement, type ReadDb } from '../db/handles.ts';
import type { ReportScope } from './range-tickets.ts';
import { billedMinutes, type RangeEntry } from './range-time.ts';

/** A contract as a report measures by it. */
export interface ReportContract {
  readonly id: string;
  readonly client: string;
  readonly modality: Modality;
  /** Minutes of its lots that are valid on a date of the range; null where it has none. */
  readonly contractedMin: number | null;
  /** Minutes that its rounding makes of the time on its tickets. */
  readonly billedMin: number;
}

interface Dates {
  /** Local dates, inclusive. */
  readonly from: string;
  readonly to: string;
}

const text = `
  SELECT k.*, coalesce(calendar.tz, client.tz, 'UTC') AS zone,
    (SELECT sum(l.minutes) FROM hours_lot l WHERE l.contract = k.id AND l.valid_from <= @to AND l.expires_on >= @from) AS lots
  FROM contract k
  LEFT JOIN client ON client.id = k.client
  LEFT JOIN calendar ON calendar.id = k.calendar
  WHERE k.valid_from <= @to AND (k.valid_to IS NULL OR k.valid_to >= @from)
    AND (@client IS NULL OR k.client = @client) AND (@contract IS NULL OR k.id = @contract)`;

/** The contracts that are in force on some date of the range, with what was worked for each. */
export const reportContracts = (db: ReadDb, { from, to }: Dates, scope: Pick<ReportScope, 'client' | 'contract'>, entries: readonly RangeEntry[]): readonly ReportContract[] => {
  const workedOn = Map.groupBy(entries, ({ contract }) => contract);
  const rows = statement(db, text).all({ from, to, client: scope.client ?? null, contract: scope.contract ?? null }) as (Record<string, unknown> & { id: string; zone: string; lots: number | null })[];
  return rows.map((row) => {
    const contract = decodeRow('contract', row) as unknown as Row<'contract'>;
    return {
      id: row.id,
      client: contract.client,
      modality: contract.modality,
      contractedMin: row.lots,
      billedMin: billedMinutes(row.zone, contract, workedOn.get(row.id) ?? []),
    };
  });
};
