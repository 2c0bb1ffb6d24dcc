import { availableParallelism } from 'node:os'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

/** vitest leaves a core free, which on two cores means one file at a time, and then files of all projects in no order. */
const maxWorkers = Math.max(2, availableParallelism())

/** Plain Node, each file in a process of its own, as many at once as there are cores. */
function nodeProject(name: string) {
  return { test: { name, include: [`test/${name}/**/*.test.{ts,tsx}`], testTimeout: 30_000, maxWorkers } }
}

export default defineConfig({
  test: {
    projects: [
      nodeProject('unit'),
      nodeProject('core'),
      nodeProject('sync'),
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
})
