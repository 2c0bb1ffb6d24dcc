import { dropRows } from '../store/rows.ts';
import type { StoredReceipt, StoredTurn } from '../store/schema.ts';
import type { WriteTx } from '../store/store.ts';
import type { Changes } from './working-set.ts';

/** Stroke three: writes what a batch has changed, table by table. The counters follow last (`inOrder`). */
export const saveBatch = async (tx: WriteTx, batch: Changes & { readonly receipts: readonly StoredReceipt[]; readonly turns: readonly StoredTurn[] }): Promise<void> => {
  await dropRows(tx, batch.dropped);
  await tx.put({ table: 'entity_row', standing: 'replace' }, batch.put);
  await tx.put({ table: 'departure', standing: 'fail' }, batch.departures);
  await tx.put({ table: 'merge_loss', standing: 'fail' }, batch.losses);
  await tx.put({ table: 'step_taken', standing: 'keep' }, batch.steps);
  await tx.put({ table: 'clamped_stamp', standing: 'keep' }, batch.clamps);
  await tx.put({ table: 'receipt', standing: 'fail' }, batch.receipts);
  await tx.put({ table: 'turn', standing: 'fail' }, batch.turns);
};
