import { nodeOf } from '#shared/sync/hlc.ts';
import { AppError } from '#shared/errors.ts';
import { instantAt } from '../clock.ts';
import { stampSource, type StampSource } from '../change/hybrid-clock.ts';
import { keepBase, queueOp } from '../change/outbox.ts';
import { dropRow, dropTicket, readRow } from '../db/entity-rows.ts';
import { statement, write, type ReadDb, type WriteDb } from '../db/handles.ts';
import type { Spine } from '../spine.ts';
import { setRun, type StoredRun } from './run-store.ts';

const batchMs = 40;

const someTickets = (db: ReadDb, run: string): readonly string[] =>
  (statement(db, 'SELECT id FROM ticket WHERE import_run = ? LIMIT 100').all(run) as { id: string }[]).map((row) => row.id);

/** One short transaction of removing what an unfinished run left. True when nothing is left. */
export const sweepRun = (db: ReadDb, run: string): boolean =>
  write(db, (tx) => {
    const end = performance.now() + batchMs;
    while (performance.now() < end) {
      const tickets = someTickets(tx, run);
      for (const id of tickets) {
        // `+held`: by the ticket's index. The planner would walk everything that the run holds, for each ticket anew.
        statement(tx, 'DELETE FROM outbox WHERE ticket = ? AND +held = ?').run(id, run);
        dropTicket(tx, id);
      }
      if (tickets.length > 0) continue;
      const rest = statement(tx, 'DELETE FROM outbox WHERE seq IN (SELECT seq FROM outbox WHERE held = ? LIMIT 500)').run(run);
      if (rest.changes === 0) return true;
    }
    return false;
  });

interface InsertOp {
  readonly n: number | null;
  readonly state: string;
}

/** The insert that made the row, while the endpoint has not acknowledged it. */
const insertOf = (db: ReadDb, entity: 'ticket' | 'client', key: string): InsertOp | undefined =>
  statement(db, "SELECT n, state FROM outbox WHERE entity = ? AND key = ? AND kind = 'insert'").get(entity, key) as InsertOp | undefined;

/** True when no other desk can have seen the row: its insert was never put into a batch, or was refused. */
const neverLeft = (insert: InsertOp | undefined): boolean => insert !== undefined && (insert.n === null || insert.state === 'refused');

const queueDelete = (tx: WriteDb, spine: Spine, stamps: StampSource, entity: 'ticket' | 'client', key: string): void => {
  const standing = readRow(tx, entity, key);
  if (standing === null) return;
  keepBase(tx, entity, key, standing);
  queueOp(tx, {
    op: spine.newId(),
    grp: spine.newId(),
    command: 'import.undo',
    kind: 'delete',
    entity,
    key,
    ticket: entity === 'ticket' ? key : null,
    hlc: stamps.next(),
    fields: {},
    base: {},
    at: instantAt(spine.clock.now()),
  });
};

const undoTicket = (tx: WriteDb, spine: Spine, stamps: StampSource, id: string): void => {
  if (neverLeft(insertOf(tx, 'ticket', id))) statement(tx, "DELETE FROM outbox WHERE ticket = ? AND command = 'import.start'").run(id);
  else queueDelete(tx, spine, stamps, 'ticket', id);
  dropTicket(tx, id);
};

const undoClient = (tx: WriteDb, spine: Spine, stamps: StampSource, id: string): void => {
  // It stays where somebody has begun to use it.
  for (const child of ['ticket', 'contact', 'contract', 'calendar']) {
    if (statement(tx, `SELECT 1 FROM ${child} WHERE client = ? LIMIT 1`).get(id) !== undefined) return;
  }
  if (statement(tx, "SELECT 1 FROM outbox WHERE entity = 'client' AND key = ? AND kind = 'patch' LIMIT 1").get(id) !== undefined) return;
  if (neverLeft(insertOf(tx, 'client', id))) statement(tx, "DELETE FROM outbox WHERE entity = 'client' AND key = ?").run(id);
  else queueDelete(tx, spine, stamps, 'client', id);
  dropRow(tx, 'client', id);
};

/**
 * One short transaction of undoing a finished run: what never left the desk goes with its ops, for the rest deletes are
 * queued, each a group of its own. True when the run is undone; its status says so then.
 */
export const undoRunStep = (spine: Spine, run: StoredRun): boolean =>
  write(spine.db, (tx) => {
    const end = performance.now() + batchMs;
    const stamps = stampSource(tx, nodeOf(spine.deviceId), spine.clock.now());
    let left = true;
    while (left && performance.now() < end) {
      const tickets = someTickets(tx, run.id);
      for (const id of tickets) undoTicket(tx, spine, stamps, id);
      left = tickets.length > 0;
    }
    if (!left) {
      for (const client of run.result?.clients ?? []) undoClient(tx, spine, stamps, client);
      setRun(tx, run.id, 'undone');
    }
    stamps.keep();
    return !left;
  });

const workedOn = `
SELECT count(*) AS n FROM ticket t WHERE t.import_run = ? AND (
  EXISTS (SELECT 1 FROM message c WHERE c.ticket = t.id)
  OR EXISTS (SELECT 1 FROM time_entry c WHERE c.ticket = t.id)
  OR EXISTS (SELECT 1 FROM evidence c WHERE c.ticket = t.id)
  OR EXISTS (SELECT 1 FROM severity_agreement c WHERE c.ticket = t.id)
  OR EXISTS (SELECT 1 FROM change_record c WHERE c.ticket = t.id)
  OR EXISTS (SELECT 1 FROM validation c WHERE c.ticket = t.id)
  OR EXISTS (SELECT 1 FROM ticket_event c WHERE c.ticket = t.id AND c.recorded_at <> ?)
  OR EXISTS (SELECT 1 FROM outbox c WHERE c.ticket = t.id AND c.command <> 'import.start')
  OR EXISTS (SELECT 1 FROM json_each(t.stamps) s WHERE s.key NOT IN ('*', 'number'))
  OR t.id IN (SELECT d.ticket FROM evidence_draft d WHERE d.ticket IS NOT NULL)
)`;

/** Marks a finished run as being undone and takes its tickets off the board. Error: undo_blocked { reason, tickets? }. */
export const beginUndo = (db: ReadDb, run: StoredRun): void =>
  write(db, (tx) => {
    if (run.status !== 'done') throw new AppError('undo_blocked', { reason: 'not_done', status: run.status });
    const { n } = statement(tx, workedOn).get(run.id, run.at) as { n: number };
    if (n > 0) throw new AppError('undo_blocked', { reason: 'worked_on', tickets: n });
    setRun(tx, run.id, 'undoing');
    statement(tx, 'UPDATE ticket SET hidden = 1 WHERE import_run = ?').run(run.id);
  });
