import { specOf, type EntityName } from '#shared/domain/entities/index.ts';
import { mergePatch, stampOf, type RowFields, type Stamps } from '#shared/sync/merge.ts';
import { dropRow, dropTicket, indexTicket, putRow, searchText, type StampedRow } from '../db/entity-rows.ts';
import { statement, type ReadDb, type WriteDb } from '../db/handles.ts';

interface PendingOp {
  readonly op: string;
  readonly kind: 'insert' | 'patch' | 'delete' | 'fact';
  readonly hlc: string;
  readonly fields: string;
  readonly base: string;
}

/** True while a change of this row waits that the page under way does not acknowledge. */
export const isPendingBeyond = (db: ReadDb, entity: EntityName, key: string, inc: number, ackN: number): boolean =>
  statement(db, "SELECT 1 FROM outbox WHERE entity = ? AND key = ? AND state = 'waiting' AND (n IS NULL OR n > ? OR inc <> ?) LIMIT 1").get(entity, key, ackN, inc) !== undefined;

/** True while a change of this row waits for its acknowledgement. */
export const isPending = (db: ReadDb, entity: EntityName, key: string): boolean =>
  statement(db, "SELECT 1 FROM outbox WHERE entity = ? AND key = ? AND state = 'waiting' LIMIT 1").get(entity, key) !== undefined;

const pendingOps = (db: ReadDb, entity: EntityName, key: string): readonly PendingOp[] =>
  statement(db, "SELECT op, kind, hlc, fields, base FROM outbox WHERE entity = ? AND key = ? AND state = 'waiting' ORDER BY seq").all(entity, key) as PendingOp[];

export const readBase = (db: ReadDb, entity: EntityName, key: string): StampedRow | null => {
  const row = statement(db, 'SELECT fields, stamps FROM sync_base WHERE entity = ? AND key = ?').get(entity, key) as { fields: string; stamps: string } | undefined;
  return row === undefined ? null : { fields: JSON.parse(row.fields) as RowFields, stamps: JSON.parse(row.stamps) as Stamps };
};

export const putBase = (tx: WriteDb, entity: EntityName, key: string, row: StampedRow): void => {
  statement(tx, 'INSERT OR REPLACE INTO sync_base (entity, key, fields, stamps) VALUES (?, ?, ?, ?)').run(entity, key, JSON.stringify(row.fields), JSON.stringify(row.stamps));
};

export const dropBase = (tx: WriteDb, entity: EntityName, key: string): void => {
  statement(tx, 'DELETE FROM sync_base WHERE entity = ? AND key = ?').run(entity, key);
};

/** One pending op laid over a row; null is a row that is not there. */
const lay = (entity: EntityName, row: StampedRow | null, op: PendingOp): StampedRow | null => {
  const fields = JSON.parse(op.fields) as RowFields;
  switch (op.kind) {
    case 'insert':
    case 'fact':
      return row ?? { fields, stamps: { '*': stampOf({ id: op.op, hlc: op.hlc }) } };
    case 'patch': {
      if (row === null) return null;
      const merged = mergePatch(specOf(entity), { row: row.fields, stamps: row.stamps }, { id: op.op, hlc: op.hlc, fields, base: JSON.parse(op.base) as Stamps });
      return { fields: merged.row, stamps: merged.stamps };
    }
    case 'delete':
      return null;
  }
};

/** A row of the endpoint's with those of this desk's ops in it that have been acknowledged up to `n`. */
export const layAcked = (db: ReadDb, entity: EntityName, key: string, known: StampedRow | null, inc: number, n: number): StampedRow | null =>
  (statement(db, "SELECT op, kind, hlc, fields, base FROM outbox WHERE entity = ? AND key = ? AND state = 'waiting' AND inc = ? AND n <= ? ORDER BY seq").all(entity, key, inc, n) as PendingOp[]).reduce<StampedRow | null>(
    (row, op) => lay(entity, row, op),
    known,
  );

/** Writes what the desk shows of a row. */
export const show = (tx: WriteDb, entity: EntityName, key: string, row: StampedRow | null): void => {
  if (row === null) {
    if (entity === 'ticket') dropTicket(tx, key);
    else dropRow(tx, entity, key);
    return;
  }
  if (entity !== 'ticket') return putRow(tx, entity, key, row.fields, row.stamps);
  const indexed = searchText(tx, key);
  putRow(tx, entity, key, row.fields, row.stamps);
  // As a rule the row looked like this before, and the index is the dearest part of it.
  if (indexed !== searchText(tx, key)) indexTicket(tx, key);
};

/**
 * The endpoint's row beneath, the pending ops on top, in their order: what the desk shows. With nothing pending the
 * endpoint's row is shown as it is and its copy is let go. `known` is the endpoint's row as far as the desk knows it.
 */
export const rebase = (tx: WriteDb, entity: EntityName, key: string, known: StampedRow | null): void => {
  const ops = pendingOps(tx, entity, key);
  const shown = ops.reduce<StampedRow | null>((row, op) => lay(entity, row, op), known);
  show(tx, entity, key, shown);
  if (ops.length === 0 || known === null) dropBase(tx, entity, key);
  else putBase(tx, entity, key, known);
};

/** The endpoint let a ticket go, and with it what hung from it there, without a word about each. */
export const dropHanging = (tx: WriteDb, ticket: string): void => {
  const hanging = statement(tx, "SELECT entity, key FROM sync_base WHERE fields ->> '$.ticket' = ?").all(ticket) as { entity: EntityName; key: string }[];
  for (const { entity, key } of hanging) rebase(tx, entity, key, null);
};
