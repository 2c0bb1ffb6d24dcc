import { specOf, type EntityName } from '#shared/domain/entities/index.ts';
import type { Topic } from '#shared/contract/events.ts';
import { statement, type ReadDb, type WriteDb } from '../db/handles.ts';
import { somethingForgotten } from './forgotten.ts';
import { readHeld } from './grants.ts';
import { layAcked, putBase, readBase, dropBase } from './rebase.ts';
import { replayUpTo } from './sent-log.ts';
import type { Page } from './pull.ts';

/*
 * A page that says `own` brings no rows: all that has happened between the cursor and its end is ops that wait here to be
 * acknowledged, and each did at the endpoint to the letter what it did here. What is shown is right as it is, and what lies
 * beneath a row that has changed again since is what lay there with these ops laid over it.
 */

const waiting = "FROM outbox WHERE inc = ? AND n > ? AND n <= ? AND state = 'waiting'";

/** Whether this desk can do with such a page: it has sent something, and shows nothing that the endpoint may not have. */
export const takesOwn = (db: ReadDb, inc: number, upTo: number): boolean =>
  statement(db, `SELECT 1 ${waiting} LIMIT 1`).get(inc, 0, upTo) !== undefined && !somethingForgotten(db) && replayUpTo(db) === null;

const sorted = (clients: readonly string[] | null | undefined): string => JSON.stringify(clients == null ? null : [...clients].sort());

/** Whether what such a page speaks of is, one by one, what waits here: a seq for each op. `upTo`: the last op that this desk itself has sent. */
export const isOwn = (db: ReadDb, inc: number, since: number, upTo: number, { rows, unknown, results, end }: Page): boolean => {
  const held = readHeld(db);
  if (rows.length + unknown.length + results.length > 0 || end.ackN > upTo || held === null || sorted(held.clients) !== sorted(end.grants)) return false;
  const half = statement(db, "SELECT 1 FROM outbox AS last JOIN outbox AS next ON next.inc = last.inc AND next.n = last.n + 1 AND next.grp = last.grp WHERE last.inc = ? AND last.n = ? AND next.state = 'waiting'").get(inc, end.ackN);
  // A command leaves the outbox whole.
  if (half !== undefined) return false;
  const ops = end.next - since;
  return (statement(db, `SELECT count(*) AS ops ${waiting}`).get(inc, end.ackN - ops, end.ackN) as { ops: number }).ops === ops;
};

/** The screens that show what is about to be acknowledged. */
export const topicsOfOwn = (db: ReadDb, inc: number, ackN: number, limit: number): readonly Topic[] =>
  (statement(db, `SELECT DISTINCT ticket ${waiting} AND ticket IS NOT NULL LIMIT ?`).all(inc, 0, ackN, limit) as { ticket: string }[]).map(({ ticket }): Topic => `ticket:${ticket}`);

/** Before the ops up to `n` leave the outbox: what lies beneath the rows that they changed goes, or has them in it where more waits on top. */
export const settleOwn = (tx: WriteDb, inc: number, n: number): void => {
  const rows = statement(
    tx,
    `SELECT entity, key, max(EXISTS (SELECT 1 FROM outbox AS later WHERE later.entity = outbox.entity AND later.key = outbox.key AND later.state = 'waiting' AND (later.n IS NULL OR later.n > ? OR later.inc <> ?))) AS layered
     ${waiting} AND kind <> 'fact' GROUP BY entity, key`,
  ).all(n, inc, inc, 0, n) as { entity: EntityName; key: string; layered: number }[];
  for (const { entity, key, layered } of rows) {
    if (specOf(entity).kind === 'fact') continue;
    if (layered === 0) {
      dropBase(tx, entity, key);
      continue;
    }
    const known = layAcked(tx, entity, key, readBase(tx, entity, key), inc, n);
    // To lay what waits over nothing would take the row from the person.
    if (known === null) throw new Error(`a change of ${entity} ${key} waits, and nothing lies beneath it`);
    putBase(tx, entity, key, known);
  }
};
