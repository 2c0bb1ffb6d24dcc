import { AppError } from '#shared/errors.ts';
import type { ClientView, PersonRef, TeamMember } from '#shared/contract/views.ts';
import { commit } from '../change/change.ts';
import { all, get, sql, statement } from '../db/handles.ts';
import type { Part } from '../part.ts';
import { clientDetail, clientOverview } from './detail.ts';
import type { Spine } from '../spine.ts';

const byName = (a: { readonly name: string }, b: { readonly name: string }): number => a.name.localeCompare(b.name, 'es');

/** Without what was not given. */
const given = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;

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
export const createClients = (spine: Spine): Part<'client.list' | 'client.overview' | 'client.get' | 'client.create' | 'client.edit' | 'contact.list' | 'contact.create' | 'contact.edit' | 'user.list'> => ({
  'client.list': () => listClients(spine),
  'client.overview': () => clientOverview(spine),
  'client.get': ({ id }) => clientDetail(spine, id),
  'client.create': (client) => ({ id: commit(spine, { command: 'client.create', undo: 'no' }, (change) => change.insert('client', client)) }),
  'client.edit': ({ id, fields }) => {
    commit(spine, { command: 'client.edit' }, (change) => change.patch('client', id, given(fields)));
    return { id };
  },
  'contact.list': ({ client }): readonly PersonRef[] =>
    all(spine.db, sql.selectFrom('contact').select(['id', 'name']).where('client', '=', client)).toSorted(byName),
  'contact.create': (contact) => {
    const { client } = contact;
    if (get(spine.db, sql.selectFrom('client').select('id').where('id', '=', client)) === undefined) throw new AppError('not_found', { entity: 'client', key: client });
    return { id: commit(spine, { command: 'contact.create', undo: 'no' }, (change) => change.insert('contact', contact)) };
  },
  'contact.edit': ({ id, fields }) => {
    commit(spine, { command: 'contact.edit' }, (change) => change.patch('contact', id, given(fields)));
    return { id };
  },
  'user.list': (): readonly TeamMember[] =>
    all(spine.db, sql.selectFrom('user').select(['id', 'name', 'closed_at']))
      .map(({ id, name, closed_at }) => ({ id, name, closed: closed_at !== null }))
      .toSorted((a, b) => Number(a.closed) - Number(b.closed) || byName(a, b)),
});
