import type { Part } from '../part.ts';
import type { Spine } from '../spine.ts';
import { timeCommands } from './commands.ts';
import { timeQueries } from './queries.ts';

export type TimeMethod = keyof ReturnType<typeof timeCommands> | keyof ReturnType<typeof timeQueries>;

export const createTime = (spine: Spine): Part<TimeMethod> => ({ ...timeCommands(spine), ...timeQueries(spine) });
