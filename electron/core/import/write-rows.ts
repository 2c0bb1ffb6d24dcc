import type { EntityName } from '#shared/domain/entities/index.ts';
import { specOf } from '#shared/domain/entities/index.ts';
import { stampOf } from '#shared/sync/merge.ts';
import type { StampSource } from '../change/hybrid-clock.ts';
import { statement, type WriteDb } from '../db/handles.ts';
import { columnsOf } from '../db/row-codec.ts';
import type { NewClient, NewRow, NewTicket } from './worker-job.ts';

/** What an import's rows and ops have in common with those of a command, written the shortest way. */
const quoted = (name: string): string => `"${name}"`;

/** `local`: a column of this desk alone, with the value that the new row has in it. */
const insertText = (entity: EntityName, local: string | null = null): string => {
  const names = ['id', ...columnsOf(entity), ...(specOf(entity).kind === 'record' ? ['stamps'] : [])];
  const columns = [...names.map(quoted), ...(local === null ? [] : [local])];
  return `INSERT INTO ${quoted(entity)} (${columns.join(', ')}) VALUES (${names.map(() => '?').join(', ')}${local === null ? '' : ', 1'})`;
};
const insertTicket = insertText('ticket', 'hidden');
const insertEvent = insertText('ticket_event');
const insertClient = insertText('client');
const insertOp = `INSERT INTO outbox (op, grp, command, kind, entity, key, ticket, hlc, fields, base, at, held) VALUES (?, ?, 'import.start', ?, ?, ?, ?, ?, ?, '{}', ?, ?)`;

export interface WriteContext {
  readonly tx: WriteDb;
  readonly stamps: StampSource;
  readonly run: string;
  readonly at: string;
}

/** Queues the op, held until the run is whole; answers with the op's stamp. */
const hold = ({ tx, stamps, run, at }: WriteContext, kind: 'insert' | 'fact', entity: EntityName, row: NewRow, group: string, ticket: string | null): string => {
  const hlc = stamps.next();
  statement(tx, insertOp).run(row.op, group, kind, entity, row.id, ticket, hlc, row.fields, at, run);
  return stampOf({ id: row.op, hlc });
};

/** The ticket is hidden and its ops are held: nobody sees either before the end of the run. */
export const writeTicket = (context: WriteContext, ticket: NewTicket): void => {
  const stamp = hold(context, 'insert', 'ticket', ticket, ticket.group, ticket.id);
  statement(context.tx, insertTicket).run(ticket.id, ...ticket.values, JSON.stringify({ '*': stamp }));
  for (const event of ticket.events) {
    hold(context, 'fact', 'ticket_event', event, ticket.group, ticket.id);
    statement(context.tx, insertEvent).run(event.id, ...event.values);
  }
};

/** Only the op: a client can't be hidden, so its row comes with the last transaction. Answers with the row's stamp. */
export const holdClient = (context: WriteContext, client: NewClient): string => hold(context, 'insert', 'client', client, client.group, null);

export const writeClient = (tx: WriteDb, client: NewClient, stamp: string): void =>
  void statement(tx, insertClient).run(client.id, ...client.values, JSON.stringify({ '*': stamp }));

/** Puts up to `limit` of the run's tickets behind rowid `after` into the search index; answers with the last one's rowid, or null when there are no more. */
export const indexTickets = (tx: WriteDb, run: string, after: number, limit: number): number | null => {
  const last = statement(tx, 'SELECT max(n) AS n FROM (SELECT rowid AS n FROM ticket WHERE import_run = ? AND rowid > ? ORDER BY rowid LIMIT ?)').get(run, after, limit) as { n: number | null };
  if (last.n === null) return null;
  statement(
    tx,
    `INSERT INTO ticket_text (rowid, title, description, code)
     SELECT rowid, title, description, provisional_code || ' ' || external_ref FROM ticket WHERE import_run = ? AND rowid > ? AND rowid <= ?`,
  ).run(run, after, last.n);
  return last.n;
};

/** Everything becomes visible and may be sent: part of the run's last transaction. */
export const releaseRun = (tx: WriteDb, run: string): void => {
  statement(tx, 'UPDATE ticket SET hidden = 0 WHERE import_run = ?').run(run);
  statement(tx, 'UPDATE outbox SET held = NULL WHERE held = ?').run(run);
};
