import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import path from 'node:path';
import process from 'node:process';
import { expect, onTestFinished, test } from 'vitest';
import { askStored, onPostgres } from '#test/support/endpoint/database.ts';
import { createWireDesk, newId } from '#test/support/endpoint/wire.ts';
import { insertClient } from '#test/support/endpoint/sample.ts';
import { runEndpointCli, spawnEndpoint, type SpawnedEndpoint } from '#test/support/endpoint/start.ts';
import { temporaryFolder } from '#test/support/desk/open-desk.ts';
import { runSeed, seededDice } from '#test/support/dice/seeded.ts';
import { deskRows, endpointRows } from '#test/support/network/team.ts';
import type { DeskOrder, DeskWord, Done } from '#test/support/kill/desk-words.ts';

const kills = Number(process.env['CARRIL_KILLS'] ?? 20);
const program = fileURLToPath(new URL('../support/kill/desk-process.ts', import.meta.url));
const password = 'a long enough password';

/** SIGKILL, and the same again on the same files. Throws where it had ended by itself. */
interface Victim {
  readonly killAndRestart: () => Promise<void>;
}

interface Desk extends Victim {
  readonly dir: string;
  readonly settle: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A desk in a process of its own that works until it is killed. `confirmed` hears what it has said before that. */
const workingDesk = async (name: string, order: Extract<DeskOrder, { is: 'work' }>, dice: () => number, confirmed: (done: Done) => void): Promise<Desk> => {
  const dir = temporaryFolder();
  const compiled = path.join(dir, 'compiled');
  let child: ChildProcess;
  let life = 0;
  let errors = '';
  const heard = (is: DeskWord['is']): Promise<void> =>
    new Promise((resolve, reject) => {
      child.on('message', (word: DeskWord) => {
        if (word.is === is) resolve();
      });
      child.once('exit', (code, signal) => {
        if (signal !== 'SIGKILL') reject(new Error(`the desk ${name} ended with ${code}: ${errors}`));
      });
    });
  const start = (): Promise<void> => {
    life += 1;
    errors = '';
    child = spawn(process.execPath, [program, dir, String(Math.floor(dice() * 2 ** 31))], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], env: { ...process.env, NODE_COMPILE_CACHE: compiled } });
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => void (errors = (errors + chunk).slice(-4000)));
    child.on('message', (word: DeskWord) => {
      if (word.is === 'done') confirmed(word);
    });
    child.send(order);
    return heard('ready');
  };
  onTestFinished(() => void child.kill('SIGKILL'));
  await start();
  return {
    dir,
    killAndRestart: async () => {
      if (child.exitCode !== null) throw new Error(`the desk ${name} ended by itself with ${child.exitCode} in life ${life}: ${errors}`);
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
      await start();
    },
    settle: () => {
      const settled = heard('settled');
      child.send({ is: 'settle' } satisfies DeskOrder);
      return settled;
    },
    close: async () => {
      const exit = once(child, 'exit');
      child.send({ is: 'close' } satisfies DeskOrder);
      expect(await exit).toEqual([0, null]);
    },
  };
};

const ask = <T>(file: string, sql: string): T[] => {
  const db = new Sqlite(file, { readonly: true });
  try {
    return db.prepare(sql).all() as T[];
  } finally {
    db.close();
  }
};

const marks: Readonly<Record<Done['what'], string>> = {
  ticket: 'SELECT id AS name FROM ticket',
  message: 'SELECT body AS name FROM message',
  // A timer that a kill has caught running has no note yet.
  entry: 'SELECT note AS name FROM time_entry WHERE note IS NOT NULL',
  picture: 'SELECT note AS name FROM evidence',
};

test(`${kills} kills of two desks and their endpoint over real sockets, on ${onPostgres ? 'PostgreSQL' : 'SQLite'}, lose nothing and double nothing`, { timeout: 60_000 + kills * 4000 }, async () => {
  const seed = runSeed();
  process.stderr.write(`kill.test seed ${seed}, ${kills} kills\n`);
  const dice = seededDice(seed);
  const dir = temporaryFolder();
  for (const email of ['ana@example.test', 'luz@example.test']) {
    const added = await runEndpointCli(['add-user', '--dir', dir, '--name', 'Persona', '--email', email, '--role', 'lead', '--password-stdin'], password);
    expect(added.code, added.stderr).toBe(0);
  }
  let endpoint: SpawnedEndpoint = await spawnEndpoint({ dir });
  onTestFinished(() => endpoint.kill());
  const { address } = endpoint;
  const client = newId();
  const wire = createWireDesk(address);
  await wire.signIn('ana@example.test', password);
  await wire.push([wire.op(insertClient(client))]);

  const confirmed: Done[] = [];
  const orderFor = (email: string) => ({ is: 'work', address, email, password, client } as const);
  const desks = [
    await workingDesk('ana', orderFor('ana@example.test'), dice, (done) => confirmed.push(done)),
    await workingDesk('luz', orderFor('luz@example.test'), dice, (done) => confirmed.push(done)),
  ];
  const victims: readonly Victim[] = [
    ...desks,
    {
      killAndRestart: async () => {
        if (endpoint.child.exitCode !== null) throw new Error(`the endpoint ended by itself with ${endpoint.child.exitCode}`);
        await endpoint.kill();
        endpoint = await spawnEndpoint({ dir, port: Number(new URL(address).port) });
      },
    },
  ];
  for (let round = 0; round < kills; round += 1) {
    await sleep(dice() * 250);
    const victim = victims[Math.floor(dice() * victims.length)];
    await victim?.killAndRestart();
  }
  // The second heard the first's last words only after those had gone out.
  for (const desk of [...desks, ...desks]) await desk.settle();
  for (const desk of desks) await desk.close();
  expect(await endpoint.stop()).toBe(0);

  // PostgreSQL has no such question; what it is asked below would fail on a damaged page.
  expect(onPostgres ? [] : askStored<{ integrity_check: string }>(dir, 'PRAGMA integrity_check').filter((row) => row.integrity_check !== 'ok')).toEqual([]);
  const rows = endpointRows(dir);
  for (const desk of desks) {
    const file = path.join(desk.dir, 'carril.db');
    expect(ask(file, 'PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(deskRows(desk.dir)).toEqual(rows);
    for (const what of Object.keys(marks) as Done['what'][]) {
      const names = ask<{ name: string }>(file, marks[what]).map(({ name }) => name);
      expect(new Set(names).size, what).toBe(names.length);
      const there = new Set(names);
      expect(confirmed.filter((done) => done.what === what && !there.has(done.name)), what).toEqual([]);
    }
    expect(ask(file, "SELECT count(*) AS n FROM evidence WHERE upload <> 'stored'")).toEqual([{ n: 0 }]);
  }
  // Each count of a device is without a gap and without a repetition.
  for (const turn of askStored<{ ops: number; n: number }>(dir, 'SELECT max(n) AS n, count(*) AS ops FROM turn GROUP BY device, inc')) expect(Number(turn.ops)).toBe(Number(turn.n));
  process.stderr.write(`kill.test: ${confirmed.length} steps confirmed, ${rows.length} rows\n`);
  expect(confirmed.length).toBeGreaterThan(kills * 2);
});
