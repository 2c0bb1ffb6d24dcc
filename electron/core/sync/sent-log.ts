import { instantAt } from '../clock.ts';
import { getMeta, setMeta } from '../db/meta.ts';
import { statement, type ReadDb, type WriteDb } from '../db/handles.ts';

/** What an op is, in the outbox as in the log. */
export const opColumns = 'op, grp, command, kind, entity, key, ticket, hlc, fields, base, at';

/** An endpoint that is put back further than this has lost what its team did. */
const keptMs = 30 * 86_400_000;
const prunedAtOnce = 200;

/** Keeps the ops that leave the outbox because the endpoint has them, as they were sent, and lets go of the oldest. */
export const keepSent = (tx: WriteDb, inc: number, n: number, nowMs: number): void => {
  statement(tx, `INSERT INTO sent_log (${opColumns}, acked_at) SELECT ${opColumns}, ? FROM outbox WHERE inc = ? AND n <= ? AND state = 'waiting' ORDER BY n`).run(instantAt(nowMs), inc, n);
  statement(tx, 'DELETE FROM sent_log WHERE seq IN (SELECT seq FROM sent_log ORDER BY seq LIMIT ?) AND acked_at < ?').run(prunedAtOnce, instantAt(nowMs - keptMs));
};

/** However long the desk was away: nothing older is sent again, for the endpoint may have forgotten that it had it. */
export const dropOldSent = (tx: WriteDb, nowMs: number): void => void statement(tx, 'DELETE FROM sent_log WHERE acked_at < ?').run(instantAt(nowMs - keptMs));

/** All that is in the log now is sent again, as soon as what it needs is there. */
export const demandReplay = (tx: WriteDb): void => {
  const last = statement(tx, 'SELECT max(seq) AS seq FROM sent_log').get() as { seq: number | null };
  setMeta(tx, 'replay', last.seq === null ? null : String(last.seq));
};

/** The last op of the log that is to be sent again; null where none is. */
export const replayUpTo = (db: ReadDb): number | null => {
  const text = getMeta(db, 'replay');
  return text === null ? null : Number(text);
};
