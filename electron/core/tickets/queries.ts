import { instantAt } from '../clock.ts';
import { keepMarks } from '../sla/keep-marks.ts';
import type { Part } from '../part.ts';
import type { Spine } from '../spine.ts';
import { boardCounts, boardLocate, boardPage } from './board.ts';
import { ticketDetail } from './ticket-detail.ts';

/** What the board and the ticket's screen ask. */
export const ticketQueries = (spine: Spine): Part<'board.counts' | 'board.page' | 'board.locate' | 'ticket.get'> => {
  const now = (): string => instantAt(spine.clock.now());
  return {
    'board.counts': ({ filter }) => {
      keepMarks(spine);
      return boardCounts(spine.db, filter, now());
    },
    'board.page': ({ lane, offset, limit, filter }) => {
      keepMarks(spine);
      return boardPage(spine.db, lane, offset, limit, filter, now());
    },
    'board.locate': ({ ticket, filter }) => boardLocate(spine.db, ticket, filter, now()),
    'ticket.get': ({ id }) => ticketDetail(spine, id),
  };
};
