import { foundation } from './0001-foundation.ts';
import { syncMemory } from './0002-sync-memory.ts';
import { discarded } from './0003-discarded.ts';
import { conflicts } from './0004-conflicts.ts';
import { closedAccounts } from './0005-closed-accounts.ts';
import { unknownScope } from './0006-unknown-scope.ts';
import { slaMarks } from './0007-sla-marks.ts';
import { contractTerms } from './0008-contract-terms.ts';
import { triage } from './0009-triage.ts';

/** In order; the position is the `user_version`. Additive only. */
export const migrations: readonly string[] = [foundation, syncMemory, discarded, conflicts, closedAccounts, unknownScope, slaMarks, contractTerms, triage];
