import type { WriteDb } from '../db/handles.ts';
import { setMeta } from '../db/meta.ts';
import { rememberAll } from './forgotten.ts';
import { renumber } from '../identity.ts';
import { demandReplay } from './sent-log.ts';
import { demandSnapshot } from './snapshot-state.ts';

/**
 * The endpoint counts anew: the rows are read again, and what waits goes out under a new count with
 * the ids that it has, and behind it what this desk had sent before.
 */
export const meetEpoch = (tx: WriteDb, epoch: string): void => {
  setMeta(tx, 'epoch', epoch);
  renumber(tx);
  rememberAll(tx);
  demandReplay(tx);
  demandSnapshot(tx, 'epoch');
};
