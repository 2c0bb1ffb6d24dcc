import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importMapping } from '#shared/contract/import.ts';
import { closeDatabase, openDatabase } from '#core/db/open.ts';

const cli = fileURLToPath(new URL('../../electron/core/import/cli.ts', import.meta.url));
const spanish = fileURLToPath(new URL('../data/tickets-es.csv', import.meta.url));
let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'carril-import-cli-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const run = (...args: readonly string[]) => spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8' });

test('the command line guesses, imports and tells what was rejected', () => {
  const guess = run('--guess', spanish);
  expect(guess.status).toBe(0);
  const mapping = importMapping.parse(JSON.parse(guess.stdout));
  const mappingFile = join(dir, 'map.json');
  writeFileSync(mappingFile, guess.stdout);
  const data = join(dir, 'desk');

  const first = run(spanish, '--mapping', mappingFile, '--data', data, '--user-name', 'Carga inicial');
  expect(first).toMatchObject({ status: 0 });
  expect(first.stdout).toContain('tickets 3  events 10  new clients 2  already there 0  rejected lines 0');
  expect(first.stdout).toContain('S1 1  S2 0  S3 1  S4 1  none 0');
  expect(first.stderr).toContain('Carga inicial');
  const again = run(spanish, '--mapping', mappingFile, '--data', data);
  expect(again.stdout).toContain('tickets 0  events 0  new clients 0  already there 3');
  expect(again.stderr).not.toContain('signed in');

  const broken = join(dir, 'broken.csv');
  writeFileSync(broken, 'Número;Asunto;Cliente\n7;;Uno\n8;x;Uno\n');
  const brokenMapping = join(dir, 'broken.json');
  writeFileSync(brokenMapping, JSON.stringify({ ...mapping, orderBy: null, track: [], fields: { title: mapping.fields.title, client: mapping.fields.client } }));
  const refused = run(broken, '--mapping', brokenMapping, '--data', data);
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain('import_has_rejects');
  expect(refused.stderr).toContain('line 2  7  title (Asunto): missing');
  expect(run(broken, '--mapping', brokenMapping, '--data', data, '--skip-rejected')).toMatchObject({ status: 0 });

  const db = openDatabase({ dir: data, sqliteBinding: null });
  expect(db.raw.prepare('SELECT count(*) AS n FROM ticket WHERE hidden = 0').get()).toEqual({ n: 4 });
  closeDatabase(db);
});

test('what cannot be done ends with 1', () => {
  expect(run()).toMatchObject({ status: 1, stderr: expect.stringContaining('Usage') });
  expect(run('--guess', join(dir, 'none.csv'))).toMatchObject({ status: 1, stderr: expect.stringContaining('file_unreadable') });
});
