import type { Part } from '../part.ts';
import type { Spine } from '../spine.ts';
import { evidenceCommands } from './commands.ts';
import { listDrafts } from './draft-view.ts';

/** Evidence on this desk; bringing bytes from the endpoint belongs to sync. */
export const createEvidence = (spine: Spine): Part<'evidence.drafts' | keyof ReturnType<typeof evidenceCommands>> => ({
  ...evidenceCommands(spine),
  'evidence.drafts': () => listDrafts(spine.db),
});
