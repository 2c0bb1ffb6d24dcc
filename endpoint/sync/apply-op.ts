import { specOf, type EntityName } from '#shared/domain/entities/index.ts';
import type { JudgedOp } from '#shared/domain/judge/case.ts';
import { judge } from '#shared/domain/judge/judge.ts';
import { stepFault } from '#shared/domain/judge/ticket-rules.ts';
import type { TicketState } from '#shared/domain/enums.ts';
import { hlcClamp } from '#shared/sync/hlc.ts';
import { mergePatch, registerOf, stampOf, tailOf, type RowFields, type Stamps } from '#shared/sync/merge.ts';
import type { Op } from '#shared/sync/protocol.ts';
import { nextSeq } from '../store/head.ts';
import type { StoredRow } from '../store/schema.ts';
import { maySee } from './actor.ts';
import { insertedAsMade, patchedAsMade } from './as-made.ts';
import { canonicalJson } from './canonical.ts';
import { recordConflict } from './record-conflict.ts';
import { applied, isRefusal, refuse, type Outcome, type Refusal } from './refusal.ts';
import { leaveScope, placeOf, type Place } from './scope.ts';
import { surroundingsOf } from './surroundings.ts';
import { parsePart, parseWhole, withoutManaged } from './validate.ts';
import type { WriteContext } from './write-context.ts';

const fieldsOfRow = (row: StoredRow): RowFields => JSON.parse(row.fields) as RowFields;

/** What the endpoint alone knows of a new row. */
const managedFields = (context: WriteContext, op: Op, fields: RowFields): RowFields => {
  if (op.entity === 'ticket') {
    const number = context.counters.nextTicket;
    context.counters.nextTicket += 1;
    return { number };
  }
  if (op.entity === 'evidence') {
    const sha256 = String(fields['sha256']);
    // Only against what he may read or has sent himself: else a hash would tell whether somebody else has the file.
    const sees = (row: StoredRow): boolean => row.upload === 'stored' && maySee(context.actor, row.scope);
    const his = context.sent.has(sha256) || context.rows.evidenceWith(sha256).some(sees);
    return { upload: his && context.held.has(sha256) ? 'stored' : 'pending' };
  }
  return {};
};

/** What is looked for by SQL stands beside the fields too. */
const evidenceColumns = (entity: EntityName, fields: RowFields): Pick<StoredRow, 'sha256' | 'upload'> =>
  entity === 'evidence' ? { sha256: String(fields['sha256']), upload: fields['upload'] === 'stored' ? 'stored' : 'pending' } : { sha256: null, upload: null };

/** The verdict of the domain's own rules, the same that the desk asks before it commits. */
const judged = (context: WriteContext, group: readonly Op[], op: JudgedOp): Refusal | null => {
  const found = judge(context.actor, op, surroundingsOf(context, group));
  return found === null ? null : refuse(found.code, found.details);
};

const isSame = (standing: StoredRow, entity: EntityName, fields: RowFields): boolean => canonicalJson(withoutManaged(entity, fieldsOfRow(standing))) === canonicalJson(fields);

/**
 * Whether the row that this op makes stands there by this very op, so that its command was taken before, as a whole, and the
 * answer is forgotten. A record says by which op it was made, whatever became of it since; its clock may have been set back.
 */
export const hasMade = (context: WriteContext, op: Op): boolean => {
  if (op.kind !== 'insert' && op.kind !== 'fact') return false;
  const standing = context.rows.row(op.entity, op.key);
  if (!standing || standing.deleted === 1 || !maySee(context.actor, standing.scope)) return false;
  if (specOf(op.entity).kind === 'record') return (JSON.parse(standing.stamps) as Stamps)['*']?.endsWith(tailOf(op)) === true;
  const fields = parseWhole(op.entity, op.fields);
  return !isRefusal(fields) && isSame(standing, op.entity, fields);
};

