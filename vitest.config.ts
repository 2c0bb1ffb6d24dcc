import { availableParallelism } from 'node:os';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/** vitest leaves a core free, which on two cores means one file at a time, and then files of all projects in no order. */
const maxWorkers = Math.max(2, availableParallelism());

/** Plain Node, each file in a process of its own, as many at once as there are cores. */
function nodeProject(name: string) {
  return { test: { name, include: [`test/${name}/**/*.test.{ts,tsx}`], testTimeout: 30_000, maxWorkers } };
}

/** There are binaries for this system only; elsewhere name a server. */
const hasPostgres = process.env['CARRIL_TEST_POSTGRES'] !== undefined || (process.platform === 'linux' && process.arch === 'x64');

/** The tests of sync again, with the endpoint's data in PostgreSQL, and those that concern only that. */
const syncOnPostgres = {
  test: {
    name: 'sync-postgres',
    include: ['test/sync/**/*.test.ts', 'test/sync-postgres/**/*.test.ts'],
    // Two tests keep their own time, which a database in another process cannot follow.
    exclude: ['test/sync/store-sqlite.test.ts', 'test/sync/convergence.test.ts', 'test/sync/idle-desk.test.ts'],
    globalSetup: ['test/support/endpoint/postgres-setup.ts'],
    env: { CARRIL_TEST_STORE: 'postgres' },
    testTimeout: 30_000,
    maxWorkers,
  },
};

/** The endpoint is killed there as often, and what it has said to be safe is in PostgreSQL. */
const killOnPostgres = {
  test: {
    name: 'kill-postgres',
    include: ['test/kill/**/*.test.ts'],
    globalSetup: ['test/support/endpoint/postgres-setup.ts'],
    env: { CARRIL_TEST_STORE: 'postgres' },
    testTimeout: 30_000,
    // By itself: it is about what a kill leaves, not about how many processes a machine can start at once.
    maxWorkers: 1,
    sequence: { groupOrder: 2 },
  },
};

export default defineConfig({
  test: {
    projects: [
      nodeProject('unit'),
      nodeProject('core'),
      nodeProject('sync'),
      ...(hasPostgres ? [syncOnPostgres, killOnPostgres] : []),
      nodeProject('kill'),
      { plugins: [react()], ...nodeProject('ui') },
      {
        test: {
          name: 'desktop',
          include: ['test/desktop/**/*.test.ts'],
          globalSetup: ['test/support/electron/desktop-setup.ts'],
          // One window at a time, and after the rest: what they measure must not be another test's load.
          maxWorkers: 1,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
