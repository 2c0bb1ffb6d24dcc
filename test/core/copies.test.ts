import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { keepCopy } from '#core/copies/keep-copy.ts';
import { copyNameAt, copyTime } from '#shared/desk-files.ts';
import { newTicket, openDesk } from '#test/support/desk/open-desk.ts';

const never = (): boolean => false;
const noon = Date.parse('2026-06-12T12:00:00.000Z');

test('a name tells its time, and nothing else is taken for a copy', () => {
  expect(copyTime(copyNameAt(noon))).toBe('2026-06-12T12:00:00.000Z');
  expect(copyTime(`${copyNameAt(noon)}.new`)).toBeNull();
  expect(copyTime('../carril-2026-06-12T12-00-00-000Z.db')).toBeNull();
});

test('a copy is whole and opens by itself, with what was written while it was made', async () => {
  const desk = openDesk();
  for (let n = 0; n < 60; n += 1) await newTicket(desk, `t${n}`, { description: 'x'.repeat(20_000) });
  let late = 0;
  const copy = await keepCopy(desk.spine.db.raw, desk.dir, noon, () => {
    if (late < 3) void newTicket(desk, `tarde ${(late += 1)}`);
    return false;
  });
  expect(late).toBe(3);
  expect(copy).toMatchObject({ at: '2026-06-12T12:00:00.000Z', name: copyNameAt(noon) });
  const db = new Sqlite(join(desk.dir, 'copies', copy.name), { readonly: true });
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(db.prepare('SELECT count(*) FROM ticket').pluck().get()).toBe(63);
  db.close();
});

test('three are kept, the oldest goes, no two share a name, and an unfinished one is swept away', async () => {
  const desk = openDesk();
  await newTicket(desk);
  const names: string[] = [];
  for (const ms of [noon, noon + 1000, noon + 2000, noon - 5000]) names.push((await keepCopy(desk.spine.db.raw, desk.dir, ms, never)).name);
  writeFileSync(join(desk.dir, 'copies', `${copyNameAt(noon)}.new`), 'half');
  names.push((await keepCopy(desk.spine.db.raw, desk.dir, noon - 5000, never)).name);
  expect(new Set(names).size).toBe(5);
  expect(readdirSync(join(desk.dir, 'copies')).sort()).toEqual(names.slice(-3));
});

test('one that is broken off leaves nothing', async () => {
  const desk = openDesk();
  for (let n = 0; n < 60; n += 1) await newTicket(desk, `t${n}`, { description: 'x'.repeat(20_000) });
  await expect(keepCopy(desk.spine.db.raw, desk.dir, noon, () => true)).rejects.toThrow('closing');
  expect(readdirSync(join(desk.dir, 'copies'))).toEqual([]);
});