const create = (context: WriteContext, group: readonly Op[], op: Op, stamp: string, seq: number): Outcome => {
  const fields = parseWhole(op.entity, op.fields);
  if (isRefusal(fields)) return fields;
  const place = placeOf(context, op.entity, op.key, fields);
  if (isRefusal(place)) return place;
  if (!maySee(context.actor, place.scope)) return refuse('not_allowed');
  const standing = context.rows.row(op.entity, op.key);
  if (standing) {
    if (standing.deleted === 1) return refuse('deleted');
    return isSame(standing, op.entity, fields) ? applied : refuse('already_exists');
  }
  const refused = judged(context, group, { kind: op.kind, entity: op.entity, key: op.key, fields, before: null, after: fields });
  if (refused) return refused;
  const whole = { ...fields, ...managedFields(context, op, fields) };
  context.rows.put({
    entity: op.entity,
    key: op.key,
    ...place,
    fields: JSON.stringify(whole),
    stamps: JSON.stringify({ '*': stamp } satisfies Stamps),
    seq,
    deleted: 0,
    ...evidenceColumns(op.entity, whole),
  });
  return { is: 'applied', asMade: insertedAsMade(op, stamp, whole) };
};

const effectiveBase = (context: WriteContext, base: Stamps): Stamps =>
  Object.fromEntries(Object.entries(base).map(([register, stamp]) => [register, context.rows.effectiveStamp(register, stamp)]));

/** Where the row goes if the patch hangs it from another row; null where it stays, also because another's move has won. */
const movedPlace = (context: WriteContext, op: Op, before: RowFields, after: RowFields): Place | Refusal | null => {
  const { parent } = specOf(op.entity);
  const stays = parent === null || parent === 'self' || after[parent.field] === before[parent.field];
  return stays ? null : placeOf(context, op.entity, op.key, after);
};

/**
 * A state is never taken over by the later clock alone: an edit that has not seen the latest one counts only where the
 * machine leads there from the state that stands. Else it loses, is on record, and a person decides.
 */
const standsFirm = (context: WriteContext, group: readonly Op[], op: Op, before: RowFields, fields: RowFields) => (register: string): boolean =>
  op.entity === 'ticket' && register === 'progress' && context.actor.user !== null && stepFault(context.actor, op.key, before, { ...before, ...fields }, surroundingsOf(context, group)) !== null;

const patch = (context: WriteContext, group: readonly Op[], op: Op, hlc: string, seq: number): Outcome => {
  const standing = context.rows.row(op.entity, op.key);
  if (!standing) return refuse('not_found', { entity: op.entity, key: op.key });
  if (!maySee(context.actor, standing.scope)) return refuse('not_allowed');
  if (standing.deleted === 1) return refuse('deleted');
  const fields = parsePart(op.entity, op.fields);
  if (isRefusal(fields)) return fields;
  const spec = specOf(op.entity);
  const before = fieldsOfRow(standing);
  const current = { row: before, stamps: JSON.parse(standing.stamps) as Stamps };
  const merged = mergePatch(spec, current, { id: op.id, hlc, fields, base: effectiveBase(context, op.base) }, standsFirm(context, group, op, before, fields));
  const place = movedPlace(context, op, before, merged.row) ?? { parent: standing.parent, scope: standing.scope };
  if (isRefusal(place)) return place;
  if (!maySee(context.actor, place.scope)) return refuse('not_allowed');
  const refused = judged(context, group, { kind: op.kind, entity: op.entity, key: op.key, fields, before, after: merged.row });
  if (refused) return refused;
  const lost = merged.lost.filter((loss) => loss.side === 'arriving').map((loss) => loss.register);
  const changed = Object.keys(fields).some((field) => !lost.includes(registerOf(spec, field)));
  if (changed) {
    context.rows.put({
      ...standing,
      ...place,
      fields: JSON.stringify(merged.row),
      stamps: JSON.stringify(merged.stamps),
      seq,
    });
    leaveScope(context, standing, place.scope, seq);
    const [from, to] = [before['state'] as TicketState, merged.row['state'] as TicketState];
    if (op.entity === 'ticket' && from !== to && context.actor.user !== null) context.rows.step({ ticket: op.key, user: context.actor.user, from_state: from, to_state: to });
  }
  for (const loss of merged.lost) {
    recordConflict(context, op, { ...standing, ...place }, merged.row, loss);
    context.rows.lose({ seq, op: op.id, entity: op.entity, key: op.key, register: loss.register, side: loss.side, value: JSON.stringify(loss.value) });
  }
  if (lost.length > 0) return { is: 'merged', details: { lost } };
  return { is: 'applied', asMade: changed && merged.lost.length === 0 && place.scope === standing.scope && patchedAsMade(op, hlc, fields, current.stamps) };
};

