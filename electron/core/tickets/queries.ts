import type { Part } from '../part.ts';
import type { Spine } from '../spine.ts';
import { boardCounts, boardLocate, boardPage } from './board.ts';
import { ticketDetail } from './ticket-detail.ts';

/** What the board and the ticket's screen ask. */
export const ticketQueries = (spine: Spine): Part<'board.counts' | 'board.page' | 'board.locate' | 'ticket.get'> => ({
  'board.counts': ({ filter }) => boardCounts(spine.db, filter),
  'board.page': ({ lane, offset, limit, filter }) => boardPage(spine.db, lane, offset, limit, filter),
  'board.locate': ({ ticket, filter }) => boardLocate(spine.db, ticket, filter),
  'ticket.get': ({ id }) => ticketDetail(spine, id),
});
