import type { Part } from '../part.ts';
import type { Spine } from '../spine.ts';
import { ticketCommands } from './commands.ts';
import { ticketQueries } from './queries.ts';

export type TicketMethod = keyof ReturnType<typeof ticketCommands> | keyof ReturnType<typeof ticketQueries>;

export const createTickets = (spine: Spine): Part<TicketMethod> => ({ ...ticketCommands(spine), ...ticketQueries(spine) });
