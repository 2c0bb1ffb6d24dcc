import { atOnce } from '../store/query.ts';
import { dropRows } from '../store/rows.ts';
import type { StoredReceipt, StoredTurn } from '../store/schema.ts';
import type { WriteTx } from '../store/store.ts';
import type { Changes } from './working-set.ts';

/** Stroke three: writes what a batch has changed, table by table. The counters follow last (`inOrder`). */
export const saveBatch = async (tx: WriteTx, batch: Changes & { readonly receipts: readonly StoredReceipt[]; readonly turns: readonly StoredTurn[] }): Promise<void> => {
  await atOnce([
    dropRows(tx, batch.dropped),
    tx.put({ table: 'entity_row', standing: 'replace' }, batch.put),
    tx.put({ table: 'entity_row', standing: 'rewrite' }, batch.rewritten),
    tx.put({ table: 'departure', standing: 'fail' }, batch.departures),
    tx.put({ table: 'merge_loss', standing: 'fail' }, batch.losses),
    tx.put({ table: 'step_taken', standing: 'keep' }, batch.steps),
    tx.put({ table: 'clamped_stamp', standing: 'keep' }, batch.clamps),
    tx.put({ table: 'receipt', standing: 'fail' }, batch.receipts),
    tx.put({ table: 'turn', standing: 'fail' }, batch.turns),
  ]);
};
