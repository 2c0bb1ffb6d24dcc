import type { OpResult, RefusalCode } from '#shared/sync/protocol.ts';
import type { Json } from '#shared/domain/primitives.ts';
import type { Sqlite } from './open.ts';

export interface StoredReceipt {
  readonly id: string;
  readonly device: string;
  readonly inc: number;
  readonly n: number;
  readonly command: string;
  readonly seq: number;
  readonly outcome: OpResult['is'];
  readonly code: RefusalCode | null;
  readonly details: string | null;
  readonly hash: Buffer;
}

interface Told {
  readonly id: string;
  readonly n: number;
  readonly seq: number;
  readonly outcome: OpResult['is'];
  readonly code: RefusalCode | null;
  readonly details: string | null;
}

export const resultOf = (receipt: Told, n: number, dup: boolean): OpResult => ({
  id: receipt.id,
  n,
  is: receipt.outcome,
  dup,
  seq: receipt.seq,
  ...(receipt.code === null ? {} : { code: receipt.code }),
  ...(receipt.details === null ? {} : { details: JSON.parse(receipt.details) as Record<string, Json> }),
});

/** The first answers and the count of each device, prepared once. All of them run in the caller's transaction. */
export const prepareReceipts = (db: Sqlite) => {
  const get = db.prepare<[string], StoredReceipt>('SELECT * FROM receipt WHERE id = ?');
  const insert = db.prepare<StoredReceipt>(
    `INSERT INTO receipt (id, device, inc, n, command, seq, outcome, code, details, hash)
     VALUES (@id, @device, @inc, @n, @command, @seq, @outcome, @code, @details, @hash)`,
  );
  const turn = db.prepare<[string, number, number, number, string, 0 | 1]>('INSERT INTO turn (device, inc, seq, n, op, plain) VALUES (?, ?, ?, ?, ?, ?)');
  // n and seq rise together within one count, so the newest seq holds the highest n.
  const lastTurn = db.prepare<[string, number, number], { n: number; op: string }>(
    'SELECT n, op FROM turn WHERE device = ? AND inc = ? AND seq <= ? ORDER BY seq DESC LIMIT 1',
  );
  const told = db.prepare<[string, number, number, number], Told>(
    `SELECT receipt.id, turn.n, receipt.seq, outcome, code, details FROM turn INDEXED BY turn_told JOIN receipt ON receipt.id = turn.op
     WHERE turn.device = ? AND turn.inc = ? AND turn.seq > ? AND turn.seq <= ? AND turn.plain = 0 ORDER BY turn.seq`,
  );
  return {
    get: (id: string) => get.get(id),
    add: (receipt: StoredReceipt) => {
      insert.run(receipt);
      turn.run(receipt.device, receipt.inc, receipt.seq, receipt.n, receipt.id, receipt.outcome === 'applied' ? 1 : 0);
    },
    /** A known op under a new number: it takes a seq of its own, so that the feed tells the new count about it. */
    addTurn: (device: string, inc: number, n: number, seq: number, receipt: StoredReceipt) =>
      void turn.run(device, inc, seq, n, receipt.id, receipt.outcome === 'applied' ? 1 : 0),
    lastTurn: (device: string, inc: number, upToSeq: number = Number.MAX_SAFE_INTEGER) => lastTurn.get(device, inc, upToSeq),
    /** What became of a device's ops with seq in (since, upTo], where they were not simply applied. */
    told: (device: string, inc: number, since: number, upTo: number): readonly OpResult[] =>
      told.all(device, inc, since, upTo).map((receipt) => resultOf(receipt, receipt.n, false)),
  } as const;
};

export type Receipts = ReturnType<typeof prepareReceipts>;
