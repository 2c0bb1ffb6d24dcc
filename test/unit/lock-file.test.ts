import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { projectRoot } from '#build/project.ts';

const lockFile = z.object({ packages: z.record(z.string(), z.object({ optionalDependencies: z.record(z.string(), z.string()).optional() })) });

/**
 * `npm install` leaves out of the lock file what its registry does not have, and then `npm ci` refuses the file
 * everywhere. So each platform's package that is named must also be listed, whatever machine wrote the file.
 */
test('the lock file lists every platform, so that npm ci takes it on all of them', () => {
  const { packages } = lockFile.parse(JSON.parse(readFileSync(path.join(projectRoot, 'package-lock.json'), 'utf8')));
  const named = Object.values(packages).flatMap((entry) => Object.entries(entry.optionalDependencies ?? {}));
  const exact = named.filter(([, version]) => /^\d/.test(version)).map(([name]) => name);
  const missing = exact.filter((name) => !Object.keys(packages).some((where) => where.endsWith(`node_modules/${name}`)));
  expect(missing).toEqual([]);
});
