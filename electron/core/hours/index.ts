import type { Part } from '../part.ts';
import type { Spine } from '../spine.ts';
import { bankOf } from './bank.ts';
import { hoursCommands } from './commands.ts';
import { hoursList } from './list.ts';

export const createHours = (spine: Spine): Part<keyof ReturnType<typeof hoursCommands> | 'hours.list' | 'hours.bank'> => ({
  ...hoursCommands(spine),
  'hours.bank': ({ ticket }) => bankOf(spine.db, ticket, spine.clock.now()),
  'hours.list': ({ stage }) => hoursList(spine.db, stage, spine.actor().id),
});
