import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { specOf, type EntityName } from '#shared/domain/entities/index.ts';
import type { ImportMapping } from '#shared/contract/import.ts';
import { hlcPattern } from '#shared/sync/hlc.ts';
import { stampOf } from '#shared/sync/merge.ts';
import { readRow } from '#core/db/entity-rows.ts';
import { importDesk, mappingFile, type ImportDesk } from '#test/support/import/desk.ts';
import { uciForm } from '#test/support/import/uci-form.ts';

const spanish = fileURLToPath(new URL('../data/tickets-es.csv', import.meta.url));
let dir: string;
let desk: ImportDesk;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'carril-import-'));
  desk = importDesk(join(dir, 'desk'));
});
afterEach(async () => {
  await desk.close();
  rmSync(dir, { recursive: true, force: true });
});

const guessed = async (path: string): Promise<ImportMapping> => ({ ...(await desk.imports.handlers['import.inspect']({ path })).guess, tz: 'America/La_Paz' });

describe('a file in Spanish', () => {
  test('is inspected, previewed and imported as it was guessed', async () => {
    const seen = await desk.imports.handlers['import.inspect']({ path: spanish });
    expect(seen).toMatchObject({ name: 'tickets-es.csv', entry: null, delimiter: ';', rowsSampled: 5 });
    expect(seen.columns.find(({ name }) => name === 'Cerrado el')).toEqual({ name: 'Cerrado el', samples: ['3/4/2026 18:30'], filled: 1 });
    const mapping = await guessed(spanish);
    const preview = await desk.imports.handlers['import.preview']({ path: spanish, mapping });
    expect(preview.rejected).toEqual([]);
    expect(preview.counts).toEqual({ rows: 5, tickets: 3, events: 10, clients: 2, rejectedLines: 0, bySeverity: { S1: 1, S2: 0, S3: 1, S4: 1, none: 0 }, byState: { closed: 1, registered: 1, waiting_client: 1 }, alreadyThere: 0 });
    expect(preview.sample[0]).toMatchObject({ key: 'T-001', severity: 'S1', state: 'closed', receivedAt: '2026-04-03T13:15:00.000Z', events: 6 });
    expect(desk.count('SELECT count(*) FROM ticket')).toBe(0);

    const view = await desk.runToEnd(spanish, mapping);
    expect(view).toMatchObject({ status: 'done', error: null, undoable: true, counts: preview.counts, name: 'tickets-es.csv' });
    const rows = desk.spine.db.raw.prepare('SELECT * FROM ticket ORDER BY external_ref').all();
    expect(rows).toMatchObject([
      { title: 'No imprime facturas', description: 'La impresora dice:\n«sin papel»', severity: 'S1', agreed_severity: 'S1', state: 'closed', lane: null, closed_at: '2026-04-03T22:30:00.000Z', channel: 'whatsapp', requester_name: 'Marta', external_ref: 'T-001', import_run: view.id, hidden: 0 },
      { title: 'Alta de usuario', severity: 'S4', lane: 'S4', state: 'registered', closed_at: null, channel: 'email' },
      { title: 'Reporte de ventas', severity: 'S3', lane: 'S3', state: 'waiting_client' },
    ]);
    expect(desk.spine.db.raw.prepare('SELECT name, country, tz FROM client ORDER BY name').all()).toEqual([
      { name: 'Ferretería Oruro', country: null, tz: 'America/La_Paz' },
      { name: 'Textiles Potosí', country: null, tz: 'America/La_Paz' },
    ]);
    expect(desk.count("SELECT count(*) FROM ticket_text WHERE ticket_text MATCH 'impresora papel'")).toBe(1);
    expect(desk.count(`SELECT count(*) FROM ticket_text WHERE ticket_text MATCH '"T-002"'`)).toBe(1);
    for (const topic of ['import', 'board', 'clients', 'sync'] as const) expect(desk.topics).toContain(topic);
  });

  test('rows, ops and stamps are what a command would have written', async () => {
    await desk.runToEnd(spanish, await guessed(spanish));
    const ops = desk.spine.db.raw.prepare('SELECT * FROM outbox ORDER BY seq').all() as { op: string; grp: string; command: string; kind: string; entity: EntityName; key: string; ticket: string | null; hlc: string; fields: string; held: string | null; n: number | null }[];
    expect(ops.map(({ entity }) => entity).slice(0, 3)).toEqual(['client', 'client', 'ticket']);
    expect(ops).toHaveLength(2 + 3 + 10);
    for (const op of ops) {
      const fields: unknown = JSON.parse(op.fields);
      expect(op).toMatchObject({ command: 'import.start', held: null, n: null, kind: op.entity === 'ticket_event' ? 'fact' : 'insert' });
      expect(op.hlc).toMatch(hlcPattern);
      expect(specOf(op.entity).shape.parse(fields)).toEqual(fields);
      const row = readRow(desk.spine.db, op.entity, op.key);
      expect(row?.fields).toEqual(fields);
      expect(row?.stamps).toEqual(op.kind === 'insert' ? { '*': stampOf({ id: op.op, hlc: op.hlc }) } : {});
    }
    expect(new Set(ops.map(({ hlc }) => hlc)).size).toBe(ops.length);
    const groups = new Map(ops.map(({ grp, ticket, key }) => [grp, ticket ?? key]));
    expect(groups.size).toBe(5);
    expect(new Set(ops.filter(({ entity }) => entity === 'ticket').map(({ grp }) => grp)).size).toBe(3);
  });

  test('a second time everything is already there; a known client is found whatever its accents', async () => {
    const mapping = await guessed(spanish);
    await desk.runToEnd(spanish, mapping);
    expect((await desk.imports.handlers['import.preview']({ path: spanish, mapping })).counts).toMatchObject({ tickets: 0, alreadyThere: 3, clients: 0 });
    const more = join(dir, 'more.csv');
    writeFileSync(more, 'Número;Asunto;Cliente\nT-001;x;ferreteria oruro\nT-009;y;FERRETERÍA ORURO\n');
    expect((await desk.runToEnd(more, await guessed(more))).counts).toMatchObject({ tickets: 1, alreadyThere: 1, clients: 0 });
    expect(desk.count('SELECT count(*) FROM client')).toBe(2);
  });
});

