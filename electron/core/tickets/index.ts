import type { Part } from '../part.ts';
import type { Spine } from '../spine.ts';
import { closingCommands } from './closing-commands.ts';
import { ticketCommands } from './commands.ts';
import { ticketQueries } from './queries.ts';

export type TicketMethod = keyof ReturnType<typeof ticketCommands> | keyof ReturnType<typeof closingCommands> | keyof ReturnType<typeof ticketQueries>;

export const createTickets = (spine: Spine): Part<TicketMethod> => ({ ...ticketCommands(spine), ...closingCommands(spine), ...ticketQueries(spine) });
