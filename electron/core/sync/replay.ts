import { setImmediate as turn } from 'node:timers/promises';
import { specOf, type EntityName } from '#shared/domain/entities/index.ts';
import type { RowFields } from '#shared/sync/merge.ts';
import { evidenceHeld } from '../evidence/files.ts';
import { keepBase } from '../change/outbox.ts';
import { readRow } from '../db/entity-rows.ts';
import { statement, write, type ReadDb, type WriteDb } from '../db/handles.ts';
import { setMeta } from '../db/meta.ts';
import type { Spine } from '../spine.ts';
import { isForgotten } from './forgotten.ts';
import { readBase, rebase } from './rebase.ts';
import { dropOldSent, opColumns, replayUpTo } from './sent-log.ts';

interface SentOp {
  readonly seq: number;
  readonly grp: string;
  readonly kind: 'insert' | 'patch' | 'delete' | 'fact';
  readonly entity: EntityName;
  readonly key: string;
  readonly fields: string;
}

/** Ops per transaction, give or take the command that they end in. */
const chunkOps = 300;

const groupsAfter = (db: ReadDb, after: number, upTo: number): readonly (readonly SentOp[])[] => {
  const ops = statement(db, 'SELECT seq, grp, kind, entity, key, fields FROM sent_log WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?').all(after, upTo, chunkOps) as SentOp[];
  const last = ops.at(-1);
  // The rest of the command that the portion ends in.
  if (last !== undefined && ops.length === chunkOps) ops.push(...(statement(db, 'SELECT seq, grp, kind, entity, key, fields FROM sent_log WHERE seq > ? AND seq <= ? AND grp = ? ORDER BY seq').all(last.seq, upTo, last.grp) as SentOp[]));
  const groups = new Map<string, SentOp[]>();
  for (const op of ops) {
    const group = groups.get(op.grp);
    if (group) group.push(op);
    else groups.set(op.grp, [op]);
  }
  return [...groups.values()];
};

/** Whether the endpoint will find the row: it has it, or it gets it from this desk before. */
const willBeThere = (db: ReadDb, entity: string, key: string, made: ReadonlySet<string>): boolean =>
  !isForgotten(db, entity, key) || made.has(key) || statement(db, "SELECT 1 FROM outbox WHERE entity = ? AND key = ? AND kind IN ('insert', 'fact') AND state = 'waiting' LIMIT 1").get(entity, key) !== undefined;

const isReady = (db: ReadDb, ops: readonly SentOp[]): boolean => {
  const made = new Set<string>();
  for (const { kind, entity, key, fields } of ops) {
    const { parent } = specOf(entity);
    if (kind === 'patch' || kind === 'delete') {
      if (!willBeThere(db, entity, key, made)) return false;
    } else made.add(key);
    if (parent === null || parent === 'self') continue;
    const holder = (JSON.parse(fields) as RowFields)[parent.field];
    if (typeof holder === 'string' && !willBeThere(db, parent.entity, holder, made)) return false;
  }
  return true;
};

/** The bytes may have gone with the endpoint's disk; it says itself if it has them. */
const sendBytesAgain = (spine: Spine, tx: WriteDb, fields: RowFields, at: string): void => {
  const sha256 = String(fields['sha256']);
  if (!evidenceHeld(spine.dir, sha256)) return;
  statement(tx, 'INSERT OR IGNORE INTO blob_upload (sha256, bytes, mime, at) VALUES (?, ?, ?, ?)').run(sha256, Number(fields['bytes']), String(fields['mime']), at);
};

/** Puts a command back behind what waits, with the ids that it has: what the endpoint still knows of it is not done twice. */
const putBack = (spine: Spine, tx: WriteDb, ops: readonly SentOp[]): void => {
  for (const { seq, kind, entity, key, fields } of ops) {
    const layered = specOf(entity).kind === 'record' && !isForgotten(tx, entity, key);
    const standing = layered ? readRow(tx, entity, key) : null;
    if (standing !== null) keepBase(tx, entity, key, standing);
    statement(tx, `INSERT OR IGNORE INTO outbox (${opColumns}) SELECT ${opColumns} FROM sent_log WHERE seq = ?`).run(seq);
    statement(tx, 'DELETE FROM sent_log WHERE seq = ?').run(seq);
    if (kind === 'fact' && entity === 'evidence') sendBytesAgain(spine, tx, JSON.parse(fields) as RowFields, new Date(spine.clock.now()).toISOString());
    if (standing !== null) rebase(tx, entity, key, readBase(tx, entity, key));
  }
};

/**
 * After its endpoint was restored a desk sends again what it had sent in the last thirty days. A command whose rows the
 * endpoint does not have stays in the log until another desk has brought them. Answers with how many ops wait now.
 */
export const replaySent = async (spine: Spine, stopped: () => boolean): Promise<number> => {
  let count = 0;
  const upTo = replayUpTo(spine.db);
  if (upTo === null) return count;
  write(spine.db, (tx) => dropOldSent(tx, spine.clock.now()));
  for (let after = 0; !stopped(); ) {
    const groups = groupsAfter(spine.db, after, upTo);
    if (groups.length === 0) break;
    write(spine.db, (tx) => {
      for (const ops of groups) {
        after = Math.max(after, ops.at(-1)?.seq ?? after);
        if (!isReady(tx, ops)) continue;
        putBack(spine, tx, ops);
        count += ops.length;
      }
    });
    await turn();
  }
  const left = statement(spine.db, 'SELECT 1 FROM sent_log WHERE seq <= ? LIMIT 1').get(upTo) !== undefined;
  if (!left && !stopped()) write(spine.db, (tx) => setMeta(tx, 'replay', null));
  if (count > 0) {
    spine.log.info('sync.replayed', { ops: count });
    spine.announce(['sync']);
  }
  return count;
};
