import { entityNames, isEntityName, specOf, type EntityName } from '#shared/domain/entities/index.ts';
import { referencesOf } from '#shared/domain/judge/references.ts';
import { progressFields } from '#shared/domain/judge/ticket-rules.ts';
import type { Op } from '#shared/sync/protocol.ts';
import { atOnce } from '../store/query.ts';
import { clampsOf, evidenceWith, keysWithLiveRows, plansUnder, rowsOf, rowsUnder, sentHashes, stepsOf, type RowRef } from '../store/rows.ts';
import type { StoredRow } from '../store/schema.ts';
import type { ReadTx } from '../store/store.ts';
import { maySee, type Actor } from './actor.ts';
import { createWorkingSet, type WorkingSet } from './working-set.ts';

/** What a batch needs to know of the bytes of its evidence. */
export interface LoadedBatch {
  readonly rows: WorkingSet;
  /** Hashes whose bytes the endpoint holds and the sender has sent himself. */
  readonly sent: ReadonlySet<string>;
  /** Hashes whose bytes the endpoint holds, of those that the sender may have. */
  readonly held: ReadonlySet<string>;
}

const keyShape = /^[0-9a-f-]{36}$/i;
const stampShape = /^[\w-]{1,64}$/;
const hashShape = /^[0-9a-f]{64}$/;

const holders = new Set<EntityName>(
  entityNames.flatMap((name) => {
    const { parent } = specOf(name);
    return parent === null || parent === 'self' || !isEntityName(parent.entity) ? [] : [parent.entity];
  }),
);

/** Whether rows can hang from rows of this entity. */
export const holdsRows = (entity: EntityName): boolean => holders.has(entity);

/** The row that an op hangs its own from, if it says so and could be right. */
const parentRef = ({ entity, fields }: Op): RowRef | null => {
  const { parent } = specOf(entity);
  if (parent === null || parent === 'self' || !isEntityName(parent.entity)) return null;
  const key = fields[parent.field];
  return typeof key === 'string' && keyShape.test(key) ? [parent.entity, key] : null;
};

/** The rows that an op names beside the one that its own hangs from. */
const namedRefs = ({ entity, fields }: Op): readonly RowRef[] => referencesOf(entity, fields).flatMap(({ entity: to, key }) => (keyShape.test(key) ? [[to, key] as const] : []));

/** The lots that movements of hours take from: how much is left is the sum of all of them. */
const lotsOf = (ops: readonly Op[]): readonly string[] => ops.flatMap(({ entity, fields }) => (entity === 'hours_movement' && typeof fields['lot'] === 'string' && keyShape.test(fields['lot']) ? [fields['lot']] : []));

const once = (refs: readonly RowRef[]): readonly RowRef[] => [...new Map(refs.map((ref) => [ref.join(' '), ref])).values()];

/** An op on which the guards of the state machine are asked: they look at all that hangs from the ticket. */
const stepsForward = (op: Op): boolean => op.kind === 'patch' && op.entity === 'ticket' && progressFields.some((field) => field in op.fields);

/** Another client's ticket is under another contract. */
const movesClient = (op: Op): boolean => op.kind === 'patch' && op.entity === 'ticket' && 'client' in op.fields;

/** An op after which all that hangs from its row may have to change too. */
const reachesChildren = (op: Op): boolean =>
  (op.kind === 'patch' && holdsRows(op.entity) && parentRef(op) !== null) ||
  (op.kind === 'patch' && op.entity === 'ticket' && 'agreed_severity' in op.fields) ||
  stepsForward(op) || (op.kind === 'delete' && op.entity === 'ticket');

/** All that hangs from these rows, and from what hangs from them. */
const descendants = async (tx: ReadTx, keys: readonly string[]): Promise<{ readonly rows: readonly StoredRow[]; readonly whole: ReadonlySet<string> }> => {
  const rows: StoredRow[] = [];
  const whole = new Set<string>();
  for (let level = keys; level.length > 0; ) {
    for (const key of level) whole.add(key);
    const below = await rowsUnder(tx, level);
    rows.push(...below);
    level = below.filter((row) => holdsRows(row.entity) && !whole.has(row.key)).map((row) => row.key);
  }
  return { rows, whole };
};

