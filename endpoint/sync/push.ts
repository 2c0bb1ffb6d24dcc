import type { Op, OpResult } from '#shared/sync/protocol.ts';
import { Problem } from '../problem.ts';
import { resultOf, type StoredReceipt } from '../store/receipts.ts';
import type { Store } from '../store/store.ts';
import type { Actor } from './actor.ts';
import { applyOp } from './apply-op.ts';
import { payloadHash } from './canonical.ts';
import { refuse, type Outcome, type Refusal } from './refusal.ts';
import { nextSeq, type WriteContext } from './write-context.ts';

export interface Batch {
  readonly actor: Actor;
  readonly device: string;
  readonly inc: number;
  readonly ops: readonly Op[];
}

export interface Pushed {
  readonly head: number;
  readonly results: readonly OpResult[];
}

export interface PushEnvironment {
  readonly store: Store;
  readonly now: () => number;
  readonly hasBlob: (sha256: string) => boolean;
}

interface Fresh {
  readonly op: Op;
  readonly hash: Buffer;
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
const applyGroup = (context: WriteContext, store: Store, group: readonly Fresh[]): readonly { readonly seq: number; readonly outcome: Outcome }[] => {
  const mark = { ...context.counters };
  // A lone op that is refused has written nothing, so it needs no savepoint.
  const nested = group.length > 1;
  if (nested) store.db.exec('SAVEPOINT command');
  const done: { seq: number; outcome: Outcome }[] = [];
  let refused: { readonly by: string; readonly refusal: Refusal } | null = null;
  for (const { op } of group) {
    const seq = nextSeq(context.counters);
    const outcome = applyOp(context, op, seq);
    done.push({ seq, outcome });
    if (outcome.is === 'refused') {
      refused = { by: op.id, refusal: outcome };
      break;
    }
  }
  if (nested) store.db.exec(refused === null ? 'RELEASE command' : 'ROLLBACK TO command; RELEASE command');
  if (refused === null) return done;
  Object.assign(context.counters, mark);
  return refuseAll(context, group, refused.by, refused.refusal);
};

const refuseAll = (context: WriteContext, group: readonly Fresh[], by: string, first: Refusal | null): readonly { seq: number; outcome: Outcome }[] =>
  group.map(({ op }) => ({
    seq: nextSeq(context.counters),
    outcome: op.id === by && first !== null ? first : refuse('group_refused', { by }),
  }));

/**
 * Takes a device's ops in the order of n, in one transaction: the effect of an op and its receipt commit together.
 * An op that is known gets its first answer. Throws Problem 409 `out_of_order` { expected } where the count has a gap,
 * or { expected, forked } where a number that was used comes with another op.
 */
export const push = (environment: PushEnvironment, batch: Batch): Pushed => {
  const { store } = environment;
  const { device, inc } = batch;
  const ops = [...batch.ops].sort((a, b) => a.n - b.n);
  if (ops.length === 0) return { head: store.head.read().seq, results: [] };
  return store.head.write((counters) => {
    const context: WriteContext = { rows: store.rows, actor: batch.actor, nowMs: environment.now(), counters, hasBlob: environment.hasBlob };
    const results: OpResult[] = [];
    const last = store.receipts.lastTurn(device, inc);
    let counted = last?.n ?? 0;
    const outOfOrder = (more: { readonly forked?: true } = {}): Problem => new Problem(409, 'out_of_order', { expected: counted + 1, ...more });
    let previous: StoredReceipt | undefined = last === undefined ? undefined : store.receipts.get(last.op);

    for (const group of groupsOf(ops)) {
      const fresh: Fresh[] = [];
      let refusedBy: string | null = previous?.outcome === 'refused' && previous.command === group[0]?.group ? previous.id : null;
      const flush = (): void => {
        if (fresh.length === 0) return;
        const outcomes = refusedBy === null ? applyGroup(context, store, fresh) : refuseAll(context, fresh, refusedBy, null);
        for (const [index, { op, hash }] of fresh.entries()) {
          const { seq, outcome } = outcomes[index] ?? { seq: 0, outcome: null };
          if (outcome === null) throw new Error('an op without an outcome');
          const receipt: StoredReceipt = {
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
          };
          store.receipts.add(receipt);
          results.push(resultOf(receipt, op.n, false));
          if (outcome.is === 'refused' && refusedBy === null) refusedBy = op.id;
          previous = receipt;
        }
        fresh.length = 0;
      };
      for (const op of group) {
        if (op.n > counted + 1) throw outOfOrder();
        const hash = payloadHash(op);
        const known = store.receipts.get(op.id);
        if (!known) {
          if (op.n <= counted) throw outOfOrder({ forked: true });
          fresh.push({ op, hash });
          counted = op.n;
          continue;
        }
        if (!known.hash.equals(hash)) throw outOfOrder({ forked: true });
        flush();
        if (op.n === counted + 1) {
          store.receipts.addTurn(device, inc, op.n, nextSeq(counters), known);
          counted = op.n;
        }
        if (known.outcome === 'refused') refusedBy ??= known.id;
        previous = known;
        results.push(resultOf(known, op.n, true));
      }
      flush();
    }
    return { head: counters.seq, results };
  });
};
