import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { buildApp } from '#build/build-app.ts';
import { checkMachine } from '#build/machine.ts';
import { hasDisplay, startVirtualDisplay } from '#build/virtual-display.ts';
import { table, type Measure } from './measure.ts';

/**
 * `npm run bench [-- SUITE …] [--json FILE] [--no-build]`: every suite, or those named, one after another on a quiet
 * machine. The table goes to standard output; with --json the same as an array. Exit code 1 if a goal was missed.
 */
const suites: Readonly<Record<string, () => Promise<readonly Measure[]>>> = {
  rules: async () => (await import('./suite-rules.ts')).measureRules(),
  import: async () => (await import('./suite-import.ts')).measureImport(),
  window: async () => (await import('./suite-window.ts')).measureWindow(),
  desk: async () => (await import('./suite-desk.ts')).measureDesk(),
  reports: async () => (await import('./suite-reports.ts')).measureReports(),
  sync: async () => [...(await (await import('./suite-sync-speed.ts')).measureSyncSpeed()), ...(await (await import('./suite-sync.ts')).measureSync())],
};

const { values, positionals } = parseArgs({ options: { json: { type: 'string' }, 'no-build': { type: 'boolean', default: false } }, allowPositionals: true });
const chosen = positionals.length === 0 ? Object.keys(suites) : positionals;
const unknown = chosen.filter((name) => !Object.hasOwn(suites, name));
if (unknown.length > 0) {
  process.stderr.write(`There is no suite ${unknown.join(', ')}; there are ${Object.keys(suites).join(', ')}.\n`);
  process.exit(2);
}

await checkMachine();
if (!values['no-build']) {
  const built = await buildApp();
  if (built !== 0) process.exit(built);
}
const display = hasDisplay() ? null : await startVirtualDisplay();
if (display !== null) process.env['DISPLAY'] = display.display;
const measures: Measure[] = [];
try {
  for (const name of chosen) {
    process.stderr.write(`${name} …\n`);
    measures.push(...((await suites[name]?.()) ?? []));
  }
} finally {
  await display?.close();
}
process.stdout.write(`${table(measures)}\n`);
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify(measures, null, 2)}\n`);
process.exitCode = measures.every((m) => m.ok) ? 0 : 1;
