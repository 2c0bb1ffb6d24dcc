import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { newTicket, openDesk, temporaryFolder } from '#test/support/desk/open-desk.ts';

const day = fileURLToPath(new URL('../support/desk/full-disk-day.ts', import.meta.url));

/** A disk of four megabytes; false where this user may not mount one. */
const mountSmall = (dir: string): boolean => {
  if (process.platform !== 'linux') return false;
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', dir]).status !== 0) return false;
  onTestFinished(() => void spawnSync('umount', ['-l', dir]));
  return true;
};

interface Said {
  readonly tickets: readonly string[];
  readonly sha256: string;
  readonly picture: string;
  readonly written: string;
  readonly reading: string;
}

test('a full disk is told as such, takes nothing that was confirmed, and work goes on once there is room', async () => {
  const dir = temporaryFolder();
  const mounted = mountSmall(dir);
  const ballast = join(dir, 'ballast');
  if (mounted) writeFileSync(ballast, new Uint8Array(500_000));
  // Where no small disk can be mounted, no file may grow beyond four megabytes: for the picture that is the same.
  const script = mounted ? 'exec "$@"' : `trap '' XFSZ; ulimit -f 8192; exec "$@"`;
  const said = JSON.parse(execFileSync('sh', ['-c', script, 'sh', process.execPath, day, dir, mounted ? '1000' : '3'], { encoding: 'utf8' })) as Said;
  expect(said).toMatchObject({ picture: 'disk_full', written: mounted ? 'disk_full' : 'done', reading: 'done' });
  rmSync(ballast, { force: true });

  const desk = openDesk({ dir });
  expect(desk.rows<{ id: string }>('SELECT id FROM ticket ORDER BY rowid').map((row) => row.id)).toEqual(said.tickets);
  expect(existsSync(join(dir, 'evidence', said.sha256.slice(0, 2), said.sha256))).toBe(true);
  expect((await desk.call('ticket.get', { id: said.tickets[0] ?? '' })).evidence).toMatchObject([{ local: true, upload: 'pending' }]);
  expect(readdirSync(join(dir, 'evidence', 'drafts'))).toEqual([]);
  expect(desk.spine.db.raw.pragma('integrity_check', { simple: true })).toBe('ok');
  await newTicket(desk);
  desk.close();
});
