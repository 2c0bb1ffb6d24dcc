import { availableParallelism } from 'node:os';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { hasDisplay } from './build/virtual-display.ts';

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

/**
 * Each desktop test file on a virtual screen of its own where there is no display, or where one is asked for: windows that
 * pop up take the developer's keyboard. On a real screen they come one at a time.
 */
const ownScreens = !hasDisplay() || process.env['CARRIL_TEST_VIRTUAL'] === '1';

/** How many desktop test files run at once, each on its own screen. */
const windows = ownScreens ? Number(process.env['CARRIL_TEST_WINDOWS'] ?? 1) : 1;

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
          setupFiles: ownScreens ? ['test/support/electron/own-display.ts'] : [],
          // After the rest, and one at a time unless more are asked for: a window takes about a core, and some tests keep a time.
          maxWorkers: windows,
          fileParallelism: windows > 1,
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
