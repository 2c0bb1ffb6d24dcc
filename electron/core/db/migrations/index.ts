import { foundation } from './0001-foundation.ts';

/** In order; the position is the `user_version`. Additive only. */
export const migrations: readonly string[] = [foundation];
