import { randomBytes } from 'node:crypto';
import { uuidAt } from '#shared/ids.ts';
import { backup } from '../../backup/backup.ts';
import { check } from '../../backup/check.ts';
import type { Manifest } from '../../backup/manifest.ts';
import { restore } from '../../backup/restore.ts';
import { bucketOf, bucketOptions } from '../bucket.ts';
import { command, print } from '../command.ts';

const folder = { name: 'BACKUP', help: 'Folder of the backup.' } as const;

const told = ({ madeAt, head, evidence }: Manifest): string => `of ${madeAt}, head ${head}, ${evidence.length} files of evidence`;

const warn = (lines: readonly string[]): void => {
  if (lines.length === 0) return;
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exitCode = 1;
};

export const backupCommand = command({
  name: 'backup',
  summary: 'Copies database and evidence into an empty folder, while it serves. Ends with 1 where evidence was missing.',
  operand: folder,
  options: ['dir', 'database-url', ...bucketOptions],
  run: async ({ dir, ...rest }, target) => {
    const made = await backup({ dir, target, databaseUrl: rest['database-url'], bucket: bucketOf(rest), now: Date.now });
    print(`Backup ${told(made)}`);
    warn(made.missing.map((hash) => `evidence ${hash} is named by a row and was not there`));
  },
});

export const checkCommand = command({
  name: 'check',
  summary: 'Reads a backup whole and says whether it is as it was made. Ends with 1 where it is not.',
  operand: folder,
  options: [],
  run: async (_values, target) => {
    const { manifest, wrong } = await check(target);
    print(`Backup ${told(manifest)}: ${wrong.length === 0 ? 'good' : 'damaged'}`);
    warn(wrong);
  },
});

export const restoreCommand = command({
  name: 'restore',
  summary: 'Makes the folder DIR, empty until now (and with --database-url that database), from a backup that passes its check. Desks notice and bring what it lacks.',
  operand: folder,
  options: ['dir', 'database-url', ...bucketOptions],
  run: async ({ dir, ...rest }, from) => {
    const manifest = await restore({ backup: from, dir, databaseUrl: rest['database-url'], bucket: bucketOf(rest), newId: () => uuidAt(Date.now(), randomBytes(16)) });
    print(`Restored the backup ${told(manifest)}`);
  },
});
