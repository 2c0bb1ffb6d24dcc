import { AppError } from '#shared/errors.ts';
import { specOf } from '#shared/domain/entities/index.ts';
import { nodeOf } from '#shared/sync/hlc.ts';
import type { PullDelete, PullRow } from '#shared/sync/protocol.ts';
import { stampSource } from '../change/hybrid-clock.ts';
import { dropRow, dropTicket, indexTicket, putRow, readRow, searchText } from '../db/entity-rows.ts';
import { statement, type ReadDb, type WriteDb } from '../db/handles.ts';
import type { Spine } from '../spine.ts';
import { remember, somethingForgotten } from './forgotten.ts';
import { dropBase, dropHanging, isPendingBeyond, rebase } from './rebase.ts';
import { keepUnknownFields, somethingUnknown } from './unknown-parts.ts';

/** What holds for all rows of one transaction. */
export interface Laying {
  /** Whether any op of this desk waits, so that rows may lie beneath it. */
  readonly somethingWaits: boolean;
  /** False while a first sync goes on: the search index is built in one go behind it. */
  readonly index: boolean;
  /** Whether the endpoint has forgotten rows that it may speak of again. */
  readonly forgotten: boolean;
  /** Whether anything is kept apart that this version does not know. */
  readonly unknown: boolean;
  /** How far this desk's ops are acknowledged along with the rows: what they did is in the rows. */
  readonly acked: { readonly inc: number; readonly n: number };
}

const somethingWaits = (db: ReadDb): boolean => statement(db, "SELECT 1 FROM outbox WHERE state = 'waiting' LIMIT 1").get() !== undefined;

const nothingAcked = { inc: 0, n: 0 };

/** What holds now, for the rows of one transaction. */
export const layingNow = (tx: WriteDb, index: boolean, acked: Laying['acked'] = nothingAcked): Laying => ({ acked, somethingWaits: somethingWaits(tx), index, forgotten: somethingForgotten(tx), unknown: somethingUnknown(tx) });

const sameFields = (shown: Readonly<Record<string, unknown>>, told: Readonly<Record<string, unknown>>): boolean => {
  for (const name in shown) {
    const [is, was] = [told[name] ?? null, shown[name] ?? null];
    if (is !== was && (typeof is !== 'object' || JSON.stringify(is) !== JSON.stringify(was))) return false;
  }
  return true;
};

/** Whether the row is shown already as the endpoint has it, as most rows are that a desk hears of after its own changes. */
const isShown = (tx: WriteDb, { entity, key, row, stamps }: PullRow): boolean => {
  const shown = readRow(tx, entity, key);
  if (shown === null || !sameFields(shown.fields, row)) return false;
  return specOf(entity).kind === 'fact' || JSON.stringify(shown.stamps) === JSON.stringify(stamps);
};

/** Lays the endpoint's row (or its end) beneath what this desk has not been acknowledged for. Twice is as good as once. */
export const layRow = (tx: WriteDb, line: PullRow | PullDelete, laying: Laying): void => {
  const { entity, key } = line;
  if (laying.forgotten) remember(tx, entity, key);
  keepUnknownFields(tx, entity, key, 'row' in line ? line.row : null, laying.unknown);
  const layered = laying.somethingWaits && specOf(entity).kind === 'record' && isPendingBeyond(tx, entity, key, laying.acked.inc, laying.acked.n);
  // With nothing on top there is nothing to keep beneath.
  if (laying.somethingWaits && !layered && specOf(entity).kind === 'record') dropBase(tx, entity, key);
  if ('del' in line) {
    if (entity === 'ticket' && laying.somethingWaits) dropHanging(tx, key);
    if (layered) rebase(tx, entity, key, null);
    else if (entity === 'ticket') dropTicket(tx, key);
    else dropRow(tx, entity, key);
    return;
  }
  if (layered) return rebase(tx, entity, key, { fields: line.row, stamps: line.stamps });
  // To write it once more, with its indexes, is the dearest part of an acknowledgement.
  if (laying.somethingWaits && isShown(tx, line)) return;
  const indexed = entity === 'ticket' && laying.index ? searchText(tx, key) : '';
  putRow(tx, entity, key, line.row, line.stamps);
  // Most changes of a ticket are none of its text.
  if (entity === 'ticket' && laying.index && indexed !== searchText(tx, key)) indexTicket(tx, key);
};

const greatestStamp = (rows: readonly (PullRow | PullDelete)[]): string => {
  let greatest = '';
  for (const line of rows) {
    if (!('row' in line)) continue;
    for (const name in line.stamps) {
      const stamp = line.stamps[name] ?? '';
      if (stamp > greatest) greatest = stamp;
    }
  }
  return greatest;
};

/** This desk's clock does not fall behind what it has seen. */
export const seeStamps = (tx: WriteDb, spine: Spine, rows: readonly (PullRow | PullDelete)[]): void => {
  const greatest = greatestStamp(rows);
  if (greatest === '') return;
  const stamps = stampSource(tx, nodeOf(spine.deviceId), spine.clock.now());
  stamps.see(greatest);
  stamps.keep();
};

/** A row that the tables refuse, or that cannot even be bound, is not of the protocol. The latter might be a fault of ours. */
export const asRowFault = (spine: Spine, error: unknown): unknown => {
  const unbound = error instanceof TypeError || error instanceof RangeError;
  if (unbound) spine.log.internal(error, 'sync.row');
  if (unbound || (error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_CONSTRAINT'))) return new AppError('endpoint_garbled', {}, { cause: error });
  return error;
};
