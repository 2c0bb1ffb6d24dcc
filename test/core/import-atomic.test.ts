import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { commit } from '#core/change/change.ts';
import { write } from '#core/db/handles.ts';
import { provisionalCode } from '#shared/ids.ts';
import { rankBetween } from '#shared/domain/lane.ts';
import type { Fields } from '#shared/domain/entities/index.ts';
import { importDesk, mappingFile, type ImportDesk } from '#test/support/import/desk.ts';
import { uciForm } from '#test/support/import/uci-form.ts';

const tickets = 2500;
const mapping = mappingFile('uci-mapping-open');
let dir: string;
let file: string;
let desk: ImportDesk;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'carril-import-whole-'));
  file = join(dir, 'log.csv');
  writeFileSync(file, uciForm(tickets));
  desk = importDesk(join(dir, 'desk'));
});
afterEach(async () => {
  await desk.close();
  rmSync(dir, { recursive: true, force: true });
});

const tables = ['ticket', 'ticket_event', 'client', 'outbox', 'sync_base'] as const;
const left = (): Record<string, number> => Object.fromEntries([...tables, 'ticket_text'].map((table) => [table, desk.count(`SELECT count(*) FROM ${table}`)]));
const nothing = { ticket: 0, ticket_event: 0, client: 0, outbox: 0, sync_base: 0, ticket_text: 0 };
const intact = (): void => {
  expect(desk.spine.db.raw.pragma('integrity_check', { simple: true })).toBe('ok');
  desk.spine.db.raw.exec("INSERT INTO ticket_text(ticket_text) VALUES ('integrity-check')");
};

const newTicket = (desk_: ImportDesk, title: string): string =>
  commit(desk_.spine, { command: 'ticket.create' }, (change) => {
    const id = desk_.spine.newId();
    const last = desk_.spine.db.raw.prepare("SELECT max(rank) AS rank FROM ticket WHERE lane = 'S3'").get() as { rank: string | null };
    const fields: Fields<'ticket'> = {
      number: null, provisional_code: provisionalCode(id), client: desk_.spine.newId(), contract: null, channel: 'phone', title, description: '', objective: null, module: null, workaround: null,
      attention_mode: 'remote', kind: null, service_level: null, severity: 'S3', rank: rankBetween(last.rank, null), agreed_severity: null, agreed_rank: null, state: 'registered', closed_at: null,
      cancel_reason: null, scope: null, scope_clause: null, requester: null, requester_name: null, client_responsible: null, owner: null, consultant: null, consultant_role: null, received_at: change.at,
      registered_at: change.at, authorised_at: null, window_start: null, window_end: null, third_party_phase: null, duplicate_of: null, cycle: 1, external_ref: null, import_run: null,
    };
    return change.insert('ticket', fields, id);
  });
