import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEndpoint } from '#endpoint/endpoint.ts';
import { silentLog } from '#endpoint/log.ts';
import { insertClient, insertTicket } from '#test/support/endpoint/sample.ts';
import { runEndpointCli, spawnEndpoint } from '#test/support/endpoint/start.ts';
import { createWireDesk, newId } from '#test/support/endpoint/wire.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'carril-endpoint-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const addUser = (email: string) => runEndpointCli(['add-user', '--dir', dir, '--name', 'Mariela', '--email', email, '--role', 'lead', '--password-stdin'], 'la clave\n');

const open = (): { close: () => void; all: <T>(sql: string) => readonly T[] } => {
  const db = new Database(path.join(dir, 'endpoint.sqlite'));
  return { close: () => db.close(), all: <T>(sql: string) => db.prepare<[], T>(sql).all() };
};

test('killed in the middle of pushes: what was answered is there, a repeat has no second effect, the count has no hole', async () => {
  await addUser('m@carril.app');
  let server = await spawnEndpoint({ dir });
  const port = Number(new URL(server.address).port);
  const desk = createWireDesk(server.address);
  await desk.signIn('m@carril.app', 'la clave');
  const client = newId();
  await desk.push([desk.op(insertClient(client))]);
  const sent: ReturnType<typeof desk.op>[] = [];
  const answered = new Set<string>();
  for (let round = 0; round < 4; round += 1) {
    const life = { over: false };
    const killing = new Promise<void>((resolve, reject) => {
      setTimeout(() => {
        life.over = true;
        server.kill().then(resolve, reject);
      }, 40 + round * 37);
    });
    while (!life.over) {
      const ops = Array.from({ length: 20 }, () => desk.op(insertTicket(client)));
      sent.push(...ops);
      try {
        for (const result of await desk.push(ops)) answered.add(result.id);
      } catch {
        break;
      }
    }
    await killing;
    server = await spawnEndpoint({ dir, port });
    // The desk does not know how far it came: it sends all that is not answered again.
    const waiting = sent.filter((op) => !answered.has(op.id));
    if (waiting.length > 0) for (const result of await desk.push(waiting)) answered.add(result.id);
  }
  const tickets = (await desk.pull(0, 20_000)).rows.filter((row) => row.entity === 'ticket');
  expect(tickets.map((row) => row.key).sort()).toEqual(sent.map((op) => op.key).sort());
  expect(tickets.map((row) => row.row['number']).sort((a, b) => Number(a) - Number(b))).toEqual(sent.map((_op, index) => index + 1));
  expect((await desk.pull(0, 20_000)).end.ackN).toBe(sent.length + 1);
  expect(await server.stop()).toBe(0);
  const db = open();
  expect(db.all('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
  const seqs = db.all<{ seq: number }>('SELECT seq FROM receipt ORDER BY seq').map((row) => row.seq);
  expect(seqs).toEqual(seqs.map((_seq, index) => index + 1));
  db.close();
});

test('the command line adds people, makes passwords, revokes devices beside a running server and says what is wrong', async () => {
  const made = await runEndpointCli(['add-user', '--dir', dir, '--name', 'Luz', '--email', 'luz@carril.app']);
  const password = /^Password (\S+)$/m.exec(made.stdout)?.[1] ?? '';
  expect(made.code).toBe(0);
  expect(password.length).toBeGreaterThanOrEqual(12);
  expect((await addUser('luz@carril.app')).code).toBe(1);

  const server = await spawnEndpoint({ dir });
  const desk = createWireDesk(server.address);
  expect((await desk.signIn('luz@carril.app', password)).status).toBe(200);
  const revoked = await runEndpointCli(['revoke-device', '--dir', dir, '--device', desk.deviceId]);
  expect(revoked.stdout).toBe('Revoked 1\n');
  expect(await desk.raw('/v1/pull?since=0&inc=1')).toMatchObject({ status: 401, code: 'token_revoked' });
  expect(await server.stop()).toBe(0);

  expect(await runEndpointCli(['--help'])).toMatchObject({ code: 0 });
  expect(await runEndpointCli(['serve'])).toMatchObject({ code: 1 });
  expect(await runEndpointCli(['dance'])).toMatchObject({ code: 2 });
  expect(await runEndpointCli(['add-user', '--dir', dir, '--name', 'X', '--email', 'no'])).toMatchObject({ code: 1 });
});

test('a newer database is refused and left as it was; one that is none is said to be damaged', async () => {
  const options = { dir, clock: Date.now, log: silentLog };
  await (await createEndpoint(options)).close();
  const db = new Database(path.join(dir, 'endpoint.sqlite'));
  db.pragma('user_version = 999');
  db.close();
  await expect(createEndpoint(options)).rejects.toThrow(expect.objectContaining({ code: 'database_newer', details: expect.objectContaining({ found: 999 }) }));
  const after = open();
  expect(after.all('PRAGMA user_version')).toEqual([{ user_version: 999 }]);
  after.close();
  const other = path.join(dir, 'other');
  await (await createEndpoint({ ...options, dir: other })).close();
  await writeFile(path.join(other, 'endpoint.sqlite'), 'this is not a database, and it is long enough to be read as one '.repeat(100));
  await expect(createEndpoint({ ...options, dir: other })).rejects.toThrow(expect.objectContaining({ code: 'database_corrupt' }));
});
