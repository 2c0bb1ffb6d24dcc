import { AppError } from '#shared/errors.ts';
import type { Op } from '#shared/sync/protocol.ts';
import { inOrder, type Counters } from '../store/head.ts';
import type { WriteTx } from '../store/store.ts';
import { endpointActor } from './actor.ts';
import { countOf, pushIn, type PushEnvironment } from './push.ts';

/** An op of the endpoint itself, before it is numbered and stamped. */
export type OwnOp = Pick<Op, 'kind' | 'entity' | 'key' | 'fields'> & Partial<Pick<Op, 'base'>>;

/** What the endpoint does by itself in one transaction. */
export interface OwnWork {
  readonly tx: WriteTx;
  /**
   * Ops through the same gate as a desk's; one array is one command. Throws AppError `invalid_input` where one is refused,
   * so that nothing of the transaction remains.
   */
  readonly apply: (commands: readonly (readonly OwnOp[])[]) => Promise<void>;
  /** Tickets get numbers from here on; never lowered. */
  readonly numberTicketsFrom: (next: number) => void;
}

export interface OwnOpsEnvironment extends PushEnvironment {
  readonly newId: () => string;
  readonly stamp: () => string;
}

/** All that `work` does commits together or not at all. Answers with its result and the head after it. */
export type Together = <T>(work: (own: OwnWork) => Promise<T>) => Promise<{ readonly result: T; readonly head: number }>;

/** Numbers and stamps the endpoint's own commands like a desk's. */
export const createOwnOps = (environment: OwnOpsEnvironment): Together => {
  const { store, newId, stamp } = environment;
  const { device } = store.meta;
  const apply = async (tx: WriteTx, counters: Counters, commands: readonly (readonly OwnOp[])[]): Promise<void> => {
    const count = await countOf(tx, { device, inc: 1, ops: [] });
    let { n } = count;
    const ops = commands.flatMap((command) => {
      const group = newId();
      return command.map((op): Op => ({ base: {}, ...op, id: newId(), n: (n += 1), group, hlc: stamp() }));
    });
    const { results } = await pushIn(tx, counters, environment, { actor: endpointActor, device, inc: 1, ops }, count);
    const refused = results.find((result) => result.is === 'refused');
    if (refused) throw new AppError('invalid_input', { code: refused.code, ...refused.details });
  };
  return (work) =>
    inOrder(store, async (tx, counters) => {
      const result = await work({
        tx,
        apply: (commands) => apply(tx, counters, commands),
        numberTicketsFrom: (next) => {
          counters.nextTicket = Math.max(counters.nextTicket, next);
        },
      });
      return { result, head: counters.seq };
    });
};
