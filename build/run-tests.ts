import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { buildApp } from './build-app.ts';
import { run } from './command.ts';
import { PlainError, say } from './console.ts';
import { checkMachine } from './machine.ts';
import { dependency, projectRoot } from './project.ts';

type Outcome = { readonly passed: number; readonly failed: number; readonly skipped: number };

const NOTHING: Outcome = { passed: 0, failed: 1, skipped: 0 };

/**
 * `npm test`: check the machine, build, run every project including the desktop. The last line is always
 * `N passed, N failed`, whatever went wrong; what follows `--` is given to vitest.
 */
const outcome = await testAll(process.argv.slice(2)).catch((error: unknown) => {
  say(error instanceof PlainError ? error.message : String(error instanceof Error ? error.stack : error));
  return NOTHING;
});
if (outcome.skipped > 0) process.stdout.write(`${outcome.skipped} skipped\n`);
process.stdout.write(`${outcome.passed} passed, ${outcome.failed} failed\n`);
process.exitCode = outcome.failed === 0 && outcome.passed > 0 ? 0 : 1;

async function testAll(given: readonly string[]): Promise<Outcome> {
  await checkMachine();
  if ((await buildApp()) !== 0) return NOTHING;
  const folder = await mkdtemp(path.join(tmpdir(), 'carril-tests-'));
  try {
    const report = path.join(folder, 'report.json');
    const vitest = dependency('vitest', 'vitest.mjs');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const code = await run(process.execPath, [vitest, 'run', ...reporters, ...given], { cwd: projectRoot });
    return counted(await readFile(report, 'utf8').catch(() => '{}'), code);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Sums vitest's report. A file that could not be loaded has no tests and an error nobody caught no test: each counts as one. */
function counted(report: string, code: number): Outcome {
  const parsed: unknown = JSON.parse(report);
  const files = parsed !== null && typeof parsed === 'object' && 'testResults' in parsed ? parsed.testResults : [];
  const brokenFiles = Array.isArray(files) ? files.filter(isBroken).length : 0;
  const passed = numberIn(parsed, 'numPassedTests');
  const failed = numberIn(parsed, 'numFailedTests') + brokenFiles;
  const skipped = numberIn(parsed, 'numPendingTests') + numberIn(parsed, 'numTodoTests');
  return { passed, failed: failed === 0 && code !== 0 ? 1 : failed, skipped };
}

function isBroken(file: unknown): boolean {
  if (file === null || typeof file !== 'object') return false;
  const tests = 'assertionResults' in file && Array.isArray(file.assertionResults) ? file.assertionResults : [];
  return 'status' in file && file.status === 'failed' && !tests.some((test: unknown) => isFailedTest(test));
}

function isFailedTest(test: unknown): boolean {
  return test !== null && typeof test === 'object' && 'status' in test && test.status === 'failed';
}

function numberIn(object: unknown, key: string): number {
  if (object === null || typeof object !== 'object') return 0;
  const value: unknown = Object.entries(object).find(([name]) => name === key)?.[1];
  return typeof value === 'number' ? value : 0;
}
