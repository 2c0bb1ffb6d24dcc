import type { Fields, Row } from '#shared/domain/entities/index.ts';
import { samePhone } from '#shared/domain/intake/whose-words.ts';
import { newTicket } from '#shared/domain/new-ticket.ts';
import { provisionalCode } from '#shared/ids.ts';
import { rowOf, rowsUnder } from '../store/rows.ts';
import type { StoredRow } from '../store/schema.ts';
import type { OwnOp, OwnWork } from '../sync/own-ops.ts';

export interface Request {
  /** Also the ticket's key: what comes twice makes one ticket. */
  readonly key: string;
  readonly client: string;
  readonly title: string;
  readonly text: string;
  readonly name: string;
  /** E-mail or telephone, as written; empty where none was given. */
  readonly reach: string;
}

interface Pen {
  readonly newId: () => string;
  readonly device: string;
  readonly at: string;
}

const living = <T>(rows: readonly StoredRow[], entity: StoredRow['entity']): readonly T[] =>
  rows.flatMap((row) => (row.entity === entity && row.deleted === 0 ? [{ ...(JSON.parse(row.fields) as object), id: row.key } as T] : []));

/** Desks put what they make on top of the lane by a rank of their own; what comes from outside lies where lanes begin. */
const rank = 'a0';

const reaches = ({ email, whatsapp }: Row<'contact'>, reach: string): boolean =>
  reach.includes('@') ? email?.toLowerCase() === reach.toLowerCase() : whatsapp !== null && samePhone(whatsapp, reach);

/** Makes a ticket of what somebody outside asks for, as one command. False where it was made before. */
export const takeIn = async ({ tx, apply }: OwnWork, { newId, device, at }: Pen, request: Request): Promise<boolean> => {
  const { key, client, title, text, name, reach } = request;
  if ((await rowOf(tx, 'ticket', key)) !== undefined) return false;
  const under = await rowsUnder(tx, [client]);
  const day = at.slice(0, 10);
  const contracts = living<Row<'contract'>>(under, 'contract').filter(({ valid_from, valid_to }) => valid_from <= day && (valid_to === null || valid_to >= day));
  const contacts = reach === '' ? [] : living<Row<'contact'>>(under, 'contact').filter((contact) => reaches(contact, reach));
  const fields = newTicket({
    provisional_code: provisionalCode(key),
    client,
    contract: contracts.length === 1 ? (contracts[0]?.id ?? null) : null,
    channel: 'form',
    title,
    description: text,
    rank,
    requester: contacts.length === 1 ? (contacts[0]?.id ?? null) : null,
    requester_name: name,
    received_at: at,
    registered_at: at,
  });
  const fact = (entity: OwnOp['entity'], of: OwnOp['fields']): OwnOp => ({ kind: 'fact', entity, key: newId(), fields: of });
  const told = fact('ticket_event', { ticket: key, type: 'registered', at, recorded_at: at, actor: null, actor_name: name, device, payload: { channel: 'form' } } satisfies Fields<'ticket_event'>);
  const body = reach === '' ? text : `${text}\n\nContacto: ${reach}`;
  const said = fact('message', { ticket: key, direction: 'in', channel: 'form', author: null, author_name: name, at, body } satisfies Fields<'message'>);
  await apply([[{ kind: 'insert', entity: 'ticket', key, fields }, told, said]]);
  return true;
};
