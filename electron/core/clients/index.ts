import { AppError } from '#shared/errors.ts';
import type { ClientView, PersonRef, TeamMember } from '#shared/contract/views.ts';
import { commit } from '../change/change.ts';
import { all, get, sql, statement } from '../db/handles.ts';
import type { Part } from '../part.ts';
import type { Spine } from '../spine.ts';

const byName = (a: { readonly name: string }, b: { readonly name: string }): number => a.name.localeCompare(b.name, 'es');

const listClients = ({ db }: Spine): readonly ClientView[] => {
  // Counted from the index alone; a join would touch every ticket's row.
  const open = statement(db, 'SELECT client, count(*) AS n FROM ticket WHERE lane IS NOT NULL GROUP BY client').all() as { client: string; n: number }[];
  const counts = new Map(open.map(({ client, n }) => [client, n]));
  return all(db, sql.selectFrom('client').select(['id', 'name']))
    .map((client) => ({ ...client, openTickets: counts.get(client.id) ?? 0 }))
    .toSorted(byName);
};

/**
 * Clients, their contacts and the team. Making a client or a contact is not undone by a key: once the others see it,
 * taking it away is a decision, not a slip.
 */
export const createClients = (spine: Spine): Part<'client.list' | 'client.create' | 'contact.list' | 'contact.create' | 'user.list'> => ({
  'client.list': () => listClients(spine),
  'client.create': ({ name, country, tz }) => ({
    id: commit(spine, { command: 'client.create', undo: 'no' }, (change) => change.insert('client', { name, country, tz, odoo: null })),
  }),
  'contact.list': ({ client }): readonly PersonRef[] =>
    all(spine.db, sql.selectFrom('contact').select(['id', 'name']).where('client', '=', client)).toSorted(byName),
  'contact.create': ({ client, name, authorised_from }) => {
    if (get(spine.db, sql.selectFrom('client').select('id').where('id', '=', client)) === undefined) throw new AppError('not_found', { entity: 'client', key: client });
    const contact = { client, name, whatsapp: null, email: null, authorised_from, authorised_to: null, can_approve_hours: false };
    return { id: commit(spine, { command: 'contact.create', undo: 'no' }, (change) => change.insert('contact', contact)) };
  },
  'user.list': (): readonly TeamMember[] =>
    all(spine.db, sql.selectFrom('user').select(['id', 'name', 'closed_at']))
      .map(({ id, name, closed_at }) => ({ id, name, closed: closed_at !== null }))
      .toSorted((a, b) => Number(a.closed) - Number(b.closed) || byName(a, b)),
});
