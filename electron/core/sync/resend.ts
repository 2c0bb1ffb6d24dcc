import { AppError } from '#shared/errors.ts';
import { specOf } from '#shared/domain/entities/index.ts';
import type { RowFields } from '#shared/sync/merge.ts';
import { baseFor, stampOf } from '#shared/sync/merge.ts';
import { nodeOf } from '#shared/sync/hlc.ts';
import { stampSource } from '../change/hybrid-clock.ts';
import { keepBase, queueOp } from '../change/outbox.ts';
import { indexTicket, putRow, readRow, setFields } from '../db/entity-rows.ts';
import { statement, write } from '../db/handles.ts';
import { instantAt } from '../clock.ts';
import type { Spine } from '../spine.ts';
import { show } from './rebase.ts';
import { dropRefused, refusedOps } from './refusals.ts';

/** Tries a refused command again: the same text as a new command, over the rows as they are now. Error: not_found. */
export const retryRefused = (spine: Spine, group: string): { group: string } => {
  const next = spine.newId();
  const ticket = write(spine.db, (tx) => {
    const ops = refusedOps(tx, group);
    if (ops.length === 0) throw new AppError('not_found', { entity: 'outbox', key: group });
    const told = statement(tx, 'SELECT command, ticket FROM outbox WHERE seq = ?').get(ops[0]?.seq) as { command: string; ticket: string | null };
    dropRefused(tx, group);
    const at = instantAt(spine.clock.now());
    const stamps = stampSource(tx, nodeOf(spine.deviceId), spine.clock.now());
    for (const op of ops) {
      const fields = JSON.parse(op.fields) as RowFields;
      const standing = readRow(tx, op.entity, op.key);
      if (op.kind === 'patch' && standing === null) throw new AppError('deleted', { entity: op.entity, key: op.key });
      const queued = { id: spine.newId(), hlc: stamps.next() };
      const base = op.kind === 'patch' && standing !== null ? baseFor(specOf(op.entity), standing.stamps, Object.keys(fields)) : {};
      if (op.kind !== 'fact' && standing !== null) keepBase(tx, op.entity, op.key, standing);
      queueOp(tx, { op: queued.id, grp: next, command: told.command, kind: op.kind, entity: op.entity, key: op.key, ticket: told.ticket, hlc: queued.hlc, fields, base, at });
      const stamp = stampOf(queued);
      if (op.kind === 'insert') putRow(tx, op.entity, op.key, fields, { '*': stamp });
      else if (op.kind === 'fact') putRow(tx, op.entity, op.key, fields, {});
      else if (op.kind === 'delete') show(tx, op.entity, op.key, null);
      else if (op.kind === 'patch' && standing !== null) {
        setFields(tx, op.entity, op.key, fields, { ...standing.stamps, ...Object.fromEntries(Object.keys(base).map((register) => [register, stamp])) });
      }
      if (op.entity === 'ticket') indexTicket(tx, op.key);
    }
    stamps.keep();
    return told.ticket;
  });
  spine.announce(['sync', 'board', 'clients', 'time', 'timer', 'evidence', ...(ticket === null ? [] : ([`ticket:${ticket}`] as const))]);
  spine.wakeSync();
  return { group: next };
};

/** Lets a refused command go for good. Its effect was taken back when it was refused. */
export const discardRefused = (spine: Spine, group: string): { group: string } => {
  const dropped = write(spine.db, (tx) => dropRefused(tx, group));
  if (dropped === 0) throw new AppError('not_found', { entity: 'outbox', key: group });
  spine.announce(['sync']);
  return { group };
};
