import type { CoreMethod } from '#shared/contract/core.ts';
import { createClients } from './clients/index.ts';
import { createContracts } from './contracts/index.ts';
import { createConflicts } from './conflicts/index.ts';
import { createEvidence } from './evidence/index.ts';
import { createHistory } from './history/index.ts';
import { createHours } from './hours/index.ts';
import { createInbox } from './inbox/index.ts';
import { createIntake } from './intake/index.ts';
import type { Part } from './part.ts';
import { createReports } from './reports/index.ts';
import { createSettings } from './settings/index.ts';
import type { Spine } from './spine.ts';
import { createSla } from './sla/index.ts';
import { createTickets } from './tickets/index.ts';
import { createTime } from './time/index.ts';

export type RemoteMethod = Extract<CoreMethod, `session.${string}` | `team.${string}` | `link.${string}` | `form.${string}` | `sync.${string}` | `import.${string}` | 'evidence.fetch'>;
export type LocalMethod = Exclude<CoreMethod, RemoteMethod | 'copy.make'>;

/** The parts that need nothing but the local copy. */
export const createLocalParts = (spine: Spine): Part<LocalMethod> => ({
  ...createSettings(spine),
  ...createClients(spine),
  ...createContracts(spine),
  ...createTickets(spine),
  ...createSla(spine),
  ...createIntake(spine),
  ...createInbox(spine),
  ...createHours(spine),
  ...createTime(spine),
  ...createEvidence(spine),
  ...createHistory(spine),
  ...createConflicts(spine),
  ...createReports(spine),
});