describe('what goes wrong', () => {
  const broken = 'Número;Asunto;Cliente;Prioridad\n1;a;Uno;Alta\n2;;Uno;Alta\n3;c;Uno;Altísima\n';
  test('rejected lines stop a run unless they are to be skipped', async () => {
    const path = join(dir, 'b.csv');
    writeFileSync(path, broken);
    const mapping = await guessed(path);
    expect((await desk.imports.handlers['import.preview']({ path, mapping })).rejected).toEqual([
      { line: 3, key: '2', problems: [{ target: 'title', column: 'Asunto', code: 'missing', value: '' }] },
      { line: 4, key: '3', problems: [{ target: 'severity', column: 'Prioridad', code: 'not_a_choice', value: 'Altísima' }] },
    ]);
    expect(await desk.runToEnd(path, mapping)).toMatchObject({ status: 'failed', error: { code: 'import_has_rejects', details: { rejected: 2 } }, undoable: false });
    expect(desk.count('SELECT count(*) FROM ticket') + desk.count('SELECT count(*) FROM outbox')).toBe(0);
    expect(await desk.runToEnd(path, mapping, true)).toMatchObject({ status: 'done', counts: { tickets: 1, rejectedLines: 2 } });
  });
  test('a file that breaks in the middle, a mapping that does not fit, no file', async () => {
    const path = join(dir, 'c.csv');
    writeFileSync(path, broken);
    const mapping = await guessed(path);
    writeFileSync(path, `${broken}4;"never closed;Uno;Alta\n`);
    expect(await desk.runToEnd(path, mapping)).toMatchObject({ status: 'failed', error: { code: 'csv_corrupt' } });
    expect(await desk.runToEnd(spanish, { ...mapping, ticketKey: 'nope' })).toMatchObject({ status: 'failed', error: { code: 'mapping_invalid', details: { target: 'ticketKey' } } });
    await expect(desk.imports.handlers['import.start']({ path: join(dir, 'none.csv'), mapping, skipRejected: false })).rejects.toMatchObject({ code: 'file_unreadable' });
    await expect(desk.imports.handlers['import.preview']({ path: join(dir, 'none.csv'), mapping })).rejects.toMatchObject({ code: 'file_unreadable' });
    await expect(desk.imports.handlers['import.undo']({ run: desk.spine.newId() })).rejects.toMatchObject({ code: 'not_found' });
  });
  test('a full disk: nothing stays, and the run says why', async () => {
    const path = join(dir, 'big.csv');
    writeFileSync(path, uciForm(1500));
    const pages = desk.count('SELECT page_count FROM pragma_page_count');
    desk.spine.db.raw.pragma(`max_page_count = ${pages + 600}`);
    expect(await desk.runToEnd(path, mappingFile('uci-mapping'))).toMatchObject({ status: 'failed', error: { code: 'disk_full' } });
    for (const table of ['ticket', 'ticket_event', 'outbox', 'client']) expect(desk.count(`SELECT count(*) FROM ${table}`)).toBe(0);
    expect(desk.logged.join('\n')).not.toContain('Category');
  });
});
