import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '#endpoint/log.ts';
import { headSeq, inOrder, nextSeq } from '#endpoint/store/head.ts';
import { openPostgresStore } from '#endpoint/store/postgres-store.ts';
import { all, build, get } from '#endpoint/store/query.ts';
import type { Store, WriteTx } from '#endpoint/store/store.ts';
import { askPostgres } from '#test/support/endpoint/ask-postgres.ts';
import { newDatabase } from '#test/support/endpoint/database.ts';

const writerCount = 8;
const rowsEach = 60;

const open = async (url: string): Promise<Store> => {
  const store = await openPostgresStore({ url, newId: randomUUID, log: silentLog });
  onTestFinished(() => store.close());
  return store;
};

/** One row under `seq`, in a transaction that takes as long as real ones do, each another time. */
const writeRow = async (tx: WriteTx, seq: number, writer: number): Promise<void> => {
  await tx.put({ table: 'turn', standing: 'fail' }, [{ device: `writer-${writer}`, inc: 1, seq, n: seq, op: randomUUID(), plain: 1 }]);
  await sleep(Math.random() * 4);
};

/** How a writing transaction comes by its seq: the product's way, and two that look as good. */
const ways = {
  counter_row: (store: Store, writer: number) => inOrder(store, (tx, counters) => writeRow(tx, nextSeq(counters), writer)),
  sequence: (store: Store, writer: number) =>
    store.write(async (tx) => writeRow(tx, (await get(tx, sql<{ seq: number }>`SELECT nextval('unguarded') AS seq`))?.seq ?? 0, writer)),
  counter_committed_first: async (store: Store, writer: number) => {
    const taken = await store.write((tx) => get(tx, sql<{ seq: number }>`UPDATE head SET seq = seq + 1 WHERE id = 1 RETURNING seq`));
    await store.write((tx) => writeRow(tx, taken?.seq ?? 0, writer));
  },
} as const;

const feed = (since: number) => build.selectFrom('turn').select('seq').where('seq', '>', since).orderBy('seq');

/** Reads as a desk does, from its cursor on, while the writers write. Answers with the seqs that it never was told. */
const lostBy = async (way: keyof typeof ways): Promise<readonly number[]> => {
  const url = newDatabase();
  askPostgres(url, 'CREATE SEQUENCE unguarded');
  // Each a process of its own as far as the database knows.
  const stores = await Promise.all(Array.from({ length: writerCount }, () => open(url)));
  const reader = await open(url);
  const writers = { busy: true };
  const told = new Set<number>();
  const reading = (async () => {
    let cursor = 0;
    const page = async (): Promise<void> => {
      const rows = await reader.read((tx) => all(tx, feed(cursor)));
      for (const { seq } of rows) told.add(seq);
      cursor = rows.at(-1)?.seq ?? cursor;
    };
    while (writers.busy) await page();
    await page();
  })();
  await Promise.all(
    stores.map(async (store, writer) => {
      for (let row = 0; row < rowsEach; row += 1) await ways[way](store, writer);
    }),
  );
  writers.busy = false;
  await reading;
  const written = (await all(reader.now, feed(0))).map((row) => row.seq);
  expect(written).toHaveLength(writerCount * rowsEach);
  return written.filter((seq) => !told.has(seq));
};

test('with the counter row a cursor misses nothing, whoever commits when, and the seqs have no hole', async () => {
  expect(await lostBy('counter_row')).toEqual([]);
});

test.each(['sequence', 'counter_committed_first'] as const)('without it (%s) a cursor passes rows that are committed later: this is what it is for', async (way) => {
  expect((await lostBy(way)).length).toBeGreaterThan(0);
});

test('who comes second waits for the first to commit, also in another process', async () => {
  const url = newDatabase();
  const [one, two, reader] = await Promise.all([open(url), open(url), open(url)]);
  const [took, mayEnd] = [Promise.withResolvers<number>(), Promise.withResolvers<void>()];
  const first = inOrder(one, async (_tx, counters) => {
    took.resolve(nextSeq(counters));
    await mayEnd.promise;
  });
  expect(await took.promise).toBe(1);
  let second = 0;
  const later = inOrder(two, async (_tx, counters) => void (second = nextSeq(counters)));
  await sleep(150);
  // Readers do not wait, and see neither.
  expect([second, await headSeq(reader.now)]).toEqual([0, 0]);
  mayEnd.resolve();
  await Promise.all([first, later]);
  expect([second, await headSeq(reader.now)]).toEqual([2, 2]);
});
