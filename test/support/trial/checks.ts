import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { evidenceFile } from '#core/evidence/files.ts';
import type { EntityName } from '#shared/domain/entities/index.ts';
import type { Json } from '#shared/domain/primitives.ts';
import { hlcParse } from '#shared/sync/hlc.ts';
import type { Op } from '#shared/sync/protocol.ts';
import { deskRows, endpointRows } from '#test/support/network/team.ts';
import { askFile, deskFile, endpointFile } from './desk-file.ts';
import type { DeskParty } from './desk-party.ts';
import type { PromisedOp } from './ledger.ts';
import { referenceRows } from './reference-merge.ts';

/** What became of the parties beside the weather, and excuses what could not be otherwise. */
export interface Fate {
  /** Refused ops that a person let go, or tried again. */
  readonly letGo: ReadonlySet<string>;
  /** Ops that were promised by a desk whose profile was put back since. */
  readonly released: ReadonlySet<string>;
  /** Whether the endpoint was put back, and what it then knew of before with it. */
  readonly putBack: boolean;
  /** Whether clients were withdrawn, and what a desk had sent of them let go. */
  readonly regranted: boolean;
}

/**
 * A desk's rows are the endpoint's, for as much of them as its person may see: field by field, stamps too. What an endpoint
 * that was put back has forgotten, and nobody could send again, stays on the desk and is known there as such.
 */
export const expectSameRows = (endpointDir: string, desk: DeskParty, clients: readonly string[] | null): void => {
  const file = deskFile(desk.dir());
  const nameOf = (row: string): string => row.split(' ', 2).join(' ');
  const there = endpointRows(endpointDir, clients);
  const forgotten = new Set(askFile<{ name: string }>(file, "SELECT entity || ' ' || key AS name FROM forgotten").map((row) => row.name));
  expect(there.map(nameOf).filter((name) => forgotten.has(name)), `taken for forgotten on ${desk.name}`).toEqual([]);
  expect(deskRows(desk.dir()).filter((row) => !forgotten.has(nameOf(row))), `rows of ${desk.name}`).toEqual(there);
  expect(askFile(file, 'PRAGMA integrity_check'), desk.name).toEqual([{ integrity_check: 'ok' }]);
  const unindexed = askFile(file, 'SELECT id FROM ticket WHERE rowid NOT IN (SELECT rowid FROM ticket_text) UNION ALL SELECT rowid FROM ticket_text WHERE rowid NOT IN (SELECT rowid FROM ticket)');
  expect(unindexed, `search index of ${desk.name}`).toEqual([]);
};

const hashOf = (file: string): string | null => (existsSync(file) ? createHash('sha256').update(readFileSync(file)).digest('hex') : null);

/** Every picture that a row names lies at the endpoint and on each desk that sees the row, whole. */
export const expectSameFiles = (endpointDir: string, desks: readonly DeskParty[], { released, putBack }: Fate): void => {
  // The desk that had them may have been put back to before it did.
  const mayLack = released.size > 0 || putBack;
  const rows = askFile<{ sha256: string; upload: string; row: string }>(endpointFile(endpointDir), "SELECT sha256, upload, key || ' scope ' || scope || ' by ' || (fields ->> '$.captured_by') AS row FROM entity_row WHERE entity = 'evidence' AND deleted = 0");
  for (const { sha256, upload, row } of rows) {
    if (mayLack && upload === 'pending') continue;
    expect({ row, sha256, upload }, 'evidence whose bytes have not come').toEqual({ row, sha256, upload: 'stored' });
    expect(hashOf(path.join(endpointDir, 'blobs', sha256.slice(0, 2), sha256)), 'bytes at the endpoint').toBe(sha256);
  }
  for (const desk of desks) {
    for (const { sha256 } of askFile<{ sha256: string }>(deskFile(desk.dir()), 'SELECT DISTINCT sha256 FROM evidence WHERE id NOT IN (SELECT key FROM forgotten)')) {
      if (mayLack && rows.every((row) => row.sha256 !== sha256 || row.upload === 'pending')) continue;
      expect(hashOf(evidenceFile(desk.dir(), sha256)), `bytes on ${desk.name}`).toBe(sha256);
    }
  }
};

