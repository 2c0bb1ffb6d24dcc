import type { EntityName } from '#shared/domain/entities/index.ts';
import type { Json } from '#shared/domain/primitives.ts';
import { stampOf, type RowFields, type Stamps } from '#shared/sync/merge.ts';
import type { OpResult } from '#shared/sync/protocol.ts';
import { statement, type WriteDb } from '../db/handles.ts';
import { dropRow } from '../db/entity-rows.ts';
import { readBase, rebase } from './rebase.ts';
import { demandSnapshot } from './snapshot-state.ts';
import { forgetSeen } from './traces.ts';

interface OutboxOp {
  readonly seq: number;
  readonly kind: 'insert' | 'patch' | 'delete' | 'fact';
  readonly entity: EntityName;
  readonly key: string;
}

interface StampedOp extends OutboxOp {
  readonly op: string;
  readonly hlc: string;
  readonly fields: string;
  readonly base: string;
}

/** The reason, and what stands at the endpoint in the fields that the op wanted to set. */
const detailsOf = (op: StampedOp, { details = {}, row }: OpResult): Readonly<Record<string, Json>> => {
  if (row === undefined) return details;
  const stands = row === null ? null : Object.fromEntries(Object.keys(JSON.parse(op.fields) as RowFields).map((field) => [field, row[field] ?? null]));
  return { ...details, stands };
};

/** What waits and was built on the refused op has seen what that one saw: as if it had never been. */
const rebuildBases = (tx: WriteDb, refused: StampedOp): void => {
  if (refused.kind !== 'patch') return;
  const stamp = stampOf({ id: refused.op, hlc: refused.hlc });
  const seen = JSON.parse(refused.base) as Stamps;
  const later = statement(tx, "SELECT seq, base FROM outbox WHERE entity = ? AND key = ? AND kind = 'patch' AND state = 'waiting' AND seq > ?").all(refused.entity, refused.key, refused.seq) as { seq: number; base: string }[];
  for (const { seq, base } of later) {
    const next = Object.fromEntries(Object.entries(JSON.parse(base) as Stamps).map(([register, saw]) => [register, saw === stamp ? (seen[register] ?? '') : saw]));
    statement(tx, 'UPDATE outbox SET base = ? WHERE seq = ?').run(JSON.stringify(next), seq);
  }
};

/** Shows a row again without the ops that no longer count. */
export const withdraw = (tx: WriteDb, op: OutboxOp): void => {
  if (op.kind === 'fact') {
    const again = statement(tx, "SELECT 1 FROM outbox WHERE entity = ? AND key = ? AND state = 'waiting' LIMIT 1").get(op.entity, op.key);
    if (again === undefined) dropRow(tx, op.entity, op.key);
    return;
  }
  const base = readBase(tx, op.entity, op.key);
  // Without a copy beneath, the row was made by the op itself, unless that has been let go already.
  if (base === null && op.kind !== 'insert') {
    const inserted = statement(tx, "SELECT 1 FROM outbox WHERE entity = ? AND key = ? AND kind = 'insert' LIMIT 1").get(op.entity, op.key);
    if (inserted === undefined) return;
  }
  rebase(tx, op.entity, op.key, base);
};

/**
 * Keeps a refused op with its reason and the user's text, and takes its effect back. A ticket whose end was refused is
 * back, but what hung from it left this desk with it, so the rows have to be read again.
 */
export const markRefused = (tx: WriteDb, result: OpResult): void => {
  const op = statement(tx, "SELECT seq, op, kind, entity, key, hlc, fields, base, was IS NOT NULL AS saw FROM outbox WHERE op = ? AND state = 'waiting'").get(result.id) as (StampedOp & { readonly saw: 0 | 1 }) | undefined;
  if (op === undefined) return;
  statement(tx, "UPDATE outbox SET state = 'refused', code = ?, details = ?, was = NULL WHERE seq = ?").run(result.code ?? 'invalid_input', JSON.stringify(detailsOf(op, result)), op.seq);
  rebuildBases(tx, op);
  withdraw(tx, op);
  forgetSeen(tx, op.seq, op.saw === 1);
  if (op.kind === 'delete' && op.entity === 'ticket') demandSnapshot(tx, 'first');
};

export interface RefusedOp extends OutboxOp {
  readonly op: string;
  readonly fields: string;
}

export const refusedOps = (tx: WriteDb, group: string): readonly RefusedOp[] =>
  statement(tx, "SELECT seq, op, kind, entity, key, fields FROM outbox WHERE grp = ? AND state = 'refused' ORDER BY seq").all(group) as RefusedOp[];

export const dropRefused = (tx: WriteDb, group: string): number => statement(tx, "DELETE FROM outbox WHERE grp = ? AND state = 'refused'").run(group).changes;
