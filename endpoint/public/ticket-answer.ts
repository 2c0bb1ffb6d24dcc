import type { Fields, Row } from '#shared/domain/entities/index.ts';
import { specOf } from '#shared/domain/entities/index.ts';
import { consumption } from '#shared/domain/hours/consumption.ts';
import { baseFor, type RowFields, type Stamps } from '#shared/sync/merge.ts';
import { markRated } from '../store/client-links.ts';
import { rowOf } from '../store/rows.ts';
import type { StoredRow } from '../store/schema.ts';
import type { OwnOp, OwnWork } from '../sync/own-ops.ts';
import type { Act, TicketStory } from './ticket-story.ts';

export interface Answer {
  readonly act: Act;
  readonly comment: string | null;
  readonly stars: number | null;
}

interface Pen {
  readonly newId: () => string;
  readonly device: string;
  readonly at: string;
}

const fact = ({ newId }: Pen, entity: OwnOp['entity'], fields: RowFields): OwnOp => ({ kind: 'fact', entity, key: newId(), fields });

const patch = (entity: 'ticket' | 'time_entry', row: StoredRow, fields: RowFields): OwnOp => ({
  kind: 'patch',
  entity,
  key: row.key,
  fields,
  base: baseFor(specOf(entity), JSON.parse(row.stamps) as Stamps, Object.keys(fields)),
});

const said = (pen: Pen, { ticket, contact }: TicketStory, body: string): OwnOp =>
  fact(pen, 'message', { ticket: ticket.id, direction: 'in', channel: 'portal', author: null, author_name: contact.name, at: pen.at, body } satisfies Fields<'message'>);

/** Acceptance is for the team to go on from; a rejection takes the ticket back into work at once, with its comment. */
const validates = (pen: Pen, story: TicketStory, decision: 'accepted' | 'rejected', comment: string | null): readonly OwnOp[] => {
  const { ticket, contact, row } = story;
  const word = fact(pen, 'validation', { ticket: ticket.id, cycle: ticket.cycle, decision, contact: contact.id, at: pen.at, via: 'portal', on_behalf_by: null, comment } satisfies Fields<'validation'>);
  const told = comment === null ? [] : [said(pen, story, comment)];
  if (decision === 'accepted') return [word, ...told];
  const payload = { from: ticket.state, to: 'in_progress', ...(comment === null ? {} : { comment }) };
  const event = fact(pen, 'ticket_event', { ticket: ticket.id, type: 'state_changed', at: pen.at, recorded_at: pen.at, actor: null, actor_name: contact.name, device: pen.device, payload } satisfies Fields<'ticket_event'>);
  return [word, ...told, patch('ticket', row, { state: 'in_progress' }), event];
};

/** Whole minutes as the contract rounds them. */
export const billedMinutes = (contract: Fields<'contract'>, tz: string, entries: readonly Row<'time_entry'>[]): number => {
  const { unit_min, mode, scope, minimum_min, grace_sec } = contract.rounding;
  const worked = entries.map(({ start, end, billable, user, ticket, id }) => ({ start: Date.parse(start), end: Date.parse(end ?? start), billable, group: `${ticket ?? id} ${user}` }));
  const parts = consumption(tz, { unitMin: unit_min, mode, minimumMin: minimum_min, graceSec: grace_sec }, scope === 'entry' ? 'entry' : 'ticket_day', worked);
  return parts.reduce((sum, { minutes }) => sum + minutes, 0);
};

/** Does what the client answers, in the transaction that has read `story`. Whatever the page does not offer throws. */
export const applyAnswer = async ({ tx, apply }: OwnWork, pen: Pen, story: TicketStory, { act, comment, stars }: Answer): Promise<void> => {
  const { ticket, contact, hours, link } = story;
  switch (act) {
    case 'accept':
      return apply([validates(pen, story, 'accepted', comment)]);
    case 'reject':
      return apply([validates(pen, story, 'rejected', comment)]);
    case 'rate':
      if (await markRated(tx, link.id, pen.at)) await apply([[said(pen, story, `Calificación del servicio: ${stars ?? 0} de 5${comment === null ? '' : `\n${comment}`}`)]]);
      return undefined;
    case 'approve_hours':
    case 'reject_hours': {
      const row = ticket.contract === null ? undefined : await rowOf(tx, 'contract', ticket.contract);
      if (ticket.contract === null || row === undefined) throw new Error('hours without a contract');
      const decision = act === 'approve_hours' ? 'approved' : 'rejected';
      const entries = hours.map(({ entry }) => entry);
      const approval: Fields<'hours_approval'> = {
        contract: ticket.contract,
        entries: entries.map(({ id }) => id),
        rounded_min: billedMinutes(JSON.parse(row.fields) as Fields<'contract'>, story.client.tz, entries),
        contact: contact.id,
        at: pen.at,
        decision,
        comment,
      };
      const status = decision === 'approved' ? 'client_approved' : 'rejected';
      return apply([[fact(pen, 'hours_approval', approval), ...(comment === null ? [] : [said(pen, story, comment)]), ...hours.map((one) => patch('time_entry', one.row, { status }))]]);
    }
  }
};
