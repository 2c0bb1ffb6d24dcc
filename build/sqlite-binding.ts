import { existsSync, readFileSync } from 'node:fs';
import { cp, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { withCacheLock } from './cache-lock.ts';
import { capture } from './command.ts';
import { PlainError, withProgress } from './console.ts';
import { dependency } from './project.ts';

/** The first Electron whose Node offers Node-API 10, which better-sqlite3's prebuilt binary wants. */
const FIRST_ELECTRON_WITH_NODE_API_10 = 35;

const NODE_API_10 = `'NAPI_VERSION=10'`;

/**
 * On an older runtime the prebuilt binary crashes the process. The same source works there as an experimental module:
 * what it needs (persistent references to strings) existed behind that flag before it got a number.
 */
const NODE_API_EXPERIMENTAL = [
  `'NAPI_VERSION=2147483647'`,
  `'NAPI_EXPERIMENTAL'`,
  `'NODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT'`,
  `'NODE_API_EXPERIMENTAL_BASIC_ENV_OPT_OUT'`,
].join(', ');

/** Whether this Electron crashes on better-sqlite3's prebuilt binary and so needs one of its own. */
export function needsOwnBinding(electronVersion: string): boolean {
  return Number.parseInt(electronVersion, 10) < FIRST_ELECTRON_WITH_NODE_API_10;
}

/** better-sqlite3's binary for older runtimes: compiled on the first call (about a minute), then taken from the cache. */
export async function ownBinding(cache: string): Promise<string> {
  const file = path.join(cache, `better-sqlite3-${installedVersion()}-experimental-linux-${process.arch}.node`);
  if (existsSync(file)) return file;
  return withCacheLock(file, async (work) => {
    if (existsSync(file)) return file;
    await withProgress('Compiling better-sqlite3 for this Electron', () => 'one to three minutes', () => compile(work));
    await rename(path.join(work, 'build', 'Release', 'better_sqlite3.node'), file);
    return file;
  });
}

/** What must be installed before better-sqlite3 can be compiled, by Debian's names. */
export class MissingPackages extends PlainError {
  readonly packages: readonly string[];

  constructor(packages: readonly string[]) {
    super(`Compiling better-sqlite3 needs ${packages.join(', ')}.`);
    this.packages = packages;
  }
}

async function missingCompilers(): Promise<readonly string[]> {
  const tools = ['g++', 'make', 'python3'];
  const found = await Promise.all(tools.map((tool) => capture(tool, ['--version'])));
  return tools.filter((_tool, index) => found[index]?.code !== 0);
}

async function compile(work: string): Promise<void> {
  const missing = await missingCompilers();
  if (missing.length > 0) throw new MissingPackages(missing);
  await cp(dependency('better-sqlite3'), work, { recursive: true });
  await cp(dependency('node-addon-api'), path.join(work, 'node_modules', 'node-addon-api'), { recursive: true });
  const recipe = path.join(work, 'binding.gyp');
  const stock = await readFile(recipe, 'utf8');
  if (!stock.includes(NODE_API_10)) {
    throw new PlainError('This better-sqlite3 is built in another way than build/sqlite-binding.ts knows.');
  }
  // Link-time optimisation doubles the compile for a few per cent of speed on a runtime that users never get.
  await writeFile(recipe, stock.replace(NODE_API_10, NODE_API_EXPERIMENTAL).replaceAll(/'-flto', |,? *'-flto'/g, ''));
  const gyp = dependency('node-gyp', 'bin', 'node-gyp.js');
  const args = [gyp, 'rebuild', '--release', '--force_build=1', '--jobs=max', ...headersOption()];
  const built = await capture(process.execPath, args, { cwd: work });
  if (built.code !== 0) {
    throw new PlainError(`Compiling better-sqlite3 failed:\n${built.output.trim().split('\n').slice(-15).join('\n')}`);
  }
}

/** Node's headers as installed beside some `node` on PATH; without them node-gyp would download them. */
function headersOption(): readonly string[] {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).map((folder) => path.dirname(folder));
  const found = ['/usr', '/usr/local', ...folders].find((prefix) =>
    existsSync(path.join(prefix, 'include', 'node', 'node_api.h')),
  );
  return found === undefined ? [] : [`--nodedir=${found}`];
}

function installedVersion(): string {
  const text = readFileSync(dependency('better-sqlite3', 'package.json'), 'utf8');
  const match = /"version":\s*"([^"]+)"/.exec(text);
  if (match?.[1] === undefined) throw new PlainError('better-sqlite3 is not installed: run "npm ci".');
  return match[1];
}
