import type { AgreementView, EvidenceView, MessageView, PersonRef, TicketDetail, TicketEventView } from '#shared/contract/views.ts';
import { isProvisional } from '#shared/domain/lane.ts';
import type { Json } from '#shared/domain/primitives.ts';
import { canClose, canTransition, nextStates, type Missing, type TransitionFacts, type Verdict } from '#shared/domain/ticket-state.ts';
import { AppError } from '#shared/errors.ts';
import { findRow } from '../db/entity-rows.ts';
import { all, get, sql, statement, type ReadDb } from '../db/handles.ts';
import { decodeRow } from '../db/row-codec.ts';
import { evidenceHeld } from '../evidence/files.ts';
import type { Spine } from '../spine.ts';
import { entriesOfTicket } from '../time/entry-view.ts';
import type { Row } from '#shared/domain/entities/index.ts';
import { changeRecordsOf, validationsOf } from './closing-facts.ts';
import { gatherFacts } from './facts.ts';
import { codeOf } from './ticket-code.ts';

const person = (db: ReadDb, id: string | null): PersonRef | null =>
  id === null ? null : { id, name: get(db, sql.selectFrom('user').select('name').where('id', '=', id))?.name ?? '' };

const messagesOf = (db: ReadDb, ticket: string): readonly MessageView[] =>
  all(
    db,
    sql
      .selectFrom('message as m')
      .leftJoin('user as u', 'u.id', 'm.author')
      .select(['m.id', 'm.direction', 'm.channel', 'm.author_name', 'u.name', 'm.at', 'm.body'])
      .where('m.ticket', '=', ticket)
      .orderBy('m.at')
      .orderBy('m.id'),
  ).map(({ name, author_name, ...message }) => ({ ...message, author: name ?? author_name ?? '' }));

const agreementsOf = (db: ReadDb, ticket: string): readonly AgreementView[] =>
  all(
    db,
    sql
      .selectFrom('severity_agreement as a')
      .leftJoin('contact as c', 'c.id', 'a.contact')
      .select(['a.id', 'a.from', 'a.to', 'a.mode', 'a.impact', 'a.channel', 'a.at', 'a.contact_name', 'c.name'])
      .where('a.ticket', '=', ticket)
      .orderBy('a.at')
      .orderBy('a.id'),
  ).map(({ name, contact_name, ...agreement }) => ({ ...agreement, contact: name ?? contact_name ?? '' }));

const evidenceOf = (spine: Spine, ticket: string): readonly EvidenceView[] =>
  all(
    spine.db,
    sql.selectFrom('evidence as e').leftJoin('user as u', 'u.id', 'e.captured_by').selectAll('e').select('u.name').where('e.ticket', '=', ticket).orderBy('e.captured_at').orderBy('e.id'),
  ).map((row) => ({
    id: row.id,
    kind: row.kind,
    stage: row.stage,
    visibility: row.visibility,
    sha256: row.sha256,
    bytes: row.bytes,
    mime: row.mime,
    width: row.width,
    height: row.height,
    capturedAt: row.captured_at,
    capturedBy: row.name ?? '',
    note: row.note,
    upload: row.upload,
    local: evidenceHeld(spine.dir, row.sha256),
  }));

/** In the order in which they happened; the ids' own time parts what shares an instant. */
const eventsOf = (db: ReadDb, ticket: string): readonly TicketEventView[] =>
  all(
    db,
    sql
      .selectFrom('ticket_event as e')
      .leftJoin('user as u', 'u.id', 'e.actor')
      .select(['e.id', 'e.type', 'e.at', 'e.payload', 'e.actor_name', 'u.name'])
      .where('e.ticket', '=', ticket)
      .orderBy('e.at')
      .orderBy('e.recorded_at')
      .orderBy('e.id'),
  ).map(({ name, actor_name, payload, ...event }) => ({ ...event, actor: name ?? actor_name ?? '', payload: JSON.parse(payload) as Readonly<Record<string, Json>> }));

const contactsOf = (db: ReadDb, client: string): readonly Row<'contact'>[] =>
  (statement(db, 'SELECT * FROM contact WHERE client = ? ORDER BY name, id').all(client) as Record<string, unknown>[]).map(
    (row) => ({ id: row['id'], ...decodeRow('contact', row) }) as unknown as Row<'contact'>,
  );

const contractsOf = (db: ReadDb, client: string): readonly Row<'contract'>[] =>
  (statement(db, 'SELECT * FROM contract WHERE client = ? ORDER BY valid_from DESC, id').all(client) as Record<string, unknown>[]).map(
    (row) => ({ id: row['id'], ...decodeRow('contract', row) }) as unknown as Row<'contract'>,
  );

const missingOf = (verdict: Verdict): readonly Missing[] => (verdict.ok ? [] : verdict.missing);

/** The steps from here with what each lacks; what the machine itself rules out for this ticket is left out. */
const nextOf = (facts: TransitionFacts): TicketDetail['next'] =>
  nextStates(facts.state)
    .map((to) => ({ to, missing: missingOf(canTransition(facts, { to })) }))
    .filter(({ missing }) => !missing.includes('not_in_machine'));

/** All that the ticket's screen shows. Error: not_found. */
export const ticketDetail = (spine: Spine, id: string): TicketDetail => {
  const { db } = spine;
  const ticket = findRow(db, 'ticket', id);
  if (ticket === null) throw new AppError('not_found', { entity: 'ticket', key: id });
  const client = findRow(db, 'client', ticket.client);
  if (client === null) throw new AppError('not_found', { entity: 'client', key: ticket.client });
  const facts = gatherFacts(db, ticket, spine.actor().role);
  const entries = entriesOfTicket(db, id);
  return {
    ticket,
    code: codeOf(ticket),
    provisional: isProvisional(ticket),
    client,
    contract: ticket.contract === null ? null : findRow(db, 'contract', ticket.contract),
    contracts: contractsOf(db, ticket.client),
    contacts: contactsOf(db, ticket.client),
    consultant: person(db, ticket.consultant),
    owner: person(db, ticket.owner),
    messages: messagesOf(db, id),
    agreements: agreementsOf(db, id),
    validations: validationsOf(db, id),
    changes: changeRecordsOf(db, id),
    evidence: evidenceOf(spine, id),
    entries,
    events: eventsOf(db, id),
    spentSec: entries.reduce((total, entry) => total + (entry.seconds ?? 0), 0),
    next: nextOf(facts),
    toClose: missingOf(canClose(facts)),
  };
};
