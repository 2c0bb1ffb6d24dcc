import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';

/*
 * `npm run test:mutations [-- NAME …]`: each `*.patch` of this folder is a fault in the sync code. It is applied to a copy of the
 * project, and the tests run there until one fails. A fault that no test catches, and a patch that does not apply, is a failure.
 */

const root = path.join(import.meta.dirname, '../..');
const parts = ['shared', 'electron', 'endpoint', 'renderer', 'test', 'build', 'package.json', 'tsconfig.json', 'vitest.config.ts'];

/** From the quickest to catch something to the slowest; each stage is run only where those before it have passed. */
const stages: readonly { readonly name: string; readonly args: readonly string[] }[] = [
  { name: 'merge and clock', args: ['--project', 'unit', 'test/unit/merge.test.ts', 'test/unit/hlc.test.ts'] },
  { name: 'convergence', args: ['--project', 'sync', 'test/sync/convergence.test.ts'] },
  { name: 'sync', args: ['--project', 'sync', '--exclude', '**/convergence.test.ts'] },
];

interface Ran {
  readonly code: number;
  readonly output: string;
}

const run = (program: string, args: readonly string[], cwd: string): Promise<Ran> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, CARRIL_RUNS: process.env['CARRIL_RUNS'] ?? '100', NO_COLOR: '1' } });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk: string) => (output = (output + chunk).slice(-200_000)));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });

const copyProject = (to: string): void => {
  for (const part of parts) cpSync(path.join(root, part), path.join(to, part), { recursive: true });
  symlinkSync(path.join(root, 'node_modules'), path.join(to, 'node_modules'), 'dir');
};

interface FailedTest {
  readonly status: string;
  readonly fullName: string;
  readonly failureMessages: readonly string[];
}

/** The first test that failed and what it said, from vitest's report; null where the run failed without one. */
const firstFailure = (report: string): string | null => {
  if (!existsSync(report)) return null;
  const files = (JSON.parse(readFileSync(report, 'utf8')) as { testResults: readonly { name: string; assertionResults: readonly FailedTest[] }[] }).testResults;
  for (const file of files) {
    for (const test of file.assertionResults) if (test.status === 'failed') return `${path.relative('test', file.name.slice(file.name.lastIndexOf('/test/') + 1))}: ${test.fullName}`;
  }
  return null;
};

const caughtBy = async (dir: string): Promise<string | null> => {
  const report = path.join(dir, 'report.json');
  for (const { name, args } of stages) {
    rmSync(report, { force: true });
    const vitest = path.join(dir, 'node_modules/vitest/vitest.mjs');
    const { code, output } = await run(process.execPath, [vitest, 'run', '--bail', '1', '--reporter=json', `--outputFile.json=${report}`, ...args], dir);
    if (code === 0) continue;
    const failed = firstFailure(report);
    // A run that ends without a failed test says nothing about the fault.
    if (failed === null) throw new Error(`${name} broke off: ${output.slice(-2000)}`);
    return failed;
  }
  return null;
};

const tryPatch = async (file: string): Promise<string> => {
  const dir = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'carril-mutation-'));
  try {
    copyProject(dir);
    const applied = await run('git', ['apply', '--unidiff-zero', '--recount', path.join(import.meta.dirname, file)], dir);
    if (applied.code !== 0) return `DOES NOT APPLY: ${applied.output.trim().split('\n').at(-1) ?? ''}`;
    return (await caughtBy(dir)) ?? 'NOT CAUGHT';
  } finally {
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  }
};

const asked = process.argv.slice(2);
const patches = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.patch') && (asked.length === 0 || asked.includes(name.replace('.patch', ''))));
let holes = 0;
for (const patch of patches) {
  const begun = Date.now();
  const verdict = await tryPatch(patch);
  const hole = verdict === 'NOT CAUGHT' || verdict.startsWith('DOES NOT APPLY');
  if (hole) holes += 1;
  console.log(`${hole ? '✗' : '✓'} ${patch.replace('.patch', '').padEnd(30)} ${String(Math.round((Date.now() - begun) / 1000)).padStart(4)} s  ${verdict}`);
}
console.log(`${patches.length - holes} of ${patches.length} faults caught`);
process.exitCode = holes === 0 && patches.length > 0 ? 0 : 1;