interface Receipt {
  readonly id: string;
  readonly command: string;
  readonly outcome: 'applied' | 'merged' | 'refused';
  readonly seq: number;
  readonly details: string | null;
}

const receiptsOf = (endpointDir: string): ReadonlyMap<string, Receipt> =>
  new Map(askFile<Receipt>(endpointFile(endpointDir), 'SELECT id, command, outcome, seq, details FROM receipt ORDER BY seq').map((receipt) => [receipt.id, receipt]));

/** What every command that was confirmed has come to: applied, superseded with a record of what lost, or shown as refused. */
export const expectAllAccounted = (endpointDir: string, desks: readonly DeskParty[], promised: readonly PromisedOp[], { letGo, released, putBack, regranted }: Fate): void => {
  const receipts = receiptsOf(endpointDir);
  const refused = new Map(desks.map((desk) => [desk.name, new Map(askFile<{ op: string; code: string }>(deskFile(desk.dir()), "SELECT op, code FROM outbox WHERE state = 'refused'").map((row) => [row.op, row.code]))]));
  // Kept there until another desk has brought what they need.
  const sent = new Set(desks.flatMap((desk) => askFile<{ op: string }>(deskFile(desk.dir()), 'SELECT op FROM sent_log').map((row) => row.op)));
  const lost = new Set(askFile<{ name: string }>(endpointFile(endpointDir), "SELECT op || ' ' || register AS name FROM merge_loss WHERE side = 'arriving'").map((row) => row.name));
  const undoers = new Map(desks.filter((desk) => askFile(deskFile(desk.dir()), "SELECT 1 FROM import_run WHERE status = 'undone'").length > 0).map((desk) => [desk.name, desk.dir()]));
  const stands = (desk: string, entity: string, key: string): boolean => askFile(deskFile(undoers.get(desk) ?? ''), `SELECT 1 FROM "${entity}" WHERE id = ?`, key).length > 0;
  for (const { desk, command, op, kind, entity, key } of promised) {
    const what = `${command} on ${desk} (${kind} ${entity} ${op})`;
    const receipt = receipts.get(op);
    const shown = refused.get(desk)?.get(op);
    if (receipt === undefined) {
      // An import that was undone before it was sent leaves nothing to send.
      const undone = command === 'import.start' && undoers.has(desk) && !stands(desk, entity, key);
      const known = undone || released.has(op) || (putBack && (shown !== undefined || letGo.has(op) || regranted || sent.has(op)));
      if (!known) throw new Error(`${what} has never come to the endpoint`);
      continue;
    }
    if (receipt.outcome !== 'refused') expect(putBack ? undefined : shown, `${what} is shown as refused, and was taken`).toBeUndefined();
    else if (!letGo.has(op) && !released.has(op)) expect(shown, `${what} was refused, and its desk does not show it`).toBeDefined();
    if (receipt.outcome === 'merged') {
      for (const register of (JSON.parse(receipt.details ?? '{}') as { lost?: readonly string[] }).lost ?? []) expect(lost.has(`${op} ${register}`), `${what} lost ${register} without a record`).toBe(true);
    }
  }
};

/** A command is all or nothing. */
export const expectWholeCommands = (endpointDir: string): void => {
  const halves = askFile(endpointFile(endpointDir), "SELECT command FROM receipt GROUP BY command HAVING sum(outcome = 'refused') > 0 AND sum(outcome <> 'refused') > 0");
  expect(halves, 'commands of which a part was refused').toEqual([]);
};

