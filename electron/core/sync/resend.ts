import { specOf } from '#shared/domain/entities/index.ts';
import { seenFields } from '#shared/domain/conflict.ts';
import type { JudgedOp } from '#shared/domain/judge/case.ts';
import { AppError } from '#shared/errors.ts';
import { nodeOf } from '#shared/sync/hlc.ts';
import { baseFor, registerOf, stampOf, type RowFields } from '#shared/sync/merge.ts';
import { judgeAll } from '../change/change.ts';
import { stampSource, type StampSource } from '../change/hybrid-clock.ts';
import { keepBase, queueOp } from '../change/outbox.ts';
import { instantAt } from '../clock.ts';
import { indexTicket, putRow, readRow, setFields } from '../db/entity-rows.ts';
import { statement, write, type WriteDb } from '../db/handles.ts';
import type { Spine } from '../spine.ts';
import { chainOf } from './behind.ts';
import { show } from './rebase.ts';
import { dropRefused, refusedOps, type RefusedOp } from './refusals.ts';

interface Told {
  readonly command: string;
  readonly ticket: string | null;
}

/** Puts one refused op behind those that wait, and shows its effect. */
const requeue = (tx: WriteDb, spine: Spine, stamps: StampSource, op: RefusedOp, told: Told & { readonly group: string; readonly at: string }): JudgedOp => {
  const { kind, entity, key } = op;
  const fields = JSON.parse(op.fields) as RowFields;
  const standing = readRow(tx, entity, key);
  if (kind === 'patch' && standing === null) throw new AppError('deleted', { entity, key });
  const queued = { id: spine.newId(), hlc: stamps.next() };
  const base = kind === 'patch' && standing !== null ? baseFor(specOf(entity), standing.stamps, Object.keys(fields)) : {};
  if (kind !== 'fact' && standing !== null) keepBase(tx, entity, key, standing);
  queueOp(tx, { op: queued.id, grp: told.group, command: told.command, kind, entity, key, ticket: told.ticket, hlc: queued.hlc, fields, base, at: told.at, was: kind === 'patch' && standing !== null ? seenFields(entity, standing.fields, fields, (field) => registerOf(specOf(entity), field)) : null });
  const stamp = stampOf(queued);
  if (kind === 'insert') putRow(tx, entity, key, fields, { '*': stamp });
  else if (kind === 'fact') putRow(tx, entity, key, fields, {});
  else if (kind === 'delete') show(tx, entity, key, null);
  else if (standing !== null) setFields(tx, entity, key, fields, { ...standing.stamps, ...Object.fromEntries(Object.keys(base).map((register) => [register, stamp])) });
  if (entity === 'ticket') indexTicket(tx, key);
  const after = kind === 'delete' ? null : { ...standing?.fields, ...fields };
  return { kind, entity, key, fields, before: kind === 'patch' || kind === 'delete' ? (standing?.fields ?? null) : null, after };
};

const resendGroup = (tx: WriteDb, spine: Spine, group: string): { readonly next: string; readonly ticket: string | null } => {
  const next = spine.newId();
  const ops = refusedOps(tx, group);
  if (ops.length === 0) throw new AppError('not_found', { entity: 'outbox', key: group });
  const told = statement(tx, 'SELECT command, ticket FROM outbox WHERE seq = ?').get(ops[0]?.seq) as Told;
  dropRefused(tx, group);
  const stamps = stampSource(tx, nodeOf(spine.deviceId), spine.clock.now());
  const at = instantAt(spine.clock.now());
  const done = ops.map((op) => requeue(tx, spine, stamps, op, { ...told, group: next, at }));
  judgeAll(tx, spine.actor(), done);
  stamps.keep();
  return { next, ticket: told.ticket };
};

const tell = (spine: Spine, tickets: readonly (string | null)[]): void => {
  const topics = [...new Set(tickets)].flatMap((ticket) => (ticket === null ? [] : ([`ticket:${ticket}`] as const)));
  spine.announce(['sync', 'board', 'clients', 'time', 'timer', 'evidence', ...topics]);
  spine.wakeSync();
};

const resend = (tx: WriteDb, spine: Spine, group: string): readonly { readonly next: string; readonly ticket: string | null }[] => {
  const chain = chainOf(tx, group);
  if (chain.length === 0) throw new AppError('not_found', { entity: 'outbox', key: group });
  return chain.map((each) => resendGroup(tx, spine, each));
};

/**
 * Tries a refused command again, and those behind it: the same texts as new commands, over the rows as they are now. All
 * or none. Errors: not_found, deleted, and what the judge finds at once; everything stays refused then.
 */
export const retryRefused = (spine: Spine, group: string): { group: string } => {
  const sent = write(spine.db, (tx) => resend(tx, spine, group));
  tell(spine, sent.map((each) => each.ticket));
  return { group: sent[0]?.next ?? group };
};

export interface Amendment {
  readonly op: string;
  readonly fields: RowFields;
}

/** Corrects what was refused and tries it again, in one step. Errors: those of `retryRefused`, invalid_input. */
export const amendRefused = (spine: Spine, group: string, amendments: readonly Amendment[]): { group: string } => {
  const sent = write(spine.db, (tx) => {
    const ops = new Map(refusedOps(tx, group).map((op) => [op.op, op]));
    for (const { op: id, fields } of amendments) {
      const op = ops.get(id);
      if (op === undefined) throw new AppError('not_found', { entity: 'outbox', key: id });
      const next = { ...(JSON.parse(op.fields) as RowFields), ...fields };
      const { shape } = specOf(op.entity);
      const parsed = (op.kind === 'patch' ? shape.partial() : shape).safeParse(next);
      if (!parsed.success) throw new AppError('invalid_input', { issues: parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })) });
      statement(tx, 'UPDATE outbox SET fields = ? WHERE seq = ?').run(JSON.stringify(parsed.data), op.seq);
    }
    return resend(tx, spine, group);
  });
  tell(spine, sent.map((each) => each.ticket));
  return { group: sent[0]?.next ?? group };
};