/** How a row that is gone is kept, so that its end can be told. */
const tombstone = (row: StoredRow, stamp: string, seq: number): StoredRow => ({
  ...row,
  fields: '{}',
  stamps: JSON.stringify({ '*': stamp } satisfies Stamps),
  seq,
  deleted: 1,
});

/**
 * What hangs from a ticket goes with it. A fact never hangs from another row than it did at first, so a desk finds it by
 * itself and nothing is said. A record may have been moved here since the desk last heard of it: that one keeps a
 * tombstone and takes a seq of its own.
 */
const removeHanging = (context: WriteContext, op: Op, stamp: string, seq: number): void => {
  for (const child of context.rows.children(op.entity, op.key)) {
    if (child.deleted === 1) continue;
    // What the ticket's own history says of it is not worth keeping without it; what people wrote and worked is.
    if (child.entity !== 'ticket_event') context.rows.lose({ seq, op: op.id, entity: child.entity, key: child.key, register: '*', side: 'standing', value: child.fields });
    if (specOf(child.entity).kind === 'fact') context.rows.drop(child);
    else context.rows.put(tombstone(child, stamp, nextSeq(context.counters)));
  }
};

const remove = (context: WriteContext, group: readonly Op[], op: Op, stamp: string, seq: number): Outcome => {
  const standing = context.rows.row(op.entity, op.key);
  if (!standing) return refuse('not_found', { entity: op.entity, key: op.key });
  if (!maySee(context.actor, standing.scope)) return refuse('not_allowed');
  if (standing.deleted === 1) return applied;
  const refused = judged(context, group, { kind: op.kind, entity: op.entity, key: op.key, fields: {}, before: fieldsOfRow(standing), after: null });
  if (refused) return refused;
  if (op.entity === 'ticket') removeHanging(context, op, stamp, seq);
  // Anything else that holds rows goes only when it is empty: their scope hangs from it.
  else if (context.rows.hasLiveChild(op.entity, op.key)) return refuse('not_allowed', { reason: 'has_children' });
  context.rows.put(tombstone(standing, stamp, seq));
  return applied;
};

/**
 * Applies one op under `seq` to the working set; where it is refused the caller takes back what it has done there.
 * `group`: all ops of its command. Merging and scope are decided here and nowhere else, all other rules by the judge.
 */
export const applyOp = (context: WriteContext, group: readonly Op[], op: Op, seq: number): Outcome => {
  const hlc = hlcClamp(op.hlc, context.nowMs);
  const stamp = stampOf({ id: op.id, hlc });
  if (hlc !== op.hlc) context.rows.rememberClamp(stampOf(op), stamp);
  const isFact = specOf(op.entity).kind === 'fact';
  switch (op.kind) {
    case 'insert':
    case 'fact':
      return create(context, group, op, stamp, seq);
    case 'patch':
      return isFact ? refuse('fact_immutable') : patch(context, group, op, hlc, seq);
    case 'delete':
      return isFact ? refuse('fact_immutable') : remove(context, group, op, stamp, seq);
  }
};