/** The contracts of the tickets whose state or client may change, as they are and as these ops make them. */
const contractsOf = (ops: readonly Op[], rows: readonly StoredRow[], tickets: ReadonlySet<string>): readonly string[] => {
  if (tickets.size === 0) return [];
  const standing = rows.flatMap((row) => (row.entity === 'ticket' && tickets.has(row.key) ? [(JSON.parse(row.fields) as Record<string, unknown>)['contract']] : []));
  const given = ops.flatMap((op) => (op.entity === 'ticket' && tickets.has(op.key) ? [op.fields['contract']] : []));
  return [...new Set([...standing, ...given])].filter((key): key is string => typeof key === 'string' && keyShape.test(key));
};

/** The ops of a batch that were never answered, and those that come again and were refused: others may be built upon them. */
export interface Unanswered {
  readonly fresh: readonly Op[];
  readonly refused: readonly Op[];
}

/**
 * Stroke one: reads everything that the fresh ops can touch, with a handful of questions however many ops there are.
 * `hasBlob` is only asked about bytes that the sender may have.
 */
export const loadBatch = async (tx: ReadTx, actor: Actor, { fresh: ops, refused }: Unanswered, hasBlob: (sha256: string) => boolean | Promise<boolean>): Promise<LoadedBatch> => {
  const named = once(
    ops.flatMap((op): readonly RowRef[] => {
      const parent = parentRef(op);
      return [[op.entity, op.key], ...(parent === null ? [] : [parent]), ...namedRefs(op)];
    }),
  );
  const judged = new Set(ops.filter((op) => stepsForward(op) || movesClient(op)).map((op) => op.key));
  const stamps = new Set([...ops, ...refused].flatMap((op) => (op.kind === 'patch' ? Object.values(op.base).filter((stamp) => stampShape.test(stamp)) : [])));
  const hashes = ops.flatMap((op) => (op.entity === 'evidence' ? [String(op.fields['sha256'])] : [])).filter((hash) => hashShape.test(hash));
  const [rowsNamed, steps, below, clamps, evidence, sentBefore] = await atOnce([
    rowsOf(tx, named),
    actor.user === null ? [] : stepsOf(tx, actor.user, [...judged]),
    descendants(tx, [...new Set([...ops.filter(reachesChildren).map((op) => op.key), ...lotsOf(ops)])]),
    clampsOf(tx, [...stamps]),
    evidenceWith(tx, hashes),
    // The endpoint itself may name whatever it holds.
    actor.user === null ? hashes : sentHashes(tx, actor.user, hashes),
  ]);
  const contracts = contractsOf(ops, rowsNamed, judged);
  const further = contracts.map((key): RowRef => ['contract', key]);
  const asked = once([...named, ...further]);
  const emptied = ops.filter((op) => op.kind === 'delete' && op.entity !== 'ticket' && holdsRows(op.entity)).map((op) => op.key);
  const [rowsFurther, plans, inhabited] = await atOnce([rowsOf(tx, further), plansUnder(tx, contracts), keysWithLiveRows(tx, emptied, asked)]);

  const sent = new Set(sentBefore);
  const his = new Set([...sent, ...evidence.flatMap((row) => (row.sha256 !== null && row.upload === 'stored' && maySee(actor, row.scope) ? [row.sha256] : []))]);
  const held = new Set<string>();
  for (const hash of his) if (await hasBlob(hash)) held.add(hash);

  const rows = createWorkingSet({ rows: [...rowsNamed, ...rowsFurther, ...plans, ...below.rows, ...evidence], asked, steps, whole: below.whole, inhabited: new Set(inhabited), clamps });
  return { rows, sent, held };
};
