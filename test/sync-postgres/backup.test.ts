import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '#test/support/desk/open-desk.ts';
import { runEndpointCli } from '#test/support/endpoint/start.ts';

test('backup and restore of data in PostgreSQL are refused with what to do instead, and leave nothing behind', async () => {
  const root = temporaryFolder();
  const [data, backup] = [path.join(root, 'data'), path.join(root, 'backup')];
  for (const command of ['backup', 'restore']) {
    const { code, stderr } = await runEndpointCli([command, '--dir', data, backup]);
    expect([command, code]).toEqual([command, 1]);
    expect(stderr).toContain('pg_');
    expect(existsSync(backup)).toBe(false);
  }
});
