import { readdirSync, readFileSync, truncateSync, writeFileSync, statSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { databaseFile, openDatabase } from '#core/db/open.ts';
import { codeOfError, newTicket, openDesk, temporaryFolder } from '#test/support/desk/open-desk.ts';

const opened = (dir: string): unknown => {
  try {
    return openDatabase({ dir, sqliteBinding: null });
  } catch (error) {
    if (error instanceof AppError) return { code: error.code, ...error.details };
    throw error;
  }
};

test('a desk opened again is the same desk', async () => {
  const desk = openDesk();
  const id = await newTicket(desk);
  const { deviceId } = desk.spine;
  const again = desk.reopen();
  expect(again.spine.deviceId).toBe(deviceId);
  expect((await again.call('ticket.get', { id })).ticket.id).toBe(id);
  expect(again.one("SELECT value FROM meta WHERE key = 'inc'")).toEqual({ value: '1' });
  expect(again.spine.db.raw.pragma('synchronous', { simple: true })).toBe(2);
  expect(again.spine.db.raw.pragma('journal_mode', { simple: true })).toBe('wal');
});

test('a database of a newer program is refused and not a byte of it touched', async () => {
  const desk = openDesk();
  await newTicket(desk);
  desk.close();
  const file = databaseFile(desk.dir);
  const raw = new Sqlite(file);
  raw.pragma('user_version = 99');
  raw.close();
  const before = { bytes: readFileSync(file), names: readdirSync(desk.dir) };
  expect(opened(desk.dir)).toEqual({ code: 'database_newer', file, found: 99, known: 9 });
  expect(readFileSync(file).equals(before.bytes)).toBe(true);
  expect(readdirSync(desk.dir)).toEqual(before.names);
});

test('a database cut in the middle is named as damaged, and left as it is', async () => {
  const desk = openDesk();
  for (let n = 0; n < 50; n += 1) await newTicket(desk, `t${n}`);
  desk.close();
  const file = databaseFile(desk.dir);
  truncateSync(file, Math.floor(statSync(file).size / 2));
  const before = readFileSync(file);
  expect(opened(desk.dir)).toMatchObject({ code: 'database_corrupt', file });
  expect(readFileSync(file).equals(before)).toBe(true);
});

test('what is no database is named as damaged', () => {
  const dir = temporaryFolder();
  writeFileSync(databaseFile(dir), 'not a database at all, but long enough to be read as a header of one '.repeat(9));
  expect(opened(dir)).toMatchObject({ code: 'database_corrupt' });
});

test('a folder in the place of the database cannot be opened', () => {
  const dir = temporaryFolder();
  mkdirSync(join(dir, 'carril.db'));
  expect(opened(dir)).toMatchObject({ code: 'database_unopenable' });
});

test('damage that shows only while working is told as damage, not as an unknown error', async () => {
  const desk = openDesk();
  await newTicket(desk);
  const { page } = desk.one<{ page: number }>("SELECT rootpage AS page FROM sqlite_schema WHERE name = 'ticket_lane'");
  desk.close();
  const file = databaseFile(desk.dir);
  const bytes = readFileSync(file);
  // The page on which the board's index begins.
  bytes.fill(0x5a, (page - 1) * 4096, page * 4096);
  writeFileSync(file, bytes);
  expect(await codeOfError(desk.reopen().call('board.counts', { filter: {} }))).toMatchObject({ code: 'database_corrupt' });
});

test('a database that has no room left says so and keeps what was confirmed', async () => {
  const desk = openDesk();
  const kept = await newTicket(desk);
  desk.spine.db.raw.pragma(`max_page_count = ${String(Number(desk.spine.db.raw.pragma('page_count', { simple: true })) + 2)}`);
  expect(await codeOfError(newTicket(desk, 'grande', { description: 'x'.repeat(99_000) }))).toMatchObject({ code: 'disk_full' });
  desk.spine.db.raw.pragma('max_page_count = 1000000');
  expect(desk.rows('SELECT id FROM ticket')).toEqual([{ id: kept }]);
  await newTicket(desk);
  expect(desk.spine.db.raw.pragma('integrity_check', { simple: true })).toBe('ok');
});
