import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { askStored, onPostgres } from '#test/support/endpoint/database.ts';
import { insertClient, insertTicket } from '#test/support/endpoint/sample.ts';
import { runEndpointCli, spawnEndpoint } from '#test/support/endpoint/start.ts';
import { createWireDesk, newId } from '#test/support/endpoint/wire.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'carril-endpoint-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const addUser = (email: string) => runEndpointCli(['add-user', '--dir', dir, '--name', 'Mariela', '--email', email, '--role', 'lead', '--password-stdin'], 'la clave\n');

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
  const damages = onPostgres ? [] : askStored<{ integrity_check: string }>(dir, 'PRAGMA integrity_check').filter((row) => row.integrity_check !== 'ok');
  expect(damages).toEqual([]);
  const seqs = askStored<{ seq: number }>(dir, 'SELECT seq FROM receipt ORDER BY seq').map((row) => row.seq);
  expect(seqs).toEqual(seqs.map((_seq, index) => index + 1));
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
