import type { HoursLeft, LotView } from '#shared/contract/contract-views.ts';
import type { Row } from '#shared/domain/entities/index.ts';
import type { Lot } from '#shared/domain/hours/allocate.ts';
import { remainder } from '#shared/domain/hours/lots.ts';
import { decodeRow } from '../db/row-codec.ts';
import { statement, type ReadDb } from '../db/handles.ts';

const decoded = <E extends 'hours_lot' | 'hours_movement'>(entity: E, rows: unknown[]): readonly Row<E>[] =>
  (rows as Record<string, unknown>[]).map((row) => ({ id: String(row['id']), ...decodeRow(entity, row) }) as unknown as Row<E>);

/** The movements of a contract's lots, the newest first. */
export const movementsOf = (db: ReadDb, contract: string): readonly Row<'hours_movement'>[] =>
  decoded('hours_movement', statement(db, 'SELECT m.* FROM hours_movement m JOIN hours_lot l ON l.id = m.lot WHERE l.contract = ? ORDER BY m.work_date DESC, m.id DESC').all(contract));

/** The lots of a contract by their last day, with what is left of each. `day`: today, a local date. */
export const lotsOf = (db: ReadDb, contract: string, day: string): readonly LotView[] => {
  const movements = Map.groupBy(movementsOf(db, contract), (movement) => movement.lot);
  return decoded('hours_lot', statement(db, 'SELECT * FROM hours_lot WHERE contract = ? ORDER BY expires_on, valid_from, id').all(contract)).map((lot) => {
    const leftMin = remainder(lot.minutes, movements.get(lot.id) ?? []);
    return { lot, leftMin, usedMin: lot.minutes - leftMin, holds: lot.valid_from <= day && lot.expires_on >= day };
  });
};

/** As the rules of allocation know it. */
export const asLot = ({ lot, leftMin }: LotView): Lot => ({ id: lot.id, kind: lot.kind, validFrom: lot.valid_from, expiresOn: lot.expires_on, remainingMin: leftMin });

/** What is left of the lots that hold, and which alert of the contract that has reached. */
export const hoursLeft = ({ alert_pct }: Pick<Row<'contract'>, 'alert_pct'>, lots: readonly LotView[]): HoursLeft => {
  const held = lots.filter((lot) => lot.holds);
  const [leftMin, ofMin] = [held.reduce((sum, { leftMin: left }) => sum + left, 0), held.reduce((sum, { lot }) => sum + lot.minutes, 0)];
  const reached = ofMin === 0 ? [] : alert_pct.filter((pct) => (ofMin - leftMin) * 100 >= pct * ofMin);
  return { leftMin, ofMin, alert: reached.length === 0 ? null : Math.max(...reached) };
};
