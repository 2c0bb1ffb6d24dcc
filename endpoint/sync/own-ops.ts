import { maxOpsPerPush, type Op, type OpResult } from '#shared/sync/protocol.ts';
import type { Store } from '../store/store.ts';
import type { Pushed } from './push.ts';

/** An op of the endpoint itself, before it is numbered and stamped. */
export type OwnOp = Pick<Op, 'kind' | 'entity' | 'key' | 'fields'>;

export interface OwnOpsEnvironment {
  readonly store: Store;
  readonly newId: () => string;
  readonly stamp: () => string;
  readonly push: (ops: readonly Op[]) => Pushed;
}

/** Numbers and stamps the endpoint's own commands like a desk's and sends them through the same gate. */
export const createOwnOps =
  ({ store, newId, stamp, push }: OwnOpsEnvironment) =>
  (commands: readonly (readonly OwnOp[])[]): readonly OpResult[] => {
    const results: OpResult[] = [];
    let batch: Op[] = [];
    let n = store.receipts.lastTurn(store.meta.device, 1)?.n ?? 0;
    const send = (): void => {
      results.push(...push(batch).results);
      batch = [];
    };
    for (const command of commands) {
      if (batch.length + command.length > maxOpsPerPush) send();
      const group = newId();
      for (const op of command) {
        n += 1;
        batch.push({ ...op, id: newId(), n, group, hlc: stamp(), base: {} });
      }
    }
    send();
    return results;
  };
