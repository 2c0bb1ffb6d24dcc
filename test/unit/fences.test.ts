import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { capture } from '#build/command.ts';
import { dependency, projectRoot } from '#build/project.ts';

/** What each room must not import, in every way of writing it. */
const VIOLATIONS: readonly (readonly [file: string, line: string])[] = [
  ['shared/domain/a.ts', `import { readFileSync } from 'node:fs'\nexport const b = readFileSync`],
  ['shared/domain/b.ts', `import type { Kysely } from 'kysely'\nexport type B = Kysely<unknown>`],
  ['shared/domain/c.ts', `export * from '#core/db/open.ts'`],
  ['shared/domain/d.ts', `export * from '../../electron/core/db/open.ts'`],
  ['shared/sync/e.ts', `export * from 'react'`],
  ['electron/main/a.ts', `import type { Core } from '#core/create-core.ts'\nexport type B = Core`],
  ['electron/main/b.ts', `export * from '../core/create-core.ts'`],
  ['electron/main/c.ts', `export * from 'better-sqlite3'`],
  ['electron/preload/a.ts', `export * from 'node:path'`],
  ['electron/preload/b.ts', `export * from 'zod'`],
  ['electron/core/a.ts', `export * from 'electron'`],
  ['electron/core/db/b.ts', `import type { App } from 'electron'\nexport type B = App`],
  ['electron/core/sync/c.ts', `export * from '../../main/window.ts'`],
  ['electron/core/sync/d.ts', `export * from '#endpoint/server.ts'`],
  ['electron/core/tickets/e.ts', `export * from '../time/commands.ts'`],
  ['electron/core/time/f.ts', `export * from '#core/tickets/commands.ts'`],
  ['renderer/screens/a.tsx', `export * from 'electron'`],
  ['renderer/screens/b.tsx', `export * from 'node:crypto'`],
  ['renderer/screens/c.tsx', `import type { Core } from '../../electron/core/create-core.ts'\nexport type B = Core`],
  ['renderer/screens/d.tsx', `export const lazy = () => import('#core/create-core.ts')`],
  ['endpoint/a.ts', `export * from 'electron'`],
  ['endpoint/http/b.ts', `export * from '../../renderer/main.tsx'`],
  ['endpoint/http/c.ts', `export * from '#core/db/open.ts'`],
];

/** The same ways of writing, towards rooms that may be entered. */
const ALLOWED: readonly (readonly [file: string, line: string])[] = [
  ['shared/domain/ok.ts', `export * from 'zod'\nexport * from './other.ts'\nexport * from '../errors.ts'\nexport * from '#shared/ids.ts'`],
  ['electron/main/ok.ts', `export * from 'electron'\nexport * from 'node:fs'\nexport * from '#shared/ids.ts'`],
  ['electron/preload/ok.ts', `export * from 'electron'\nexport * from '#shared/ids.ts'`],
  ['electron/core/ok.ts', `export * from 'kysely'\nexport * from 'node:fs'\nexport * from './tickets/commands.ts'`],
  ['electron/core/process.ts', `export * from 'electron'`],
  ['renderer/ok.tsx', `export * from 'react'\nexport * from '#shared/ids.ts'`],
  ['endpoint/ok.ts', `export * from 'fastify'\nexport * from 'node:http'\nexport * from '#shared/ids.ts'`],
];

let copy: string;
let reported: ReadonlySet<string>;

beforeAll(async () => {
  copy = await mkdtemp(path.join(tmpdir(), 'carril-fences-'));
  await copyFile(path.join(projectRoot, '.oxlintrc.json'), path.join(copy, '.oxlintrc.json'));
  for (const [file, line] of [...VIOLATIONS, ...ALLOWED]) {
    await mkdir(path.dirname(path.join(copy, file)), { recursive: true });
    await writeFile(path.join(copy, file), `${line}\n`);
  }
  const lint = await capture(process.execPath, [dependency('oxlint', 'bin', 'oxlint'), '--format', 'unix', '.'], { cwd: copy });
  const lines = lint.output.split('\n').filter((line) => line.includes('no-restricted-imports'));
  reported = new Set(lines.map((line) => line.split(':')[0] ?? ''));
});

afterAll(() => rm(copy, { recursive: true, force: true }));

test.each(VIOLATIONS)('the lint stops %s: %s', (file) => {
  expect(reported).toContain(file);
});

test.each(ALLOWED)('the lint lets %s pass', (file) => {
  expect(reported).not.toContain(file);
});
