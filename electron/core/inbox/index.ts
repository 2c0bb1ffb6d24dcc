import { AppError } from '#shared/errors.ts';
import { instantAt } from '../clock.ts';
import { readRow } from '../db/entity-rows.ts';
import { statement, write } from '../db/connection.ts';
import type { Part } from '../part.ts';
import type { Spine } from '../spine.ts';
import { markDuplicate } from './duplicate.ts';
import { inboxList } from './list.ts';

/** *Bandeja de triaje*: what nobody has classified yet, one by one. */
export const createInbox = (spine: Spine): Part<'inbox.list' | 'inbox.snooze' | 'ticket.duplicate'> => ({
  'inbox.list': () => inboxList(spine.db, instantAt(spine.clock.now())),
  'inbox.snooze': ({ id, until }) => {
    if (readRow(spine.db, 'ticket', id) === null) throw new AppError('not_found', { entity: 'ticket', key: id });
    write(spine.db, (tx) => {
      if (until === null) statement(tx, 'DELETE FROM ticket_snooze WHERE ticket = ?').run(id);
      else statement(tx, 'INSERT INTO ticket_snooze (ticket, until) VALUES (?, ?) ON CONFLICT (ticket) DO UPDATE SET until = excluded.until').run(id, until);
    });
    spine.announce(['board', `ticket:${id}`]);
    return { id };
  },
  'ticket.duplicate': (input) => markDuplicate(spine, input),
});
