import type { Part } from '../part.ts';
import type { Spine } from '../spine.ts';
import { resolveConflict } from './commands.ts';
import { conflictLog, openConflicts } from './queries.ts';

/** What field-merge decided: where a person should look, and the quiet log of the rest. */
export const createConflicts = (spine: Spine): Part<'conflict.list' | 'conflict.resolve'> => ({
  'conflict.list': () => {
    const me = spine.actor().id;
    return { open: openConflicts(spine.db, me), log: conflictLog(spine.db, me) };
  },
  'conflict.resolve': ({ conflict, decision }) => resolveConflict(spine, conflict, decision),
});
