import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const root = import.meta.dirname;

/**
 * The oldest runtime that the build must run on, set by hand: electron-vite would take the installed Electron's, which
 * is newer than the one that closed networks have.
 */
const NODE_TARGET = 'node20.18';
const CHROME_TARGET = 'chrome130';

/** Everything else is bundled, so that the package carries no node_modules but better-sqlite3. */
const EXTERNAL = ['better-sqlite3', 'pg-native'];

/** The entries that exist, as rolldown wants them: name of the output (without extension) → source. */
function entries(given: Readonly<Record<string, string>>): Record<string, string> {
  const absolute = Object.entries(given).map(([name, file]) => [name, path.join(root, file)] as const);
  return Object.fromEntries(absolute.filter(([, file]) => existsSync(file)));
}

/** The demo's evidence, beside the process that seeds it. */
const demoPictures = {
  name: 'demo-pictures',
  generateBundle(this: { emitFile: (file: { type: 'asset'; fileName: string; source: Uint8Array }) => string }) {
    const folder = path.join(root, 'endpoint/demo/pictures');
    for (const file of readdirSync(folder)) this.emitFile({ type: 'asset', fileName: `endpoint/demo-pictures/${file}`, source: readFileSync(path.join(folder, file)) });
  },
};

/** What the build of main writes. The rest of `out/` is others': the pages, and the pictures of `npm run tour`. */
const WRITTEN_BY_MAIN = ['main', 'core', 'endpoint', 'chunks'];

/** Removes an earlier build's files, whose names carry hashes, before the new ones are written. */
const removeEarlier = {
  name: 'carril:remove-earlier',
  buildStart: (): void => {
    for (const folder of WRITTEN_BY_MAIN) rmSync(path.join(root, 'out', folder), { recursive: true, force: true });
  },
};

interface ModuleGraph {
  readonly getModuleInfo: (id: string) => { readonly importedIds: readonly string[] } | null;
}

/** Of which modules the window's first page is made: those that its script imports, one through another, at once. */
const firstPage = new Set<string>();
const isOfFirstPage = (id: string, graph: ModuleGraph): boolean => {
  if (firstPage.size === 0) {
    const open = [path.join(root, 'renderer/main.tsx')];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (firstPage.has(next)) continue;
      firstPage.add(next);
      open.push(...(graph.getModuleInfo(next)?.importedIds ?? []));
    }
  }
  return firstPage.has(id);
};

export default defineConfig(({ command }) => ({
  main: {
    // Not while watching: each rebuild of one process would take the others' files from under them.
    plugins: command === 'build' ? [removeEarlier, demoPictures] : [demoPictures],
    build: {
      // The processes that main starts are built with it: they share chunks, and `dev` restarts all of them together.
      outDir: path.join(root, 'out'),
      emptyOutDir: false,
      target: NODE_TARGET,
      externalizeDeps: false,
      rolldownOptions: {
        input: entries({
          'main/index': 'electron/main/index.ts',
          'core/process': 'electron/core/entry.ts',
          'core/import-worker': 'electron/core/import/import-worker.ts',
          'endpoint/process': 'endpoint/process.ts',
          'endpoint/cli': 'endpoint/cli.ts',
        }),
        external: EXTERNAL,
        output: {
          format: 'cjs',
          entryFileNames: '[name].cjs',
          chunkFileNames: 'chunks/[name]-[hash].cjs',
          // Half as much to read and compile at each start. Names stay: the log's stack frames must say where.
          minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
        },
      },
    },
  },
  preload: {
    build: {
      outDir: path.join(root, 'out/preload'),
      target: NODE_TARGET,
      externalizeDeps: false,
      // A sandboxed preload can require nothing but electron: each must be one file.
      isolatedEntries: true,
      rolldownOptions: {
        input: entries({ index: 'electron/preload/index.ts', overlay: 'electron/preload/overlay.ts' }),
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: path.join(root, 'renderer'),
    plugins: [react()],
    build: {
      outDir: path.join(root, 'out/renderer'),
      target: CHROME_TARGET,
      minify: true,
      // Read from disk, not from a network: one big chunk is no harm.
      chunkSizeWarningLimit: 3000,
      // The page's policy allows no data: URLs, and inline scripts and styles neither.
      assetsInlineLimit: 0,
      rolldownOptions: {
        // In one file: what the first page has in common with a screen that is loaded later would else be files of their own, thirty by now, each a way to the shell and back.
        output: { codeSplitting: { groups: [{ name: (id, graph) => (isOfFirstPage(id, graph) ? 'first-page' : null) }] } },
        input: entries({ index: 'renderer/index.html', overlay: 'renderer/overlay.html', print: 'renderer/print.html' }),
      },
    },
  },
}));
