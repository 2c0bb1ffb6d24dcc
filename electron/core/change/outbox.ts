import type { EntityName } from '#shared/domain/entities/index.ts';
import type { RowFields, Stamps } from '#shared/sync/merge.ts';
import { statement, type ReadDb, type WriteDb } from '../db/handles.ts';
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
  /** The import run that it waits for. */
  readonly held?: string;
}

/** Puts an op behind those that wait. Its `n` is given when it is first put into a batch. */
export const queueOp = (tx: WriteDb, op: QueuedOp): void => {
  statement(
    tx,
    'INSERT INTO outbox (op, grp, command, kind, entity, key, ticket, hlc, fields, base, at, held, was) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  ).run(op.op, op.grp, op.command, op.kind, op.entity, op.key, op.ticket, op.hlc, JSON.stringify(op.fields), JSON.stringify(op.base), op.at, op.held ?? null, op.was === undefined || op.was === null ? null : JSON.stringify(op.was));
};

/** True while an op of this row has not been acknowledged. */
export const hasPending = (db: ReadDb, entity: EntityName, key: string): boolean =>
  statement(db, "SELECT 1 FROM outbox WHERE entity = ? AND key = ? AND state = 'waiting' LIMIT 1").get(entity, key) !== undefined;

/** Keeps the endpoint's row beneath the first pending patch or delete, so that it can be laid under again. */
export const keepBase = (tx: WriteDb, entity: EntityName, key: string, standing: StampedRow): void => {
  if (hasPending(tx, entity, key)) return;
  statement(tx, 'INSERT OR IGNORE INTO sync_base (entity, key, fields, stamps) VALUES (?, ?, ?, ?)').run(entity, key, JSON.stringify(standing.fields), JSON.stringify(standing.stamps));
};