/** What was written stands there once, or was refused, or went with its ticket and is on record. */
export const expectFactsOnce = (endpointDir: string, promised: readonly PromisedOp[]): void => {
  const file = endpointFile(endpointDir);
  const receipts = receiptsOf(endpointDir);
  const there = new Set(askFile<{ name: string }>(file, "SELECT entity || ' ' || key AS name FROM entity_row WHERE deleted = 0").map((row) => row.name));
  const wentAlong = new Set(askFile<{ name: string }>(file, "SELECT entity || ' ' || key AS name FROM merge_loss WHERE register = '*'").map((row) => row.name));
  const gone = new Set(askFile<{ key: string }>(file, "SELECT key FROM entity_row WHERE entity = 'ticket' AND deleted = 1").map((row) => row.key));
  for (const fact of promised) {
    if (fact.kind !== 'fact' || receipts.get(fact.op)?.outcome !== 'applied') continue;
    const name = `${fact.entity} ${fact.key}`;
    const ticket = (JSON.parse(fact.fields) as { ticket?: string }).ticket ?? '';
    const excused = wentAlong.has(name) || (fact.entity === 'ticket_event' && gone.has(ticket));
    expect(there.has(name) || excused, `${name} of ${fact.desk} was taken and is not there`).toBe(true);
  }
  const twice = askFile(file, "SELECT fields ->> '$.body' AS body, count(*) AS n FROM entity_row WHERE entity = 'message' AND deleted = 0 GROUP BY 1 HAVING n > 1");
  expect(twice, 'messages that stand there twice').toEqual([]);
};

/** Every count of a device runs from 1 without a gap, and each number of the order was given once. */
export const expectWholeCounts = (endpointDir: string): void => {
  const file = endpointFile(endpointDir);
  expect(askFile(file, 'SELECT device, inc, count(*) AS ops, max(n) AS n FROM turn GROUP BY device, inc HAVING count(*) <> max(n) OR count(DISTINCT n) <> max(n)'), 'counts with a gap').toEqual([]);
  const numbers = askFile(file, "SELECT fields ->> '$.number' AS number FROM entity_row WHERE entity = 'ticket' AND deleted = 0 GROUP BY 1 HAVING count(*) > 1");
  expect(numbers, 'tickets with one number').toEqual([]);
};

/** The endpoint's records are what its own order of ops makes of them, by a merge that is not its own. */
export const expectMergedByRule = (endpointDir: string, pushed: readonly string[], latest: number): void => {
  const file = endpointFile(endpointDir);
  const effective = new Map(askFile<{ stamp: string; effective: string }>(file, 'SELECT stamp, effective FROM clamped_stamp').map((row) => [row.stamp, row.effective]));
  const receipts = receiptsOf(endpointDir);
  const sent = new Map(pushed.flatMap((body) => (JSON.parse(body) as { ops: readonly Op[] }).ops).map((op) => [op.id, op]));
  const taken = [...receipts.values()].flatMap(({ id, outcome }) => (outcome === 'refused' ? [] : (sent.get(id) ?? [])));
  const lostProgress = new Set(askFile<{ op: string }>(file, "SELECT op FROM merge_loss WHERE side = 'arriving' AND register = 'progress'").map((row) => row.op));
  const expected = referenceRows(taken, (stamp) => effective.get(stamp) ?? stamp, (op) => lostProgress.has(op), [...receipts.values()].flatMap(({ id, outcome }) => (outcome === 'refused' ? (sent.get(id) ?? []) : [])));
  type Row = { readonly entity: EntityName; readonly key: string; readonly fields: string; readonly stamps: string };
  for (const row of askFile<Row>(file, 'SELECT entity, key, fields, stamps FROM entity_row WHERE deleted = 0')) {
    const fields = JSON.parse(row.fields) as Record<string, Json>;
    for (const stamp of Object.values(JSON.parse(row.stamps) as Record<string, string>)) {
      expect(hlcParse(stamp).ms, `a stamp of ${row.entity} that lies in the future`).toBeLessThanOrEqual(latest + 60_000);
    }
    for (const [register, { fields: wanted }] of expected.get(`${row.entity} ${row.key}`) ?? []) {
      if (register === 'number' || register === 'upload') continue;
      const held = Object.fromEntries(Object.keys(wanted).map((field) => [field, fields[field] ?? null]));
      expect(held, `${row.entity} ${row.key} ${register}`).toEqual(wanted);
    }
  }
};
