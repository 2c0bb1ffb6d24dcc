import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { launchCarril } from '#test/support/electron/launch.ts';
import { callCore, openPageCore } from '#test/support/electron/page-core.ts';
import { measure, median, type Measure } from './measure.ts';
import { uciProfile } from './uci-desk.ts';

const entries = 5000;
const turns = 5;
const month = { from: '2026-06-01', to: '2026-06-30', tz: 'America/La_Paz' };
const keyOf = (n: number): string => `0190c000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const [contract, client] = [keyOf(1), keyOf(2)];

/** A month of one client's work: 5,000 entries on 500 of the log's tickets, under a contract that rounds by ticket and day. */
const layMonth = (file: string): void => {
  const db = new Database(file);
  db.transaction(() => {
    db.prepare("INSERT INTO client (id, name, tz) VALUES (?, 'Textiles Nogal', 'America/La_Paz')").run(client);
    const rounding = JSON.stringify({ unit_min: 15, mode: 'up', scope: 'ticket_day', minimum_min: 0, grace_sec: 0 });
    db.prepare("INSERT INTO contract (id, client, modality, valid_from, rounding, overdraft, alert_pct, carry) VALUES (?, ?, 'hours_bank', '2026-01-01', ?, 'block', '[80]', '{\"mode\":\"none\",\"cap_min\":0,\"months\":0}')").run(contract, client, rounding);
    db.prepare('UPDATE ticket SET client = ?, contract = ? WHERE id IN (SELECT id FROM ticket ORDER BY id LIMIT 500)').run(client, contract);
    const tickets = db.prepare('SELECT id FROM ticket WHERE client = ? ORDER BY id').pluck().all(client);
    const add = db.prepare("INSERT INTO time_entry (id, user, ticket, start, end, tz, billable, note, status, source) VALUES (?, ?, ?, ?, ?, 'America/La_Paz', 1, 'Revisión', 'draft', 'manual')");
    for (let n = 0; n < entries; n += 1) {
      const start = Date.parse('2026-06-01T12:00:00.000Z') + (n % 29) * 86_400_000 + Math.floor(n / 29) * 180_000;
      add.run(keyOf(1000 + n), keyOf(3 + (n % 8)), tickets[n % tickets.length], new Date(start).toISOString(), new Date(start + 170_000).toISOString());
    }
  })();
  db.close();
};

/** The rows that a report cannot do without, read plainly. */
const plainRead = (file: string): number => {
  const db = new Database(file, { readonly: true });
  const read = db.prepare('SELECT e.*, t.title, t.number FROM time_entry e JOIN ticket t ON t.id = e.ticket WHERE t.client = ? AND e.start < ? AND e.end > ? ORDER BY e.start');
  const times = Array.from({ length: turns }, () => {
    const started = performance.now();
    if (read.all(client, '2026-07-01T04:00:00.000Z', '2026-06-01T04:00:00.000Z').length !== entries) throw new Error('the month is not whole');
    return performance.now() - started;
  });
  db.close();
  return median(times);
};

/** `npm run bench -- reports`: the month of a client with 5,000 entries, on a desk with the log's tickets: its numbers and lines, and the whole way to a PDF on disk. */
export const measureReports = async (): Promise<readonly Measure[]> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'carril-bench-reports-'));
  try {
    const userData = path.join(folder, 'profile');
    await uciProfile(userData);
    const database = path.join(userData, 'desks', 'team', 'carril.db');
    layMonth(database);
    const floor = plainRead(database);
    const { app, page, close } = await launchCarril({ userData });
    await page.locator('[data-testid=board]').waitFor({ timeout: 60_000 });
    await openPageCore(page);
    const question = { ...month, client };
    const told: number[] = [];
    for (let turn = 0; turn < turns; turn += 1) {
      const started = performance.now();
      const report = await callCore(page, 'report.service', question);
      const details = await callCore(page, 'report.details', question);
      told.push(performance.now() - started);
      if (details.entries.length !== entries || report.total.billedMin === null) throw new Error('the report is not whole');
    }
    await page.evaluate((choice) => localStorage.setItem('carril.reports', JSON.stringify(choice)), { range: { from: month.from, to: month.to }, client });
    await page.reload();
    await page.locator('[data-testid=board]').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('r');
    await page.locator('[data-testid=report-clients]').waitFor();
    const printed: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const file = path.join(folder, `report-${turn}.pdf`);
      await app.evaluate(({ dialog }, chosen) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
      }, file);
      const started = performance.now();
      await page.keyboard.press('Control+p');
      await page.locator('[data-testid=toast]').getByText(file).waitFor({ timeout: 60_000 });
      printed.push(performance.now() - started);
    }
    await close();
    return [
      measure('monthly report of a client with 5,000 entries, numbers and lines', 'ms', median(told), floor, { atMost: 1000 }),
      measure('the same from the key to a PDF on disk', 'ms', median(printed), null),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
