import { randomUUID } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '#endpoint/log.ts';
import { inOrder, headSeq, nextSeq } from '#endpoint/store/head.ts';
import { openPostgresStore } from '#endpoint/store/postgres-store.ts';
import { among, all, build, get, run } from '#endpoint/store/query.ts';
import type { Store } from '#endpoint/store/store.ts';
import { askPostgres } from '#test/support/endpoint/ask-postgres.ts';
import { newDatabase } from '#test/support/endpoint/database.ts';

const open = async (url: string): Promise<Store> => {
  const store = await openPostgresStore({ url, newId: randomUUID, log: silentLog });
  onTestFinished(() => store.close());
  return store;
};

test('several processes that start together make the tables once and agree on who they are', async () => {
  const url = newDatabase();
  const stores = await Promise.all([open(url), open(url), open(url)]);
  expect(new Set(stores.map((store) => store.meta.epoch)).size).toBe(1);
  expect(askPostgres(url, 'SELECT count(*) AS n FROM head')).toEqual([{ n: 1 }]);
});

test('a newer database is refused and left as it was; one that is not there is said to be unopenable', async () => {
  const url = newDatabase();
  await (await openPostgresStore({ url, newId: randomUUID, log: silentLog })).close();
  askPostgres(url, 'UPDATE schema_version SET version = 999');
  await expect(open(url)).rejects.toThrow(expect.objectContaining({ code: 'database_newer', details: expect.objectContaining({ found: 999 }) }));
  expect(askPostgres(url, 'SELECT version FROM schema_version')).toEqual([{ version: 999 }]);
  await expect(open('postgres://carril@127.0.0.1:1/nothing')).rejects.toThrow(expect.objectContaining({ code: 'database_unopenable' }));
});

const probe = build.selectFrom('meta').select('value').where('name', '=', 'probe');
const setProbe = (value: string) => build.insertInto('meta').values({ name: 'probe', value });

test('nobody sees what is not committed, what fails leaves nothing, and a read stays at its moment', async () => {
  const store = await open(newDatabase());
  const [wrote, mayEnd] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const writing = store.write(async (tx) => {
    await run(tx, setProbe('one'));
    wrote.resolve();
    await mayEnd.promise;
  });
  await wrote.promise;
  expect(await get(store.now, probe)).toBeUndefined();
  const [before, after] = await store.read(async (tx) => {
    const first = await get(tx, probe);
    mayEnd.resolve();
    await writing;
    return [first, await get(tx, probe)];
  });
  expect([before, after]).toEqual([undefined, undefined]);
  expect(await get(store.now, probe)).toEqual({ value: 'one' });
  const failing = store.write(async (tx) => {
    await run(tx, build.deleteFrom('meta').where('name', '=', 'probe'));
    throw new Error('changed my mind');
  });
  await expect(failing).rejects.toThrow('changed my mind');
  expect(await get(store.now, probe)).toEqual({ value: 'one' });
});

test('a transaction whose failure was hidden is not taken for one that was committed', async () => {
  const store = await open(newDatabase());
  const hiding = store.write(async (tx) => {
    await run(tx, setProbe('one'));
    await run(tx, setProbe('one')).catch(() => 0);
  });
  await expect(hiding).rejects.toThrow('nothing was committed');
  expect(await get(store.now, probe)).toBeUndefined();
});

test('a transaction inside another is a fault that is said at once', async () => {
  const store = await open(newDatabase());
  await expect(store.write(() => store.read(() => Promise.resolve(1)))).rejects.toThrow('inside another');
  await expect(store.read(() => headSeq(store.now))).rejects.toThrow('inside another');
});

test('what PostgreSQL cannot hold is the fault of whoever sent it', async () => {
  const store = await open(newDatabase());
  await expect(store.write((tx) => run(tx, setProbe('a\u0000b')))).rejects.toThrow(expect.objectContaining({ status: 400, code: 'invalid_input' }));
});

test('odd texts, bytes, nulls and big numbers come back as they went in', async () => {
  const store = await open(newDatabase());
  const odd = ['{"a":"\\u0000"}', '"quoted", \\back\\slash', 'NULL', '', 'ñandú 🪶', '{1,2}', "it's"];
  const receipt = (details: string | null, index: number) =>
    ({ id: `r${index}`, device: 'd', inc: 1, n: index, command: 'c', seq: Number.MAX_SAFE_INTEGER - index, outcome: 'applied', code: null, details, hash: Buffer.from([0, 255, index]) }) as const;
  const rows = [...odd, null].map(receipt);
  await store.write((tx) => tx.put({ table: 'receipt', standing: 'fail' }, rows));
  expect(await all(store.now, build.selectFrom('receipt').selectAll().where(among(store.now, 'id', rows.map((row) => row.id))).orderBy('n'))).toEqual(rows);
});

test('writers of several processes get one seq each, without a hole', async () => {
  const url = newDatabase();
  const stores = await Promise.all([open(url), open(url)]);
  const given = await Promise.all(Array.from({ length: 60 }, (_, index) => inOrder(stores[index % 2] as Store, async (_tx, counters) => nextSeq(counters))));
  expect(given.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
  expect(await headSeq(stores[0].now)).toBe(60);
});
