import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import Database from 'better-sqlite3';
import { sql } from 'kysely';
import { afterEach, expect, test } from 'vitest';
import { createEndpoint } from '#endpoint/endpoint.ts';
import { silentLog } from '#endpoint/log.ts';
import { inOrder, nextSeq, headSeq } from '#endpoint/store/head.ts';
import { foundation } from '#endpoint/store/migrations/0001-foundation.ts';
import { among, amongPairs, build, get, run } from '#endpoint/store/query.ts';
import { hasStoredEvidence } from '#endpoint/store/rows.ts';
import { openSqliteStore } from '#endpoint/store/sqlite-store.ts';
import type { Store } from '#endpoint/store/store.ts';
import { temporaryFolder } from '#test/support/desk/open-desk.ts';

const opened: Store[] = [];
afterEach(async () => {
  await Promise.all(opened.splice(0).map((store) => store.close()));
});

const open = async (file = path.join(temporaryFolder(), 'endpoint.sqlite')): Promise<Store> => {
  const store = await openSqliteStore({ file, newId: randomUUID });
  opened.push(store);
  return store;
};

test('a database of the first schema is brought up, with its evidence to be found by hash', async () => {
  const file = path.join(temporaryFolder(), 'endpoint.sqlite');
  const [hash, client] = ['a'.repeat(64), randomUUID()];
  const old = new Database(file);
  old.exec(foundation.sqlite);
  old.pragma('user_version = 1');
  const insert = old.prepare("INSERT INTO entity_row (entity, key, scope, parent, fields, stamps, seq) VALUES ('evidence', ?, ?, ?, ?, '{}', ?)");
  insert.run(randomUUID(), client, randomUUID(), JSON.stringify({ sha256: hash, upload: 'stored' }), 1);
  insert.run(randomUUID(), client, randomUUID(), JSON.stringify({ sha256: 'b'.repeat(64), upload: 'pending' }), 2);
  old.prepare('UPDATE head SET seq = 2').run();
  old.close();
  const store = await open(file);
  expect(await headSeq(store.now)).toBe(2);
  expect(await hasStoredEvidence(store.now, hash, null)).toBe(true);
  expect(await hasStoredEvidence(store.now, hash, [client])).toBe(true);
  expect(await hasStoredEvidence(store.now, hash, [randomUUID()])).toBe(false);
  expect(await hasStoredEvidence(store.now, 'b'.repeat(64), null)).toBe(false);
});

test('what was counted in a small database does not make a grown one read all its rows', async () => {
  const file = path.join(temporaryFolder(), 'endpoint.sqlite');
  await (await openSqliteStore({ file, newId: randomUUID })).close();
  const small = new Database(file);
  small.prepare("INSERT INTO entity_row (entity, key, parent, sha256, fields, stamps, seq) VALUES ('user', ?, ?, ?, '{}', '{}', 1)").run(randomUUID(), randomUUID(), 'a'.repeat(64));
  small.exec('ANALYZE');
  small.close();
  const store = await open(file);
  const key = randomUUID();
  for (const where of [amongPairs(store.now, ['entity', 'key'], [['ticket', key]]), among(store.now, 'parent', [key]), among(store.now, 'sha256', [key])]) {
    const plan = await store.now.ask(sql`EXPLAIN QUERY PLAN SELECT * FROM entity_row WHERE ${where}`);
    expect(plan.rows).toContainEqual(expect.objectContaining({ detail: expect.stringMatching(/^SEARCH entity_row USING INDEX/) }));
  }
});

const nameOf = build.selectFrom('meta').select('value').where('name', '=', 'probe');
const setName = (value: string) => build.insertInto('meta').values({ name: 'probe', value });

test('nobody sees what is not committed, and what fails leaves nothing', async () => {
  const store = await open();
  const [wrote, mayEnd] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const writing = store.write(async (tx) => {
    await run(tx, setName('one'));
    expect(await get(tx, nameOf)).toEqual({ value: 'one' });
    wrote.resolve();
    await mayEnd.promise;
  });
  await wrote.promise;
  expect(await get(store.now, nameOf)).toBeUndefined();
  mayEnd.resolve();
  await writing;
  expect(await get(store.now, nameOf)).toEqual({ value: 'one' });
  await expect(
    store.write(async (tx) => {
      await run(tx, build.deleteFrom('meta').where('name', '=', 'probe'));
      throw new Error('changed my mind');
    }),
  ).rejects.toThrow('changed my mind');
  expect(await store.read((tx) => get(tx, nameOf))).toEqual({ value: 'one' });
});

test('a transaction inside another is a fault that is said at once', async () => {
  const store = await open();
  await expect(store.write(() => store.read(() => Promise.resolve(1)))).rejects.toThrow('inside another');
  await expect(store.read(() => headSeq(store.now))).rejects.toThrow('inside another');
});

test('many writers at once get one seq each, without a hole', async () => {
  const store = await open();
  const given = await Promise.all(Array.from({ length: 50 }, () => inOrder(store, async (_tx, counters) => nextSeq(counters))));
  expect(given.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  expect(await headSeq(store.now)).toBe(50);
});

test('a newer database is refused and left as it was; one that is none is said to be damaged', async () => {
  const dir = temporaryFolder();
  const options = { dir, clock: Date.now, log: silentLog };
  await (await createEndpoint(options)).close();
  const db = new Database(path.join(dir, 'endpoint.sqlite'));
  db.pragma('user_version = 999');
  db.close();
  await expect(createEndpoint(options)).rejects.toThrow(expect.objectContaining({ code: 'database_newer', details: expect.objectContaining({ found: 999 }) }));
  const after = new Database(path.join(dir, 'endpoint.sqlite'));
  expect(after.pragma('user_version')).toEqual([{ user_version: 999 }]);
  after.close();
  const other = path.join(dir, 'other');
  await (await createEndpoint({ ...options, dir: other })).close();
  await writeFile(path.join(other, 'endpoint.sqlite'), 'this is not a database, and it is long enough to be read as one '.repeat(100));
  await expect(createEndpoint({ ...options, dir: other })).rejects.toThrow(expect.objectContaining({ code: 'database_corrupt' }));
});
