import { AppError } from '#shared/errors.ts';
import { maxOpsPerPush, maxPushBytes, proto, schemaVersion, pushResponse, type Op, type OpResult, type PushResponse } from '#shared/sync/protocol.ts';
import type { EntityName } from '#shared/domain/entities/index.ts';
import { instantAt } from '../clock.ts';
import { getMeta, setMeta } from '../db/meta.ts';
import { statement, write, type ReadDb } from '../db/handles.ts';
import { becomeAnother, noteCount, renumber, type Count } from '../identity.ts';
import type { Spine } from '../spine.ts';
import type { Http } from './http.ts';
import { markRefused } from './refusals.ts';

interface OutboxRow {
  readonly seq: number;
  readonly op: string;
  readonly n: number | null;
  readonly grp: string;
  readonly hlc: string;
  readonly kind: Op['kind'];
  readonly entity: EntityName;
  readonly key: string;
  readonly fields: string;
  readonly base: string;
  readonly was: string | null;
}

/** Room for the request's own words around the ops. */
const bytesForOps = maxPushBytes - 64 * 1024;
const opOverhead = 400;
const columns = 'seq, op, n, grp, hlc, kind, entity, key, fields, base, was';

export const incOf = (db: ReadDb): number => Number(getMeta(db, 'inc') ?? '1');

/** Up to this n of the count that runs the desk holds no op any more: the endpoint need not keep their answers for it. */
export const ackedOf = (db: ReadDb): number => {
  // By the index, one step: min() would walk all that waits.
  const first = statement(db, "SELECT n FROM outbox WHERE inc = ? AND n IS NOT NULL AND state = 'waiting' ORDER BY n LIMIT 1").get(incOf(db)) as { n: number } | undefined;
  return (first?.n ?? Number(getMeta(db, 'next_n') ?? '1')) - 1;
};

/** As many as fit, without splitting a command that fits by itself. */
const fitting = (rows: readonly OutboxRow[]): readonly OutboxRow[] => {
  let bytes = 0;
  let count = 0;
  for (const row of rows) {
    bytes += Buffer.byteLength(row.fields) + Buffer.byteLength(row.was ?? '') + row.base.length + opOverhead;
    if (count > 0 && bytes > bytesForOps) break;
    count += 1;
  }
  count = Math.min(count, maxOpsPerPush);
  if (count === rows.length) return rows;
  const next = rows[count]?.grp;
  let whole = count;
  while (whole > 0 && rows[whole - 1]?.grp === next) whole -= 1;
  return rows.slice(0, whole === 0 ? count : whole);
};

/**
 * The next ops to send: those that have a number and may not have arrived, else those that could get none before, which get
 * theirs here, on disk, before they are sent: the same op never goes out under two numbers.
 */
const nextBatch = (spine: Spine, sentUpTo: number): readonly OutboxRow[] => {
  const inc = incOf(spine.db);
  const limit = maxOpsPerPush + 1;
  const again = statement(spine.db, `SELECT ${columns} FROM outbox WHERE inc = ? AND n > ? AND state = 'waiting' ORDER BY n LIMIT ?`).all(inc, sentUpTo, limit) as OutboxRow[];
  if (again.length > 0) return fitting(again);
  const fresh = statement(spine.db, `SELECT ${columns} FROM outbox WHERE n IS NULL AND held IS NULL AND state = 'waiting' ORDER BY seq LIMIT ?`).all(limit) as OutboxRow[];
  if (fresh.length === 0) return [];
  const chosen = fitting(fresh);
  return write(spine.db, (tx) => {
    const first = Number(getMeta(tx, 'next_n') ?? '1');
    const number = statement(tx, 'UPDATE outbox SET inc = ?, n = ? WHERE seq = ?');
    const numbered = chosen.map((row, index) => ({ ...row, n: first + index }));
    for (const row of numbered) number.run(inc, row.n, row.seq);
    setMeta(tx, 'next_n', String(first + numbered.length));
    return numbered;
  });
};

