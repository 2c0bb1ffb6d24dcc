import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importDesk, mappingFile, type ImportDesk } from '#test/support/import/desk.ts';
import { countUci, type UciCount } from '#test/support/import/uci-count.ts';
import { uciFile, type UciFile } from '#test/support/import/uci-file.ts';

describe('an incident log in the form of UCI 498', () => {
  let dir: string;
  let desk: ImportDesk;
  let file: UciFile;
  let counted: UciCount;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'carril-import-uci-'));
    desk = importDesk(join(dir, 'desk'));
    file = uciFile(dir);
    counted = countUci(file.csv);
  });
  afterAll(async () => {
    await desk.close();
    rmSync(dir, { recursive: true, force: true });
  });

  test('the guess is usable at once', async () => {
    const { guess } = await desk.imports.handlers['import.inspect']({ path: file.path });
    expect(guess).toMatchObject({ ticketKey: 'number', orderBy: 'sys_updated_at', dateFormat: 'D/M/YYYY HH:mm', missing: ['?'], fields: { title: { from: 'template', template: '{category} · {subcategory} · {u_symptom} · {number}' }, severity: { column: 'priority' }, state: { column: 'incident_state' } } });
    const { counts } = await desk.imports.handlers['import.preview']({ path: file.path, mapping: guess });
    expect(counts).toMatchObject({ rows: counted.rows, tickets: counted.tickets, rejectedLines: 0 });
  }, 60_000);

  test('every ticket and every change is there, as a plain loop counts them', async () => {
    const view = await desk.runToEnd(file.path, mappingFile('uci-mapping'));
    expect(view).toMatchObject({ status: 'done', counts: { rows: counted.rows, tickets: counted.tickets, clients: 1, rejectedLines: 0 } });
    const by = (sql: string) => Object.fromEntries((desk.spine.db.raw.prepare(sql).raw().all() as [string, number][]).map(([name, n]) => [name, n]));
    expect(by('SELECT severity, count(*) FROM ticket GROUP BY 1')).toEqual(counted.byPriority);
    expect(by('SELECT state, count(*) FROM ticket GROUP BY 1')).toEqual(counted.byState);
    expect(file.real ? counted.byPriority : null).toEqual(file.real ? { S1: 270, S2: 408, S3: 23_466, S4: 774 } : null);
    expect(by('SELECT type, count(*) FROM ticket_event GROUP BY 1')).toEqual(
      Object.fromEntries(
        Object.entries({ registered: counted.tickets, imported: counted.tickets, state_changed: counted.stateChanges, severity_changed: counted.severityChanges, field_changed: counted.groupChanges, reopened: counted.reopened }).filter(([, n]) => n > 0),
      ),
    );
    expect(desk.count('SELECT count(*) FROM outbox')).toBe(1 + counted.tickets + desk.count('SELECT count(*) FROM ticket_event'));
    expect(desk.count('SELECT count(*) FROM outbox WHERE held IS NOT NULL')).toBe(0);
    expect(desk.count('SELECT count(*) FROM ticket WHERE hidden = 1')).toBe(0);
    expect(desk.count('SELECT count(*) FROM (SELECT severity, rank FROM ticket GROUP BY 1, 2 HAVING count(*) > 1)')).toBe(0);
    expect(desk.count('SELECT count(*) FROM (SELECT received_at, lag(received_at) OVER (PARTITION BY severity ORDER BY rank) AS before FROM ticket) WHERE before > received_at')).toBe(0);
    expect(desk.count('SELECT max(length(rank)) FROM ticket')).toBeLessThan(12);
    expect(desk.count("SELECT count(*) FROM ticket_text WHERE ticket_text MATCH 'category'")).toBe(desk.count("SELECT count(*) FROM ticket WHERE title LIKE 'Category%'"));
  }, 120_000);

  test('a ticket\'s events, ordered by (at, id), end in its state', () => {
    const wrong = desk.count(`
      SELECT count(*) FROM ticket t
      JOIN ticket_event e ON e.id = (SELECT id FROM ticket_event x WHERE x.ticket = t.id AND x.type = 'state_changed' ORDER BY at DESC, id DESC LIMIT 1)
      WHERE json_extract(e.payload, '$.to') <> t.state`);
    expect(wrong).toBe(0);
  });
});
