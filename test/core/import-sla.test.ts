import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fields } from '#shared/domain/entities/index.ts';
import type { SlaMark, SlaMarks } from '#shared/domain/sla/sla-mark.ts';
import { putRow } from '#core/db/entity-rows.ts';
import { write } from '#core/db/handles.ts';
import { countStale } from '#core/sla/keep-marks.ts';
import { importDesk, mappingFile, type ImportDesk } from '#test/support/import/desk.ts';
import { plainSla, type PlainReading, type PlainSla } from '#test/support/import/plain-sla.ts';
import { uciFile, type UciFile } from '#test/support/import/uci-file.ts';

const [client, contract, policy] = ['0190a000-0000-7000-8000-0000000000b1', '0190a000-0000-7000-8000-0000000000b2', '0190a000-0000-7000-8000-0000000000b3'];
const targets = { 1: { response: 30, resolution: 240 }, 2: { response: 120, resolution: 960 }, 3: { response: 480, resolution: 2400 }, 4: { response: 960, resolution: null } } as const;
const now = Date.UTC(2026, 5, 12, 15, 0);
/** The mapping reads the log's times on the wall clock of Lima, which is five hours behind all the year. */
const limaMs = -5 * 3_600_000;

const policyFields = {
  contract,
  version: 1,
  targets: Object.fromEntries(Object.entries(targets).map(([digit, { response, resolution }]) => [`S${digit}`, { calendar: '24x7', response_min: response, resolution_min: resolution }])),
  warn_ratio_pct: 75,
  pause_reasons: ['waiting_client'],
};
const contractFields = {
  client,
  modality: 'monthly_sla',
  valid_from: '2000-01-01',
  valid_to: null,
  calendar: null,
  sla_policy: policy,
  rounding: { unit_min: 15, mode: 'up', scope: 'ticket_day', minimum_min: 0, grace_sec: 0 },
  overdraft: 'block',
  alert_pct: [80],
  carry: { mode: 'none', cap_min: 0, months: 0 },
  terms_version: null,
} satisfies Fields<'contract'>;

const told = (mark: SlaMark | null): string => (mark === null ? 'nothing' : mark.is === 'stopped' ? `${mark.dueAt} ${mark.at} ${mark.state === 'met' ? 'in time' : 'late'}` : mark.is === 'running' ? `${mark.dueAt} open` : 'paused');
const iso = (ms: number): string => new Date(ms).toISOString();
const plainly = (reading: PlainReading | null): string => (reading === null ? 'nothing' : reading.at === null ? `${iso(reading.due)} open` : `${iso(reading.due)} ${iso(reading.at)} ${reading.late ? 'late' : 'in time'}`);

let dir: string;
let desk: ImportDesk;
let file: UciFile;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'carril-import-sla-'));
  desk = importDesk(join(dir, 'desk'), now);
  file = uciFile(dir);
});
afterAll(async () => {
  await desk.close();
  rmSync(dir, { recursive: true, force: true });
});

test('imported under a policy of all hours, each ticket of the log has the due times and the outcome that its rows give by another way', async () => {
  const { db } = desk.spine;
  write(db, (tx) => {
    putRow(tx, 'client', client, { name: 'UCI 498', country: null, tz: 'America/Lima', odoo: null }, {});
    putRow(tx, 'contract', contract, contractFields as never, {});
    putRow(tx, 'sla_policy', policy, policyFields as never, {});
  });
  expect(await desk.runToEnd(file.path, mappingFile('uci-mapping'))).toMatchObject({ status: 'done' });
  while (countStale(db, now, 1000) > 0);
  const plain = plainSla(file.csv, targets, limaMs, (state) => state === 'Awaiting User Info', now);
  const rows = db.raw.prepare('SELECT t.external_ref AS key, s.marks FROM ticket t JOIN ticket_sla s ON s.ticket = t.id').all() as { key: string; marks: string }[];
  expect(rows.length).toBe(plain.size);
  const different = rows.flatMap(({ key, marks }) => {
    const { cycle, severity, response, resolution } = JSON.parse(marks) as SlaMarks;
    const own = [cycle, severity, told(response), told(resolution)].join(' · ');
    const { cycles, priority, ...other } = plain.get(key) as PlainSla;
    const its = [cycles, `S${priority}`, plainly(other.response), plainly(other.resolution)].join(' · ');
    return own === its ? [] : [`${key}: ${own} ≠ ${its}`];
  });
  expect(different.slice(0, 5)).toEqual([]);
  // Both ways find something to tell apart.
  const outcomes = new Set([...plain.values()].map(({ resolution }) => resolution?.late));
  expect(outcomes).toEqual(new Set([true, false, undefined]));
}, 120_000);