/** The same, once what lies beside the database tells that these numbers are used. */
const takeBatch = (spine: Spine, sent: Sent): readonly OutboxRow[] => {
  const batch = nextBatch(spine, sent.upTo);
  const last = batch.at(-1);
  const inc = incOf(spine.db);
  if (last === undefined || last.n === null || (sent.noted.inc === inc && last.n < sent.noted.n)) return batch;
  sent.noted = noteCount(spine.db, spine.dir);
  return batch;
};

/** An op as it travels: what is JSON in the outbox goes as it is. */
const opText = (row: OutboxRow): string =>
  `{"id":"${row.op}","n":${row.n ?? 0},"group":"${row.grp}","hlc":"${row.hlc}","kind":"${row.kind}","entity":"${row.entity}","key":"${row.key}","fields":${row.fields},"base":${row.base}${row.was === null ? '' : `,"was":${row.was}`}}`;

/** What this run of the engine has sent and need not send again until something fails. */
export interface Sent {
  /** The last number that the endpoint has answered to this desk itself. */
  upTo: number;
  /** How often in a row the endpoint counted otherwise; a count that never agrees is not tried without end. */
  retakes: number;
  /** Whether the log of what was sent has been looked through since the engine began. */
  replayed: boolean;
  /** The count as it was last noted beside the database. */
  noted: Count;
}

export const newSent = (): Sent => ({ upTo: 0, retakes: 0, replayed: false, noted: { inc: 0, n: 0 } });

const maxRetakes = 4;

export interface Pushed {
  readonly sent: number;
  readonly answer: PushResponse | null;
}

const takeRefusals = (spine: Spine, results: readonly OpResult[]): void => {
  const refused = results.filter((result) => result.is === 'refused');
  if (refused.length === 0) return;
  write(spine.db, (tx) => {
    for (const result of refused) markRefused(tx, result);
  });
};

/** Sends one batch. `sent` 0: nothing waits. The ops stay in the outbox until the feed acknowledges them. */
export const pushBatch = async (spine: Spine, http: Http, sent: Sent): Promise<Pushed> => {
  const batch = takeBatch(spine, sent);
  if (batch.length === 0) return { sent: 0, answer: null };
  const head = { proto, schema: schemaVersion, epoch: getMeta(spine.db, 'epoch') ?? '', device: { id: spine.deviceId, inc: incOf(spine.db) }, clientNow: instantAt(spine.clock.now()) };
  const text = `${JSON.stringify(head).slice(0, -1)},"ops":[${batch.map(opText).join(',')}]}`;
  try {
    const answer = await http.json({ method: 'POST', path: '/v1/push', text, timeoutMs: 60_000 }, pushResponse);
    takeRefusals(spine, answer.results);
    sent.upTo = batch.at(-1)?.n ?? sent.upTo;
    sent.retakes = 0;
    return { sent: batch.length, answer };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'endpoint_refused' || error.details['code'] !== 'out_of_order') throw error;
    sent.retakes += 1;
    if (sent.retakes > maxRetakes) throw error;
    return retakeCount(spine, sent, batch, error);
  }
};

/** The endpoint counts otherwise. Where the desk still has the op that it expects, that is sent; else a new count begins. */
const retakeCount = (spine: Spine, sent: Sent, batch: readonly OutboxRow[], error: AppError): Pushed => {
  const details = (error.details['details'] ?? {}) as { expected?: number; forked?: boolean };
  const expected = details.expected ?? 0;
  const has = statement(spine.db, "SELECT 1 FROM outbox WHERE inc = ? AND n = ? AND state = 'waiting'").get(incOf(spine.db), expected) !== undefined;
  spine.log.warn('sync.out_of_order', { expected, first: batch[0]?.n ?? null, forked: details.forked === true, has });
  // Somebody else has used the number: this desk and another are copies of one. Nothing may be heard as this one any more,
  // for what the other was acknowledged for is not what waits here.
  if (details.forked === true) {
    becomeAnother(spine.db, spine.dir, spine.newId);
    throw new AppError('desk_copied', {});
  }
  if (has && expected !== batch[0]?.n) sent.upTo = Math.min(sent.upTo, expected - 1);
  else {
    write(spine.db, (tx) => renumber(tx));
    noteCount(spine.db, spine.dir);
    sent.upTo = 0;
  }
  return { sent: batch.length, answer: null };
};
