import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { importMapping, type ImportCounts, type ImportRunView } from '#shared/contract/import.ts';
import { AppError } from '#shared/errors.ts';
import { systemClock } from '../clock.ts';
import { write } from '../db/handles.ts';
import { setMeta } from '../db/meta.ts';
import { closeDatabase } from '../db/open.ts';
import { jsonLog } from '../log.ts';
import { openSpine } from '../open-spine.ts';
import { readSessionUser } from '../session-view.ts';
import type { Spine } from '../spine.ts';
import { createImport, type Import } from './index.ts';

/**
 * `npm run import -- FILE --mapping MAP.json --data DIR [--skip-rejected] [--user-name NAME]`: imports without a window.
 * `npm run import -- --guess FILE`: prints the mapping that the file suggests. Exit code 1 when nothing was imported.
 */
const usage = 'Usage: import FILE --mapping MAP.json --data DIR [--skip-rejected] [--user-name NAME]\n       import --guess FILE\n';
const rejectedShown = 20;
const workerPath = fileURLToPath(new URL('import-worker.ts', import.meta.url));
const out = (text: string): void => void process.stdout.write(`${text}\n`);
const note = (text: string): void => void process.stderr.write(`${text}\n`);

const open = (dir: string): Spine =>
  openSpine({ dir, sqliteBinding: null, clock: systemClock, log: jsonLog((line) => line.includes('"level":"error"') && note(line), () => systemClock.now()), announce: () => undefined, wakeSync: () => undefined });

/** Ops need an author: a desk on which nobody has signed in yet gets a local one. */
const ensureUser = (spine: Spine, name: string): void => {
  if (readSessionUser(spine.db) !== null) return;
  const user = { id: spine.newId(), name, email: 'local@desk.invalid', role: 'lead' };
  write(spine.db, (tx) => setMeta(tx, 'user', JSON.stringify(user)));
  note(`Nobody is signed in on this desk: the import is noted under the local user ${name} (${user.id}).`);
};

const showCounts = (counts: ImportCounts): void => {
  out(`rows ${counts.rows}  tickets ${counts.tickets}  events ${counts.events}  new clients ${counts.clients}  already there ${counts.alreadyThere}  rejected lines ${counts.rejectedLines}`);
  out(`severity  ${Object.entries(counts.bySeverity).map(([severity, n]) => `${severity} ${n}`).join('  ')}`);
  out(`state     ${Object.entries(counts.byState).map(([state, n]) => `${state} ${n}`).join('  ')}`);
};

const showRejected = async (imports: Import, path: string, mapping: Parameters<Import['handlers']['import.preview']>[0]['mapping']): Promise<void> => {
  const { counts, rejected } = await imports.handlers['import.preview']({ path, mapping });
  for (const { line, key, problems } of rejected.slice(0, rejectedShown)) {
    note(`line ${line}  ${key}  ${problems.map(({ target, column, code, value }) => `${target}${column === null ? '' : ` (${column})`}: ${code}${value === '' ? '' : ` «${value}»`}`).join('; ')}`);
  }
  if (counts.rejectedLines > rejectedShown) note(`… ${counts.rejectedLines - rejectedShown} more`);
};

const follow = async (imports: Import, run: string): Promise<ImportRunView> => {
  let said = '';
  for (;;) {
    const view = (await imports.handlers['import.runs']({})).find(({ id }) => id === run);
    if (view === undefined) throw new Error('the run is gone');
    if (view.status !== 'running') return view;
    const text = `${view.phase ?? ''} ${view.total === 0 ? '' : `${Math.floor((100 * view.done) / view.total)} %`}`;
    if (text !== said) note(text);
    said = text;
    await sleep(250);
  }
};

const importFile = async (path: string, mappingFile: string, dir: string, skipRejected: boolean, userName: string): Promise<number> => {
  const mapping = importMapping.parse(JSON.parse(readFileSync(mappingFile, 'utf8')));
  const spine = open(dir);
  const imports = createImport({ spine, workerPath });
  try {
    imports.recover();
    ensureUser(spine, userName);
    const started = performance.now();
    const { run } = await imports.handlers['import.start']({ path, mapping, skipRejected });
    const view = await follow(imports, run);
    if (view.status === 'done' && view.counts !== null) {
      showCounts(view.counts);
      out(`done in ${((performance.now() - started) / 1000).toFixed(1)} s`);
      if (view.counts.rejectedLines > 0) await showRejected(imports, path, mapping);
      return 0;
    }
    note(`Nothing was imported: ${view.error?.code ?? view.status} ${JSON.stringify(view.error?.details ?? {})}`);
    if (view.error?.code === 'import_has_rejects') await showRejected(imports, path, mapping);
    return 1;
  } finally {
    await imports.stop();
    closeDatabase(spine.db);
  }
};

const guess = async (path: string): Promise<number> => {
  const { inspectFile } = await import('./inspect-file.ts');
  out(JSON.stringify((await inspectFile(path, Intl.DateTimeFormat().resolvedOptions().timeZone)).guess, null, 2));
  return 0;
};

const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      mapping: { type: 'string' },
      data: { type: 'string' },
      guess: { type: 'string' },
      'skip-rejected': { type: 'boolean', default: false },
      'user-name': { type: 'string', default: 'Importación' },
    },
  });
  if (values.guess !== undefined) return guess(values.guess);
  const [path] = positionals;
  if (path === undefined || values.mapping === undefined || values.data === undefined) {
    process.stderr.write(usage);
    return 1;
  }
  return importFile(path, values.mapping, values.data, values['skip-rejected'], values['user-name']);
};

try {
  process.exitCode = await main();
} catch (error) {
  note(error instanceof AppError ? `${error.code} ${JSON.stringify(error.details)}` : String(error instanceof Error ? error.message : error));
  process.exitCode = 1;
}
