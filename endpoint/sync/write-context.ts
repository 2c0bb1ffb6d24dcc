import type { Counters } from '../store/head.ts';
import type { Rows } from '../store/rows.ts';
import type { Actor } from './actor.ts';

/** What one writing transaction carries along. */
export interface WriteContext {
  readonly rows: Rows;
  readonly actor: Actor;
  readonly nowMs: number;
  readonly counters: Counters;
  /** Whether the endpoint holds the bytes of this hash, checked. */
  readonly hasBlob: (sha256: string) => boolean;
}

export const nextSeq = (counters: Counters): number => {
  counters.seq += 1;
  return counters.seq;
};