const untilWriting = async (run: string, atLeast = 1): Promise<void> => {
  for (;;) {
    const view = (await desk.imports.handlers['import.runs']({})).find(({ id }) => id === run);
    if (view?.status !== 'running') throw new Error(`the run is ${view?.status} already`);
    if (view.phase === 'writing' && view.done >= atLeast) return;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
};
const start = async (): Promise<string> => (await desk.imports.handlers['import.start']({ path: file, mapping, skipRejected: false })).run;

describe('all or nothing', () => {
  test('while it runs nothing is seen or sent, other commands are answered, and both are there at the end', async () => {
    const run = await start();
    await untilWriting(run);
    await expect(start()).rejects.toMatchObject({ code: 'import_running' });
    const made: string[] = [];
    let longest = 0;
    let seen = 0;
    let sendable = 0;
    while ((await desk.imports.handlers['import.runs']({}))[0]?.status === 'running') {
      const others = made.length;
      seen = Math.max(seen, desk.count('SELECT count(*) FROM ticket WHERE lane IS NOT NULL') - others, desk.count('SELECT count(*) FROM client'));
      sendable = Math.max(sendable, desk.count("SELECT count(*) FROM outbox WHERE n IS NULL AND held IS NULL AND state = 'waiting'") - others);
      if (others < 20) made.push(newTicket(desk, `meanwhile ${others}`));
      const asked = performance.now();
      await new Promise((resolve) => setTimeout(resolve, 5));
      longest = Math.max(longest, performance.now() - asked);
    }
    const view = await desk.ended(run);
    expect(view.status).toBe('done');
    expect([seen, sendable]).toEqual([0, 0]);
    expect(made.length).toBeGreaterThan(3);
    expect(longest).toBeLessThan(2000);
    expect(desk.count('SELECT count(*) FROM ticket WHERE lane IS NOT NULL')).toBe(tickets + made.length);
    expect(desk.count('SELECT count(*) FROM outbox WHERE held IS NOT NULL')).toBe(0);
    expect(desk.count('SELECT count(DISTINCT hlc) FROM outbox')).toBe(desk.count('SELECT count(*) FROM outbox'));
    expect(desk.count('SELECT count(*) FROM (SELECT severity, rank FROM ticket GROUP BY 1, 2 HAVING count(*) > 1)')).toBe(0);
    intact();
  });

  test('a cancelled run leaves nothing', async () => {
    const run = await start();
    await untilWriting(run, 200);
    expect(desk.count('SELECT count(*) FROM ticket WHERE hidden = 1')).toBeGreaterThan(0);
    const kept = newTicket(desk, 'stays');
    expect(await desk.imports.handlers['import.cancel']({ run })).toEqual({ run });
    expect(await desk.ended(run)).toMatchObject({ status: 'cancelled', error: { code: 'import_cancelled' }, undoable: false });
    expect(left()).toEqual({ ...nothing, ticket: 1, outbox: 1, ticket_text: 1 });
    expect(desk.count('SELECT count(*) FROM ticket WHERE id = ?', kept)).toBe(1);
    intact();
    expect(await desk.imports.handlers['import.cancel']({ run })).toEqual({ run });
    await expect(desk.imports.handlers['import.cancel']({ run: desk.spine.newId() })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('a desk that is closed in the middle sweeps at the next opening', async () => {
    const run = await start();
    await untilWriting(run, 200);
    await desk.close();
    desk = importDesk(join(dir, 'desk'));
    expect((await desk.imports.handlers['import.runs']({}))[0]).toMatchObject({ id: run, status: 'failed', error: { code: 'core_down' } });
    expect(left()).toEqual(nothing);
    intact();
  });

  test.each(['reading', 'writing', 'finishing'])('kill -9 while %s: nothing there, and the same file goes in afterwards', async (phase) => {
    await desk.close();
    const child = spawn(process.execPath, [fileURLToPath(new URL('../support/import/import-child.ts', import.meta.url)), join(dir, 'desk'), file], { stdio: ['ignore', 'pipe', 'inherit'] });
    const gone = new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)));
    child.stdout.on('data', (text: Buffer) => {
      const reached = text.toString().split('\n').some((line) => line.startsWith(`running ${phase}`) && (phase !== 'writing' || Number(line.split(' ')[2]) > 300));
      if (reached) child.kill('SIGKILL');
    });
    expect(await gone).toBe('SIGKILL');
    desk = importDesk(join(dir, 'desk'));
    const [view] = await desk.imports.handlers['import.runs']({});
    expect(view).toMatchObject({ status: 'failed' });
    expect(left()).toEqual(nothing);
    intact();
    expect(await desk.runToEnd(file, mapping)).toMatchObject({ status: 'done', counts: { tickets } });
  }, 60_000);
});

describe('undo', () => {
  const done = async (): Promise<string> => (await desk.runToEnd(file, mapping)).id;

  test('what never left goes without a trace', async () => {
    const run = await done();
    expect(await desk.imports.handlers['import.undo']({ run })).toEqual({ run });
    expect((await desk.imports.handlers['import.runs']({}))[0]).toMatchObject({ status: 'undone', undoable: false });
    expect(left()).toEqual(nothing);
    intact();
    await expect(desk.imports.handlers['import.undo']({ run })).rejects.toMatchObject({ code: 'undo_blocked', details: { reason: 'not_done' } });
  });

  test('what was sent is deleted by ops of its own, each a group', async () => {
    const run = await done();
    // As the sync engine leaves it: the first 100 tickets acknowledged, the next 100 numbered, the rest waiting.
    const ids = (desk.spine.db.raw.prepare('SELECT id FROM ticket ORDER BY id').all() as { id: string }[]).map(({ id }) => id);
    write(desk.spine.db, (tx) => {
      tx.raw.prepare("DELETE FROM outbox WHERE entity = 'client'").run();
      for (const id of ids.slice(0, 100)) tx.raw.prepare('DELETE FROM outbox WHERE ticket = ?').run(id);
      tx.raw.prepare("UPDATE outbox SET inc = 1, n = seq WHERE ticket IN (SELECT value FROM json_each(?))").run(JSON.stringify(ids.slice(100, 200)));
    });
    const numbered = desk.count('SELECT count(*) FROM outbox WHERE n IS NOT NULL');
    await desk.imports.handlers['import.undo']({ run });
    expect(desk.count('SELECT count(*) FROM ticket') + desk.count('SELECT count(*) FROM ticket_event') + desk.count('SELECT count(*) FROM client')).toBe(0);
    expect(desk.count("SELECT count(*) FROM outbox WHERE kind = 'delete' AND entity = 'ticket' AND command = 'import.undo'")).toBe(200);
    expect(desk.count("SELECT count(*) FROM outbox WHERE kind = 'delete' AND entity = 'client'")).toBe(1);
    expect(desk.count("SELECT count(DISTINCT grp) FROM outbox WHERE kind = 'delete'")).toBe(201);
    expect(desk.count('SELECT count(*) FROM outbox WHERE n IS NOT NULL')).toBe(numbered);
    expect(desk.count('SELECT count(*) FROM outbox')).toBe(numbered + 201);
    intact();
  });

  test('is refused once somebody has worked on it, and says on how many', async () => {
    const run = await done();
    const [first, second] = (desk.spine.db.raw.prepare('SELECT id FROM ticket ORDER BY id LIMIT 2').all() as { id: string }[]).map(({ id }) => id);
    commit(desk.spine, { command: 'message.add' }, (change) => change.fact('message', { ticket: first ?? '', direction: 'out', channel: 'email', author: null, author_name: null, at: change.at, body: 'hola' }));
    commit(desk.spine, { command: 'ticket.move' }, (change) => change.patch('ticket', second ?? '', { rank: 'a0a' }));
    await expect(desk.imports.handlers['import.undo']({ run })).rejects.toMatchObject({ code: 'undo_blocked', details: { reason: 'worked_on', tickets: 2 } });
    // Also when the change has been sent and acknowledged, and only its stamp is left.
    write(desk.spine.db, (tx) => tx.raw.prepare('DELETE FROM outbox').run());
    await expect(desk.imports.handlers['import.undo']({ run })).rejects.toMatchObject({ details: { tickets: 2 } });
    expect(desk.count('SELECT count(*) FROM ticket WHERE hidden = 0')).toBe(tickets);
  });

  test('a client that somebody uses stays', async () => {
    const run = await done();
    const client = (desk.spine.db.raw.prepare('SELECT id FROM client').get() as { id: string }).id;
    commit(desk.spine, { command: 'contact.create' }, (change) => change.insert('contact', { client, name: 'Ana', whatsapp: null, email: null, authorised_from: null, authorised_to: null, can_approve_hours: false }));
    await desk.imports.handlers['import.undo']({ run });
    expect(left()).toEqual({ ...nothing, client: 1, outbox: 2 });
  });

  test('a desk that is closed in the middle finishes at the next opening', async () => {
    // So many that no machine removes them in the one step that runs before the desk is closed.
    writeFileSync(file, uciForm(tickets * 4));
    const run = await done();
    const undo = desk.imports.handlers['import.undo']({ run });
    const outcome = Promise.resolve(undo).catch((error: unknown) => error);
    await desk.close();
    expect(await outcome).toMatchObject({ code: 'core_down' });
    desk = importDesk(join(dir, 'desk'));
    expect((await desk.imports.handlers['import.runs']({}))[0]).toMatchObject({ status: 'undone' });
    expect(left()).toEqual(nothing);
    intact();
  });
});
