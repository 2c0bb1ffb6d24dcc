import { instantAt } from '../clock.ts';
import type { Part } from '../part.ts';
import type { Spine } from '../spine.ts';
import { boardDue } from './board-due.ts';
import { keepMarks } from './keep-marks.ts';
import { ticketSla } from './ticket-sla.ts';

/** The clocks of what was promised: one ticket's, and of each lane the one that is due first. */
export const createSla = (spine: Spine): Part<'ticket.sla' | 'board.due'> => ({
  'ticket.sla': ({ id }) => ticketSla(spine.db, id, spine.clock.now()),
  'board.due': ({ filter }) => {
    keepMarks(spine);
    return boardDue(spine.db, filter, instantAt(spine.clock.now()));
  },
});
