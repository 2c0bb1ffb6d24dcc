import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { afterAll, expect, test } from 'vitest';
import { runSeed, seededDice } from '#test/support/dice/seeded.ts';
import { launchCarril, type LaunchedCarril } from '#test/support/electron/launch.ts';
import { callCore, callShell, openPageCore } from '#test/support/electron/page-core.ts';
import { runEndpointCli, spawnEndpoint, type SpawnedEndpoint } from '#test/support/endpoint/start.ts';
import { newLedger, workDay, type Ledger } from './kill/scripted-day.ts';

const kills = 50;
const credentials = { email: 'lead@example.test', password: 'a long enough password' };
const folder = await mkdtemp(path.join(tmpdir(), 'carril-kill-'));
const userData = path.join(folder, 'profile');
const endpointDir = path.join(folder, 'endpoint');

let endpoint: SpawnedEndpoint | null = null;
let desk: LaunchedCarril | null = null;

afterAll(async () => {
  desk?.app.process().kill('SIGKILL');
  await endpoint?.kill();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

const open = async (): Promise<LaunchedCarril> => {
  const launched = await launchCarril({ userData });
  await openPageCore(launched.page);
  return launched;
};

const corePid = (launched: LaunchedCarril): Promise<number> =>
  launched.app.evaluate(({ app }) => app.getAppMetrics().find((one) => one.serviceName === 'carril-core' || one.name === 'carril-core')?.pid ?? 0);

/** The engine answers again: by itself, or, after three deaths within a minute, when the person presses «restart». */
const answersAgain = async ({ page }: LaunchedCarril): Promise<void> => {
  await expect
    .poll(
      async () => {
        const answered = await callCore(page, 'sync.status', {}).then(
          () => true,
          () => false,
        );
        if (!answered && (await callShell(page, 'desk.state', {})).status === 'down') await callShell(page, 'desk.restart', {});
        return answered;
      },
      { timeout: 30_000, interval: 200 },
    )
    .toBe(true);
};

const rows = <T>(file: string, sql: string): T[] => {
  const db = new Sqlite(file, { readonly: true });
  try {
    return db.prepare(sql).all() as T[];
  } finally {
    db.close();
  }
};

/** Nothing that was confirmed is missing, nothing stands twice, and the file is whole. */
const checkDesk = (ledger: Ledger): void => {
  const file = path.join(userData, 'desks', 'team', 'carril.db');
  expect(rows<{ integrity_check: string }>(file, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  const bodies = rows<{ body: string }>(file, 'SELECT body FROM message').map((row) => row.body);
  const titles = rows<{ title: string }>(file, 'SELECT title FROM ticket').map((row) => row.title);
  const notes = rows<{ note: string | null }>(file, 'SELECT note FROM time_entry').map((row) => row.note);
  const pictures = new Set(rows<{ sha256: string }>(file, 'SELECT sha256 FROM evidence').map((row) => row.sha256));
  expect(ledger.messages.filter((body) => !bodies.includes(body))).toEqual([]);
  expect(ledger.tickets.filter((title) => !titles.includes(title))).toEqual([]);
  expect(ledger.notes.filter((note) => !notes.includes(note))).toEqual([]);
  expect(ledger.pictures.filter((sha256) => !pictures.has(sha256))).toEqual([]);
  expect(new Set(bodies).size).toBe(bodies.length);
  expect(new Set(titles).size).toBe(titles.length);
  const lanes = new Map(rows<{ title: string; lane: string }>(file, 'SELECT title, lane FROM ticket').map((row) => [row.title, row.lane]));
  for (const [title, allowed] of ledger.lanes) expect(allowed, title).toContain(lanes.get(title));
};

test(
  `${kills} kills of engine, shell and endpoint lose nothing that was confirmed`,
  async () => {
    const seed = runSeed();
    process.stderr.write(`kill.test seed ${seed}\n`);
    const dice = seededDice(seed);
    const ledger = newLedger();
    const added = await runEndpointCli(['add-user', '--dir', endpointDir, '--name', 'Lead', '--email', credentials.email, '--role', 'lead', '--password-stdin'], credentials.password);
    expect(added.code, added.stderr).toBe(0);
    endpoint = await spawnEndpoint({ dir: endpointDir });
    const port = Number(new URL(endpoint.address).port);
    desk = await open();
    await callShell(desk.page, 'desk.openTeam', {});
    await callCore(desk.page, 'session.signIn', { address: endpoint.address, ...credentials });
    const client = (await callCore(desk.page, 'client.create', { name: 'Textiles Nogal', tz: 'America/La_Paz' })).id;

    for (let round = 0; round < kills; round += 1) {
      const victim = (['core', 'main', 'endpoint'] as const)[Math.floor(dice() * 3)] ?? 'core';
      const day = workDay(desk.page, ledger, client, round, dice);
      await sleep(20 + dice() * 380);
      if (victim === 'core') {
        const pid = await corePid(desk);
        if (pid > 0) process.kill(pid, 'SIGKILL');
        day.stop();
        await day.done;
      } else if (victim === 'main') {
        const main = desk.app.process();
        const gone = new Promise((resolve) => main.once('exit', resolve));
        main.kill('SIGKILL');
        day.stop();
        await Promise.all([gone, day.done]);
        desk = await open();
      } else {
        await endpoint.kill();
        day.stop();
        await day.done;
        endpoint = await spawnEndpoint({ dir: endpointDir, port });
      }
      await answersAgain(desk);
      if (round % 10 === 9) checkDesk(ledger);
    }

    await expect.poll(async () => (await callCore(desk?.page as LaunchedCarril['page'], 'sync.now', {}).catch(() => null))?.waiting, { timeout: 60_000, interval: 500 }).toBe(0);
    await desk.close();
    desk = null;
    await endpoint.stop();
    checkDesk(ledger);

    // The endpoint holds each op once, and the same messages and tickets as the desk.
    const server = path.join(endpointDir, 'endpoint.sqlite');
    expect(rows<{ integrity_check: string }>(server, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    const deskFile = path.join(userData, 'desks', 'team', 'carril.db');
    for (const entity of ['ticket', 'message', 'time_entry', 'evidence', 'ticket_event']) {
      const here = rows<{ id: string }>(deskFile, `SELECT id FROM "${entity}" ORDER BY id`).map((row) => row.id);
      const there = rows<{ id: string }>(server, `SELECT key AS id FROM entity_row WHERE entity = '${entity}' AND deleted = 0 ORDER BY key`).map((row) => row.id);
      expect(there, entity).toEqual(here);
    }
    const receipts = rows<{ device: string; inc: number; n: number; ops: number }>(server, 'SELECT device, inc, max(n) AS n, count(*) AS ops FROM receipt GROUP BY device, inc');
    for (const receipt of receipts) expect(receipt.ops).toBe(receipt.n);
    process.stderr.write(`kill.test: ${ledger.tickets.length} tickets, ${ledger.messages.length} messages, ${ledger.notes.length} entries, ${ledger.pictures.length} pictures confirmed\n`);
    expect(ledger.tickets.length).toBeGreaterThan(kills / 2);
  },
  420_000,
);
