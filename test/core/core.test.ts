import { writeFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { coreContract } from '#shared/contract/core.ts';
import type { Topic } from '#shared/contract/events.ts';
import { write } from '#core/db/handles.ts';
import { setMeta } from '#core/db/meta.ts';
import { closeDatabase, databaseFile, openDatabase } from '#core/db/open.ts';
import { createCore, type Core } from '#core/index.ts';
import { jsonLog } from '#core/log.ts';
import { ana, codeOfError, fakeClock, openDesk, temporaryFolder } from '#test/support/desk/open-desk.ts';

const unreachable: typeof fetch = () => Promise.reject(new TypeError('fetch failed'));

const open = async (dir: string): Promise<{ core: Core; heard: (readonly Topic[])[] }> => {
  const clock = fakeClock();
  const core = await createCore({
    dir,
    sqliteBinding: null,
    token: null,
    onToken: () => undefined,
    clock,
    fetch: unreachable,
    log: jsonLog(() => undefined, clock.now),
    version: 'test',
    importWorker: fileURLToPath(new URL('../../electron/core/import/import-worker.ts', import.meta.url)),
  });
  onTestFinished(core.close);
  const heard: (readonly Topic[])[] = [];
  core.onChanged((topics) => heard.push(topics));
  return { core, heard };
};

test('serves every method of the contract and no other', async () => {
  const { core } = await open(temporaryFolder());
  expect(Object.keys(core.handlers).toSorted()).toEqual(Object.keys(coreContract).toSorted());
  expect(await codeOfError(Promise.resolve(core.handlers['timer.get']({})))).toMatchObject({ code: 'signed_out' });
  expect(await core.handlers['session.get']({})).toMatchObject({ user: null, endpoint: null, demo: false });
});

test('what changes within one turn is told once, each topic once, and to nobody who has left', async () => {
  const dir = temporaryFolder();
  openDesk({ dir }).close();
  const { core, heard } = await open(dir);
  const gone: unknown[] = [];
  core.onChanged((topics) => gone.push(topics))();
  await setImmediate();
  heard.length = 0;
  const client = core.handlers['client.create'];
  await Promise.all([client({ name: 'a', country: null, tz: 'America/Lima', odoo: null }), client({ name: 'b', country: null, tz: 'America/Lima', odoo: null })]);
  expect(heard).toEqual([]);
  await setImmediate();
  const said = heard.flat();
  expect(said).toEqual(expect.arrayContaining(['clients', 'board', 'sync', 'history']));
  expect(heard.filter((topics) => topics.includes('clients'))).toHaveLength(1);
  for (const topics of heard) expect(new Set(topics).size).toBe(topics.length);
  expect(gone).toEqual([]);
});

test('closes once and for all, and what was written is there when it is opened again', async () => {
  const dir = temporaryFolder();
  const { core } = await open(dir);
  const device = (await core.handlers['session.get']({})).device;
  const db = openDatabase({ dir, sqliteBinding: null });
  write(db, (tx) => setMeta(tx, 'user', JSON.stringify(ana)));
  closeDatabase(db);
  await core.handlers['settings.set']({ theme: 'dark' });
  await Promise.all([core.close(), core.close()]);
  const again = await open(dir);
  expect(await again.core.handlers['session.get']({})).toMatchObject({ device, user: { id: ana.id } });
  expect(await again.core.handlers['settings.get']({})).toMatchObject({ theme: 'dark' });
});

test('a damaged database is refused with its name', async () => {
  const dir = temporaryFolder();
  writeFileSync(databaseFile(dir), 'x'.repeat(5000));
  expect(await codeOfError(open(dir))).toMatchObject({ code: 'database_corrupt', details: { file: databaseFile(dir) } });
});
