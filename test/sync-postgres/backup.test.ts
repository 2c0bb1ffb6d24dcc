import { existsSync } from 'node:fs';
import path from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, test } from 'vitest';
import { backup } from '#endpoint/backup/backup.ts';
import { restore } from '#endpoint/backup/restore.ts';
import { temporaryFolder } from '#test/support/desk/open-desk.ts';
import { newDatabase } from '#test/support/endpoint/database.ts';
import { addEvidence, insertTicket } from '#test/support/endpoint/sample.ts';
import { openScene, type Scene } from '#test/support/endpoint/scene.ts';
import { startEndpoint } from '#test/support/endpoint/start.ts';
import { createTus, sha256Of } from '#test/support/endpoint/tus.ts';
import { createWireDesk, newId } from '#test/support/endpoint/wire.ts';

const picture = Buffer.from('captura de la pantalla');

/** More tickets than one journey carries, with what every table may hold: evidence, tokens, a conflict, a move. */
const fill = async ({ desk, nogal, prado, server }: Scene): Promise<void> => {
  for (let batch = 0; batch < 6; batch += 1) await desk.push(Array.from({ length: 500 }, () => desk.op(insertTicket(nogal))));
  const ticket = newId();
  await desk.push([desk.op(insertTicket(nogal, ticket)), desk.op(addEvidence(ticket, sha256Of(picture), picture.length, desk.userId()))]);
  await desk.push([desk.op({ kind: 'patch', entity: 'ticket', key: ticket, fields: { client: prado } })]);
  const tus = createTus(desk, server.address);
  const { path: upload } = await tus.create(picture.length, sha256Of(picture));
  expect((await tus.patch(upload, 0, new Uint8Array(picture))).status).toBe(204);
};

/** Every row of every table of a backup; the epoch, which a restore changes, left out. */
const everything = (folder: string): ReadonlyMap<string, readonly string[]> => {
  const db = new Sqlite(path.join(folder, 'endpoint.sqlite'), { readonly: true });
  try {
    const names = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all() as string[];
    return new Map(names.map((name) => [name, db.prepare(`SELECT * FROM "${name}"${name === 'meta' ? " WHERE name <> 'epoch'" : ''}`).all().map((row) => JSON.stringify(row)).sort()]));
  } finally {
    db.close();
  }
};

test('a team goes from a file to PostgreSQL and back by backup and restore, with every row, every picture and every account', async () => {
  const root = temporaryFolder();
  const at = (name: string): string => path.join(root, name);
  const [now, id] = [Date.now, newId];
  const file = await openScene({ dir: at('file'), databaseUrl: undefined });
  await fill(file);
  await file.server.endpoint.close();
  const first = await backup({ dir: at('file'), target: at('first'), now });

  const databaseUrl = newDatabase();
  await restore({ backup: at('first'), dir: at('postgres'), databaseUrl, newId: id });
  expect(existsSync(at('postgres/endpoint.sqlite'))).toBe(false);
  const second = await backup({ dir: at('postgres'), databaseUrl, target: at('second'), now });
  expect(everything(at('second'))).toEqual(everything(at('first')));
  expect(second).toMatchObject({ head: first.head, version: first.version, evidence: first.evidence });
  expect(second.epoch).not.toBe(first.epoch);

  await restore({ backup: at('second'), dir: at('again'), newId: id });
  for (const options of [{ dir: at('postgres'), databaseUrl }, { dir: at('again'), databaseUrl: undefined }]) {
    const server = await startEndpoint(options);
    try {
      const desk = createWireDesk(server.address);
      expect((await desk.signIn('persona1@carril.app', 'correcta')).status).toBe(200);
      const { rows } = await desk.pull(0, 20_000);
      expect(rows.filter((row) => row.entity === 'ticket').length).toBe(3001);
      expect((await desk.raw(`/v1/blobs/sha256/${sha256Of(picture)}`)).body).toBe(picture.toString());
      // The count goes on from where it stood.
      const [result] = await desk.push([desk.op(insertTicket(file.nogal))]);
      expect(result).toMatchObject({ is: 'applied', seq: expect.any(Number) });
      expect(result?.seq).toBeGreaterThan(first.head);
    } finally {
      await server.stop();
    }
  }
}, 60_000);

test('a database that somebody uses is not written over, and one that is away or empty is named; nothing is left behind', async () => {
  const root = temporaryFolder();
  const at = (name: string): string => path.join(root, name);
  const databaseUrl = newDatabase();
  await expect(backup({ dir: at('used'), databaseUrl, target: at('none'), now: Date.now })).rejects.toMatchObject({ code: 'not_found' });
  const used = await openScene({ dir: at('used'), databaseUrl });
  await used.server.endpoint.close();
  const made = await backup({ dir: at('used'), databaseUrl, target: at('copy'), now: Date.now });

  await expect(restore({ backup: at('copy'), dir: at('again'), databaseUrl, newId })).rejects.toMatchObject({ code: 'database_not_empty' });
  expect((await backup({ dir: at('used'), databaseUrl, target: at('same'), now: Date.now })).epoch).toBe(made.epoch);
  const away = 'postgres://carril@127.0.0.1:9/none';
  await expect(restore({ backup: at('copy'), dir: at('again'), databaseUrl: away, newId })).rejects.toMatchObject({ code: 'database_unopenable' });
  await expect(backup({ dir: at('used'), databaseUrl: away, target: at('away'), now: Date.now })).rejects.toMatchObject({ code: 'database_unopenable' });
  expect(existsSync(at('again'))).toBe(false);

  // What was broken off before the end counts for nothing: the same database takes the next try.
  const fresh = newDatabase();
  const { fillPostgres } = await import('#endpoint/store/postgres-copy.ts');
  const broken = fillPostgres(fresh, path.join(at('same'), 'endpoint.sqlite'), () => Promise.reject(new Error('power cut')));
  await expect(broken).rejects.toThrow('power cut');
  await restore({ backup: at('copy'), dir: at('again'), databaseUrl: fresh, newId });
  expect(existsSync(at('again'))).toBe(true);
});
