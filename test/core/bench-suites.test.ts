import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { measureSync } from '#test/bench/suite-sync.ts';
import { measureSyncSpeed } from '#test/bench/suite-sync-speed.ts';
import { uciForm } from '#test/support/import/uci-form.ts';

/** What they measure means nothing here, with a handful of rows and other tests beside; that they run to their end does. */
test('the benches of sync run to their end, whatever entities there are', { timeout: 120_000 }, async () => {
  const dir = mkdtempSync(join(tmpdir(), 'carril-bench-smoke-'));
  try {
    const file = join(dir, 'incident_event_log.csv');
    writeFileSync(file, uciForm(20));
    const measures = [...(await measureSyncSpeed({ tickets: 40, edits: 10, trips: 2, runs: 1, idleMs: 100 })), ...(await measureSync({ file, trips: 2 }))];
    expect(measures.filter(({ value, floor }) => !Number.isFinite(value) || (floor !== null && !(floor > 0)))).toEqual([]);
    expect(measures.map(({ name }) => name).join()).toMatch(/first sync: 20 tickets, [1-9]\d+ events, [1-9]\d+ rows/);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
