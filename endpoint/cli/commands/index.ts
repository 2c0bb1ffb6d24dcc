import type { Command } from '../command.ts';
import { addUser, revokeDevice } from './people.ts';
import { backupCommand, checkCommand, restoreCommand } from './backup.ts';
import { prune } from './prune.ts';
import { serve } from './serve.ts';

/** In the order of the help. */
export const commands: readonly Command[] = [serve, backupCommand, checkCommand, restoreCommand, prune, addUser, revokeDevice];
