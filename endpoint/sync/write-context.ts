import type { Counters } from '../store/head.ts';
import type { Actor } from './actor.ts';
import type { LoadedBatch } from './load-batch.ts';

/** What the ops of one writing transaction are applied with. */
export interface WriteContext extends LoadedBatch {
  readonly actor: Actor;
  readonly nowMs: number;
  readonly counters: Counters;
}
