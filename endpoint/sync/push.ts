import { stampOf } from '#shared/sync/merge.ts';
import type { Op, OpResult } from '#shared/sync/protocol.ts';
import { Problem } from '../problem.ts';
import { headSeq, inOrderAsking, nextSeq, type Counters } from '../store/head.ts';
import { atOnce } from '../store/query.ts';
import { lastAnswer, newestCount, receiptsOf, resultOf, turnOf } from '../store/receipts.ts';
import type { StoredReceipt, StoredTurn } from '../store/schema.ts';
import type { Store, WriteTx } from '../store/store.ts';
import { ownerOfToken, type Actor } from './actor.ts';
import { applyOp, hasMade } from './apply-op.ts';
import { payloadHash } from './canonical.ts';
import { loadBatch } from './load-batch.ts';
import { applied, refuse, type Outcome, type Refusal } from './refusal.ts';
import { saveBatch } from './save-batch.ts';
import { withStandingRows } from './standing-rows.ts';
import type { WriteContext } from './write-context.ts';

export interface Batch {
  readonly actor: Actor;
  readonly device: string;
  readonly inc: number;
  readonly ops: readonly Op[];
  /** Asked again inside the transaction: his token or his grants may have been taken since the request came in. */
  readonly tokenHash?: string;
}

export interface Pushed {
  readonly head: number;
  readonly results: readonly OpResult[];
  /** The clients whose people see another picture now; null: everybody does. */
  readonly scopes: readonly string[] | null;
}

export interface PushEnvironment {
  readonly store: Store;
  readonly now: () => number;
  /** Whether the endpoint holds the bytes of this hash, checked. */
  readonly hasBlob: (sha256: string) => boolean | Promise<boolean>;
}

interface Fresh {
  readonly op: Op;
  readonly hash: Buffer;
}

interface Tried {
  readonly seq: number;
  readonly outcome: Outcome;
}

/** Consecutive ops of the same command. */
const groupsOf = (ops: readonly Op[]): readonly (readonly Op[])[] => {
  const groups: Op[][] = [];
  for (const op of ops) {
    const last = groups.at(-1);
    if (last && last[0]?.group === op.group) last.push(op);
    else groups.push([op]);
  }
  return groups;
};

/** Tries the ops of one group; answers with what became of each, all of them refused where one was. */
const applyGroup = (context: WriteContext, group: readonly Fresh[]): readonly Tried[] => {
  const ops = group.map(({ op }) => op);
  // A desk that was put back from a copy older than the answers that are kept: what it sends was done before.
  if (ops.some((op) => hasMade(context, op))) return group.map(() => ({ seq: nextSeq(context.counters), outcome: applied }));
  const mark = { ...context.counters };
  context.rows.begin();
  const done: Tried[] = [];
  for (const { op } of group) {
    const seq = nextSeq(context.counters);
    const outcome = applyOp(context, ops, op, seq);
    if (outcome.is === 'refused') {
      context.rows.takeBack();
      Object.assign(context.counters, mark);
      return refuseAll(context, group, op.id, outcome);
    }
    done.push({ seq, outcome });
  }
  return done;
};

/** Who built upon an edit that was refused, in this batch or in one of which the answer was lost, has seen what that one saw. */
const rememberRefused = (context: WriteContext, op: Op): void => {
  if (op.kind === 'patch') context.rows.rememberRefused(stampOf(op), op.base);
};

const refuseAll = (context: WriteContext, group: readonly Fresh[], by: string, first: Refusal | null): readonly Tried[] =>
  group.map(({ op }) => {
    rememberRefused(context, op);
    return { seq: nextSeq(context.counters), outcome: op.id === by && first !== null ? first : refuse('group_refused', { by }) };
  });

const receiptOf = ({ device, inc }: Batch, { op, hash }: Fresh, { seq, outcome }: Tried): StoredReceipt => ({
  id: op.id,
  device,
  inc,
  n: op.n,
  command: op.group,
  seq,
  outcome: outcome.is,
  code: outcome.is === 'refused' ? outcome.code : null,
  details: outcome.is === 'applied' ? null : JSON.stringify(outcome.details),
  hash,
});

interface Answered {
  readonly results: readonly OpResult[];
  readonly receipts: readonly StoredReceipt[];
  readonly turns: readonly StoredTurn[];
}

/** The state of the sender's count before the batch. */
interface Count {
  readonly n: number;
  /** The newest that its device has begun; a desk never goes back to one before. */
  readonly newest: number;
  /** The first answers that are known: those of the batch's ops, and that of the last op before it. */
  readonly receipts: ReadonlyMap<string, StoredReceipt>;
  readonly last: StoredReceipt | undefined;
}

