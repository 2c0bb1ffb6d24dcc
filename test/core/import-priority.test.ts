import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { importDesk, mappingFile, type ImportDesk } from '#test/support/import/desk.ts';
import { uciForm } from '#test/support/import/uci-form.ts';

let dir: string;
let desk: ImportDesk;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'carril-import-'));
  desk = importDesk(join(dir, 'desk'));
});
afterEach(async () => {
  await desk.close();
  rmSync(dir, { recursive: true, force: true });
});

/** How far each of this process's threads stands back: proc(5), the 19th field of `stat`, counted behind the name. */
const standings = (): readonly number[] =>
  readdirSync('/proc/self/task').flatMap((thread) => {
    try {
      return [Number(readFileSync(`/proc/self/task/${thread}/stat`, 'utf8').split(') ')[1]?.split(' ')[16])];
    } catch (error) {
      // It ended meanwhile.
      if (['ENOENT', 'ESRCH'].includes(String((error as NodeJS.ErrnoException).code))) return [];
      throw error;
    }
  });

test.runIf(process.platform === 'linux')('the thread that reads the file stands back behind the others, and no other thread does', async () => {
  const path = join(dir, 'log.csv');
  writeFileSync(path, uciForm(1500));
  const own = getPriority();
  const behind = (): number => standings().filter((nice) => nice > own).length;
  expect(behind()).toBe(0);
  const { run } = await desk.imports.handlers['import.start']({ path, mapping: mappingFile('uci-mapping'), skipRejected: false });
  await expect.poll(behind, { interval: 5 }).toBe(1);
  const most = { threads: 0 };
  const watch = setInterval(() => {
    most.threads = Math.max(most.threads, behind());
  }, 5);
  try {
    expect(await desk.ended(run)).toMatchObject({ status: 'done' });
  } finally {
    clearInterval(watch);
  }
  expect(most.threads).toBe(1);
  await expect.poll(behind).toBe(0);
  expect(desk.logged.join('\n')).not.toContain('import.hurried');
});
