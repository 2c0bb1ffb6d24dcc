import { entities } from '#shared/domain/entities/index.ts';
import { baseFor, type Stamps } from '#shared/sync/merge.ts';
import { askFile, endpointFile } from './desk-file.ts';
import type { EndpointParty } from './endpoint-party.ts';

interface Person {
  readonly key: string;
  readonly name: string;
  readonly clients: readonly string[] | null;
  readonly stamps: Stamps;
}

const peopleOf = (endpoint: EndpointParty): readonly Person[] =>
  askFile<{ key: string; fields: string; stamps: string }>(endpointFile(endpoint.dir()), "SELECT key, fields, stamps FROM entity_row WHERE entity = 'user' AND deleted = 0 ORDER BY key").map((row) => ({
    key: row.key,
    stamps: JSON.parse(row.stamps) as Stamps,
    ...(JSON.parse(row.fields) as Pick<Person, 'name' | 'clients'>),
  }));

/** Whose a desk is: somebody's second one, or a copy of one, is called after the first. */
export const personOf = (desk: string): string => desk.replace(/(-2)?~*$/, '');

/** What the person of a seat may see, as the endpoint has it. */
export const clientsOf = (endpoint: EndpointParty, seat: string): readonly string[] | null => {
  const person = peopleOf(endpoint).find(({ name }) => name === personOf(seat));
  if (person === undefined) throw new Error(`nobody sits on ${seat}`);
  return person.clients;
};

/** Gives somebody other clients, none, some or all of those that are there; the lead keeps all. */
export const regrant = async (endpoint: EndpointParty, pick: number): Promise<void> => {
  const people = peopleOf(endpoint).filter(({ name }) => name !== 'ana');
  const person = people[pick % people.length];
  if (person === undefined) return;
  const clients = askFile<{ key: string }>(endpointFile(endpoint.dir()), "SELECT key FROM entity_row WHERE entity = 'client' AND deleted = 0 ORDER BY key").map((row) => row.key);
  const chosen = Math.floor(pick / 7) % 5 === 0 ? null : clients.filter((_key, index) => (Math.floor(pick / 35) >> index) % 2 === 1);
  if (JSON.stringify(chosen) === JSON.stringify(person.clients)) return;
  const base = baseFor(entities.user, person.stamps, ['clients']);
  await endpoint.endpoint().together(({ apply }) => apply([[{ kind: 'patch', entity: 'user', key: person.key, fields: { clients: chosen }, base }]]));
};