/** Stroke two: applies the ops in the order of n to the working set. Throws Problem 409 `out_of_order`. */
const applyBatch = (context: WriteContext, batch: Batch, ops: readonly Op[], count: Count): Answered => {
  const { device, inc } = batch;
  const results: OpResult[] = [];
  const receipts: StoredReceipt[] = [];
  const turns: StoredTurn[] = [];
  const known = new Map(count.receipts);
  let counted = count.n;
  let previous = count.last;
  const outOfOrder = (more: { readonly forked?: true } = {}): Problem => new Problem(409, 'out_of_order', { expected: counted + 1, ...more });

  // Each of two copies of one desk may have begun counts of its own.
  if (count.newest > inc) throw outOfOrder({ forked: true });
  for (const group of groupsOf(ops)) {
    const fresh: Fresh[] = [];
    let refusedBy: string | null = previous?.outcome === 'refused' && previous.command === group[0]?.group ? previous.id : null;
    const flush = (): void => {
      if (fresh.length === 0) return;
      const tried = refusedBy === null ? applyGroup(context, fresh) : refuseAll(context, fresh, refusedBy, null);
      for (const [index, each] of tried.entries()) {
        const receipt = receiptOf(batch, fresh[index] as Fresh, each);
        known.set(receipt.id, receipt);
        receipts.push(receipt);
        turns.push(turnOf(receipt, receipt, each.outcome.is === 'applied' && each.outcome.asMade === true));
        results.push(resultOf(receipt, receipt.n, false));
        if (receipt.outcome === 'refused') refusedBy ??= receipt.id;
        previous = receipt;
      }
      fresh.length = 0;
    };
    for (const op of group) {
      if (op.n > counted + 1) throw outOfOrder();
      const hash = payloadHash(op);
      // The same op twice in a row: the second finds the first one's answer.
      if (fresh.some((each) => each.op.id === op.id)) flush();
      const receipt = known.get(op.id);
      if (!receipt) {
        if (op.n <= counted) throw outOfOrder({ forked: true });
        fresh.push({ op, hash });
        counted = op.n;
        continue;
      }
      if (!receipt.hash.equals(hash)) throw outOfOrder({ forked: true });
      flush();
      if (op.n === counted + 1) {
        // A known op under a new number takes a seq of its own, so that the feed tells the new count about it.
        turns.push(turnOf(receipt, { device, inc, n: op.n, seq: nextSeq(context.counters) }));
        counted = op.n;
      }
      if (receipt.outcome === 'refused') {
        refusedBy ??= receipt.id;
        rememberRefused(context, op);
      }
      previous = receipt;
      results.push(resultOf(receipt, op.n, true));
    }
    flush();
  }
  return { results, receipts, turns };
};

/** The sender's count and the answers that it has had. */
export const countOf = async (tx: WriteTx, { device, inc, ops }: Pick<Batch, 'device' | 'inc' | 'ops'>): Promise<Count> => {
  const [last, newest, found] = await atOnce([lastAnswer(tx, device, inc), newestCount(tx, device), receiptsOf(tx, ops.map((op) => op.id))]);
  return { n: last?.turnN ?? 0, newest, receipts: new Map(found.map((receipt) => [receipt.id, receipt])), last: last?.receipt };
};

/** Takes a batch inside a transaction that has the counters, with the count as it is there; see `push`. */
export const pushIn = async (tx: WriteTx, counters: Counters, environment: Omit<PushEnvironment, 'store'>, batch: Batch, count: Count): Promise<Pushed> => {
  const ops = [...batch.ops].sort((a, b) => a.n - b.n);
  const fresh = ops.filter((op) => !count.receipts.has(op.id));
  const refused = ops.filter((op) => count.receipts.get(op.id)?.outcome === 'refused');
  const loaded = await loadBatch(tx, batch.actor, { fresh, refused }, environment.hasBlob);
  const context = { ...loaded, actor: batch.actor, nowMs: environment.now(), counters };
  const answered = applyBatch(context, batch, ops, count);
  const changes = loaded.rows.changes();
  await saveBatch(tx, { ...changes, ...answered });
  const results = withStandingRows(context, new Map(fresh.map((op) => [op.id, op])), answered.results);
  return { head: counters.seq, results, scopes: changes.scopes };
};

/**
 * Takes a device's ops in the order of n, in one transaction of three strokes: all that they can touch is read, the ops
 * are applied in memory, and what has changed is written. The effect of an op and its receipt commit together. An op that
 * is known gets its first answer. Throws Problem 409 `out_of_order` { expected } where the count has a gap, or
 * { expected, forked } where a number that was used comes with another op, or one of a count that its device has left behind.
 */
export const push = async (environment: PushEnvironment, batch: Batch): Promise<Pushed> => {
  const { store } = environment;
  if (batch.ops.length === 0) return { head: await headSeq(store.now), results: [], scopes: [] };
  const ask = async (tx: WriteTx) => atOnce([batch.tokenHash === undefined ? batch.actor : ownerOfToken(tx, batch.tokenHash).then(({ actor }) => actor), countOf(tx, batch)]);
  return inOrderAsking(store, ask, (tx, counters, [actor, count]) => pushIn(tx, counters, environment, { ...batch, actor }, count));
};
