import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importDesk, mappingFile } from '#test/support/import/desk.ts';
import { countUci } from '#test/support/import/uci-count.ts';
import { uciFile } from '#test/support/import/uci-file.ts';

/**
 * `node test/bench/import-uci.ts`: imports UCI's incident log (or, where it is not, a file of its form), compares every
 * count with a plain loop over the same file, and says how long it took, how long the longest single transaction held
 * the desk and how long preview and undo take. Exit code 1 where a count differs or the import took 20 s or more.
 */
const dir = mkdtempSync(join(tmpdir(), 'carril-bench-uci-'));
const seconds = (since: number): number => Number(((performance.now() - since) / 1000).toFixed(2));
try {
  const file = uciFile(dir, 25_000);
  const counting = performance.now();
  const counted = countUci(file.csv);
  const plain = seconds(counting);
  const desk = importDesk(join(dir, 'desk'), Date.now());
  const transactions: number[] = [];
  const made = desk.spine.db.raw.transaction.bind(desk.spine.db.raw);
  Object.assign(desk.spine.db.raw, {
    transaction: (work: () => unknown) => {
      const inner = made(work);
      const immediate = (): unknown => {
        const started = performance.now();
        const value = inner.immediate();
        transactions.push(performance.now() - started);
        return value;
      };
      return { immediate };
    },
  });
  const mapping = mappingFile('uci-mapping');
  const previewing = performance.now();
  await desk.imports.handlers['import.preview']({ path: file.path, mapping });
  const preview = seconds(previewing);
  const importing = performance.now();
  const view = await desk.runToEnd(file.path, mapping);
  const took = seconds(importing);
  const sorted = transactions.toSorted((a, b) => b - a).map((ms) => Math.round(ms));
  const { counts } = view;
  const events = 2 * counted.tickets + counted.stateChanges + counted.severityChanges + counted.groupChanges + counted.reopened;
  const differs = JSON.stringify({ ...counts?.bySeverity, none: undefined }) !== JSON.stringify({ S1: counted.byPriority['S1'] ?? 0, S2: counted.byPriority['S2'] ?? 0, S3: counted.byPriority['S3'] ?? 0, S4: counted.byPriority['S4'] ?? 0 })
    || counts?.rows !== counted.rows || counts.tickets !== counted.tickets || counts.events !== events || JSON.stringify(counts.byState) !== JSON.stringify(counted.byState)
    || desk.count('SELECT count(*) FROM ticket_event') !== events || desk.count('SELECT count(*) FROM ticket WHERE hidden = 0') !== counted.tickets;
  const undoing = performance.now();
  await desk.imports.handlers['import.undo']({ run: view.id });
  const undone = seconds(undoing);
  const { run: cancelled } = await desk.imports.handlers['import.start']({ path: file.path, mapping, skipRejected: false });
  while ((await desk.imports.handlers['import.runs']({}))[0]?.phase !== 'finishing') await new Promise((resolve) => setTimeout(resolve, 5));
  const cancelling = performance.now();
  await desk.imports.handlers['import.cancel']({ run: cancelled });
  const swept = seconds(cancelling);
  await desk.close();
  console.log(JSON.stringify({ real: file.real, status: view.status, counts, differs, seconds: { plain, preview, import: took, undo: undone, cancelAtTheEnd: swept }, transactions: { count: transactions.length, longestMs: sorted[0], othersMs: sorted.slice(1, 6) } }, null, 2));
  process.exitCode = view.status === 'done' && !differs && took < 20 ? 0 : 1;
} finally {
  rmSync(dir, { recursive: true, force: true });
}
