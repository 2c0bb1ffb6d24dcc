import { fileURLToPath } from 'node:url';
import { importMapping, type ImportMapping, type ImportRunView } from '#shared/contract/import.ts';
import type { Topic } from '#shared/contract/events.ts';
import { createImport, type Import } from '#core/import/index.ts';
import { write } from '#core/db/handles.ts';
import { setMeta } from '#core/db/meta.ts';
import { closeDatabase } from '#core/db/open.ts';
import { jsonLog } from '#core/log.ts';
import { openSpine } from '#core/open-spine.ts';
import type { Spine } from '#core/spine.ts';
import { readFileSync } from 'node:fs';

const importWorkerPath = fileURLToPath(new URL('../../../electron/core/import/import-worker.ts', import.meta.url));

export const mappingFile = (name: string): ImportMapping => importMapping.parse(JSON.parse(readFileSync(new URL(`../../data/${name}.json`, import.meta.url), 'utf8')));

export interface ImportDesk {
  readonly spine: Spine;
  readonly imports: Import;
  readonly topics: Set<Topic>;
  readonly logged: readonly string[];
  /** Starts a run and waits until it has ended. */
  readonly runToEnd: (path: string, mapping: ImportMapping, skipRejected?: boolean) => Promise<ImportRunView>;
  readonly ended: (run: string) => Promise<ImportRunView>;
  readonly count: (sql: string, ...values: readonly unknown[]) => number;
  readonly close: () => Promise<void>;
}

/** A real desk in `dir`, signed in, with nothing but the import on it. The clock runs on from `start`. */
export const importDesk = (dir: string, start = Date.UTC(2026, 5, 12, 15, 0)): ImportDesk => {
  const topics = new Set<Topic>();
  const logged: string[] = [];
  let now = start;
  const clock = { now: () => (now += 1) };
  const spine = openSpine({
    dir,
    sqliteBinding: null,
    clock,
    log: jsonLog((line) => logged.push(line), clock.now),
    announce: (given) => {
      for (const topic of given) topics.add(topic);
    },
    wakeSync: () => undefined,
  });
  write(spine.db, (tx) => setMeta(tx, 'user', JSON.stringify({ id: '0190a000-0000-7000-8000-000000000001', name: 'Ana', email: 'ana@example.com', role: 'lead' })));
  const imports = createImport({ spine, workerPath: importWorkerPath });
  imports.recover();
  const ended = async (run: string): Promise<ImportRunView> => {
    for (;;) {
      const view = (await imports.handlers['import.runs']({})).find(({ id }) => id === run);
      if (view === undefined) throw new Error('no such run');
      if (view.status !== 'running') return view;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  return {
    spine,
    imports,
    topics,
    logged,
    ended,
    runToEnd: async (path, mapping, skipRejected = false) => ended((await imports.handlers['import.start']({ path, mapping, skipRejected })).run),
    count: (sql, ...values) => Number(Object.values(spine.db.raw.prepare(sql).get(...values) as Record<string, unknown>)[0]),
    close: async () => {
      await imports.stop();
      closeDatabase(spine.db);
    },
  };
};
