import type { EntityName } from '#shared/domain/entities/index.ts';
import type { RowFields, Stamps } from '#shared/sync/merge.ts';
import { statement, type ReadDb, type WriteDb } from '../db/handles.ts';
import { getMeta, setMeta } from '../db/meta.ts';
import type { StampedRow } from '../db/entity-rows.ts';

export interface QueuedOp {
  readonly op: string;
  readonly grp: string;
  readonly command: string;
  readonly kind: 'insert' | 'patch' | 'delete' | 'fact';
  readonly entity: EntityName;
  readonly key: string;
  readonly ticket: string | null;
  readonly hlc: string;
  readonly fields: RowFields;
  readonly base: Stamps;
  /** What was seen of the fields that a person may have to compare. */
  readonly was?: RowFields | null;
  readonly at: string;
}

interface Turn {
  readonly inc: number | null;
  readonly n: number | null;
}

const later: Turn = { inc: null, n: null };

/**
 * The op's number, on disk with the op itself, so that it can leave without another wait for the disk. Where something waits
 * that has none yet (an import, all of it after a new count began), it gets its own behind that, when both are sent.
 */
const takeTurn = (tx: WriteDb): Turn => {
  const unnumbered = "SELECT 1 FROM outbox WHERE n IS NULL AND held IS NULL AND state = 'waiting' UNION ALL SELECT 1 FROM outbox WHERE held IS NOT NULL LIMIT 1";
  if (statement(tx, unnumbered).get() !== undefined) return later;
  const n = Number(getMeta(tx, 'next_n') ?? '1');
  setMeta(tx, 'next_n', String(n + 1));
  return { inc: Number(getMeta(tx, 'inc') ?? '1'), n };
};

/** Puts an op behind those that wait. */
export const queueOp = (tx: WriteDb, op: QueuedOp): void => {
  const { inc, n } = takeTurn(tx);
  statement(
    tx,
    'INSERT INTO outbox (op, grp, command, kind, entity, key, ticket, hlc, fields, base, at, was, inc, n) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  ).run(op.op, op.grp, op.command, op.kind, op.entity, op.key, op.ticket, op.hlc, JSON.stringify(op.fields), JSON.stringify(op.base), op.at, op.was === undefined || op.was === null ? null : JSON.stringify(op.was), inc, n);
};

/** True while an op of this row has not been acknowledged. */
export const hasPending = (db: ReadDb, entity: EntityName, key: string): boolean =>
  statement(db, "SELECT 1 FROM outbox WHERE entity = ? AND key = ? AND state = 'waiting' LIMIT 1").get(entity, key) !== undefined;

/** Keeps the endpoint's row beneath the first pending patch or delete, so that it can be laid under again. */
export const keepBase = (tx: WriteDb, entity: EntityName, key: string, standing: StampedRow): void => {
  if (hasPending(tx, entity, key)) return;
  statement(tx, 'INSERT OR IGNORE INTO sync_base (entity, key, fields, stamps) VALUES (?, ?, ?, ?)').run(entity, key, JSON.stringify(standing.fields), JSON.stringify(standing.stamps));
};
