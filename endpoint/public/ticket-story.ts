import { createHmac } from 'node:crypto';
import type { Fields, Row } from '#shared/domain/entities/index.ts';
import { isAuthorised } from '#shared/domain/intake/whose-words.ts';
import { sameHash, secretHash } from '../people/environment.ts';
import { goodLink } from '../store/client-links.ts';
import { rowOf, rowsUnder } from '../store/rows.ts';
import type { StoredClientLink, StoredRow } from '../store/schema.ts';
import type { ReadTx } from '../store/store.ts';

/** What a client may do on his page. */
export const acts = ['accept', 'reject', 'approve_hours', 'reject_hours', 'rate'] as const;
export type Act = (typeof acts)[number];

/** All of a ticket that its page shows, and nothing else: no internal note, no evidence that is the team's alone. */
export interface TicketStory {
  readonly link: StoredClientLink;
  readonly row: StoredRow;
  readonly ticket: Row<'ticket'>;
  readonly client: Fields<'client'>;
  readonly contact: Row<'contact'>;
  /** Visible to the client and whole on the endpoint, oldest first. */
  readonly evidence: readonly Row<'evidence'>[];
  /** The last word of this cycle. */
  readonly validation: Row<'validation'> | null;
  /** Hours that the lead has reviewed and the client has not approved. */
  readonly hours: readonly { readonly row: StoredRow; readonly entry: Row<'time_entry'> }[];
  readonly may: Readonly<Record<Act, boolean>>;
}

const read = <T>(row: StoredRow): T => ({ ...(JSON.parse(row.fields) as object), id: row.key }) as T;
const living = async (tx: ReadTx, entity: 'ticket' | 'client' | 'contact', key: string): Promise<StoredRow | null> => {
  const row = await rowOf(tx, entity, key);
  return row === undefined || row.deleted === 1 ? null : row;
};

const secretShape = /^[\w-]{43}$/;

/** The ticket behind a link's secret; null where the link is none, is too old, was revoked, or leads to what is not there. */
export const storyOf = async (tx: ReadTx, secret: string, at: string): Promise<TicketStory | null> => {
  if (!secretShape.test(secret)) return null;
  const link = await goodLink(tx, secretHash(secret), at);
  const row = link === undefined ? null : await living(tx, 'ticket', link.ticket);
  if (link === undefined || row === null) return null;
  const ticket = read<Row<'ticket'>>(row);
  const [clientRow, contactRow] = [await living(tx, 'client', ticket.client), await living(tx, 'contact', link.contact)];
  if (clientRow === null || contactRow === null) return null;
  const contact = read<Row<'contact'>>(contactRow);
  // The ticket may have gone over to another client since the link was given.
  if (contact.client !== ticket.client) return null;
  const under = (await rowsUnder(tx, [ticket.id])).filter(({ deleted }) => deleted === 0);
  const evidence = under.flatMap((one) => (one.entity === 'evidence' && one.upload === 'stored' ? [read<Row<'evidence'>>(one)] : [])).filter(({ visibility }) => visibility === 'client');
  const validations = under.flatMap((one) => (one.entity === 'validation' ? [read<Row<'validation'>>(one)] : [])).filter(({ cycle }) => cycle === ticket.cycle);
  const validation = validations.toSorted((a, b) => (a.at === b.at ? (a.id < b.id ? 1 : -1) : a.at < b.at ? 1 : -1))[0] ?? null;
  const entries = under.flatMap((one) => (one.entity === 'time_entry' ? [{ row: one, entry: read<Row<'time_entry'>>(one) }] : []));
  const hours = ticket.contract === null ? [] : entries.filter(({ entry }) => entry.billable && entry.end !== null && entry.status === 'lead_approved');
  const mayAnswer = ticket.state === 'awaiting_validation' && validation?.decision !== 'accepted' && isAuthorised(contact, at.slice(0, 10));
  const mayApprove = hours.length > 0 && contact.can_approve_hours;
  return {
    link,
    row,
    ticket,
    client: read<Fields<'client'>>(clientRow),
    contact,
    evidence: evidence.toSorted((a, b) => (a.captured_at < b.captured_at ? -1 : 1)),
    validation,
    hours: hours.toSorted((a, b) => (a.entry.start < b.entry.start ? -1 : 1)),
    may: {
      accept: mayAnswer,
      reject: mayAnswer,
      approve_hours: mayApprove,
      reject_hours: mayApprove,
      rate: link.rated_at === null && (validation?.decision === 'accepted' || ticket.state === 'closed'),
    },
  };
};

/**
 * What a form must bring along: it can only be made by who has the link, for this act, while what it answers stands as it was
 * shown. A form that is sent again, or from another page, brings none.
 */
export const sealOf = (secret: string, act: Act, { ticket, validation, hours, link }: TicketStory): string => {
  const shown = [link.id, act, ticket.cycle, ticket.state, validation?.id ?? '', link.rated_at ?? '', ...hours.map(({ entry }) => `${entry.id} ${entry.start} ${entry.end ?? ''}`)];
  return createHmac('sha256', secret).update(JSON.stringify(shown)).digest('hex');
};

export const isSealed = (given: string, secret: string, act: Act, story: TicketStory): boolean => /^[0-9a-f]{64}$/.test(given) && sameHash(given, sealOf(secret, act, story));
