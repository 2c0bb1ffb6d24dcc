import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { openDesk, temporaryFolder } from '#test/support/desk/open-desk.ts';

const day = fileURLToPath(new URL('../support/desk/evidence-day.ts', import.meta.url));

/** What the process confirmed before it died. */
const run = (dir: string, nth: number, compiled: string): Promise<readonly (readonly string[])[]> =>
  new Promise((resolve, reject) => {
    execFile(process.execPath, [day, dir, String(nth)], { env: { ...process.env, NODE_COMPILE_CACHE: compiled } }, (error, stdout, stderr) => {
      if (error !== null && error.signal !== 'SIGKILL') reject(new Error(stderr, { cause: error }));
      else resolve(stdout.trim().split('\n').map((line) => line.split(' ')));
    });
  });

const check = async (dir: string, said: readonly (readonly string[])[]): Promise<void> => {
  const desk = openDesk({ dir });
  const drafts = (await desk.call('evidence.drafts', {})).map((draft) => draft.id);
  const folder = join(dir, 'evidence', 'drafts');
  expect((existsSync(folder) ? readdirSync(folder) : []).toSorted()).toEqual(drafts.map((id) => `${id}.png`).toSorted());
  const rows = desk.rows<{ sha256: string; bytes: number }>('SELECT sha256, bytes FROM evidence');
  for (const row of rows) {
    const bytes = readFileSync(join(dir, 'evidence', row.sha256.slice(0, 2), row.sha256));
    expect([bytes.byteLength, createHash('sha256').update(bytes).digest('hex')]).toEqual([row.bytes, row.sha256]);
    expect(desk.rows('SELECT 1 FROM blob_upload WHERE sha256 = ?', row.sha256)).toHaveLength(1);
    expect(desk.rows("SELECT 1 FROM outbox WHERE entity = 'evidence'")).toHaveLength(1);
  }
  const confirmed = (what: string): readonly (string | undefined)[] => said.filter(([verb]) => verb === what).map(([, id]) => id);
  const [first, second] = confirmed('staged');
  // What was confirmed is there, in one of its forms and no more than one; a step under way may have ended or not.
  if (first !== undefined) expect(Number(drafts.includes(first)) + rows.length).toBe(1);
  if (confirmed('attached').length > 0) expect(rows).toHaveLength(1);
  if (confirmed('discarded').length > 0) expect(drafts).not.toContain(second);
  expect(desk.spine.db.raw.pragma('integrity_check', { simple: true })).toBe('ok');
  desk.close();
};

test('a kill before any change to the disk loses no confirmed picture and leaves nothing half done', { timeout: 60_000 }, async () => {
  // The processes load the same modules.
  const compiled = temporaryFolder();
  let steps = 0;
  for (let nth = 1; ; nth += 2) {
    const ends = await Promise.all(
      [nth, nth + 1].map(async (each) => {
        const dir = temporaryFolder();
        const said = await run(dir, each, compiled);
        await check(dir, said);
        return said.some(([word]) => word === 'end');
      }),
    );
    steps = nth;
    if (ends.every(Boolean)) break;
  }
  expect(steps).toBeGreaterThanOrEqual(20);
});
