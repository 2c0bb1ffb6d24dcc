import process from 'node:process';
import { runEntry, say } from './console.ts';
import { checkMachine } from './machine.ts';

/** `npm run doctor`: everything that Carril needs from this machine, mended where that is possible. */
await runEntry(async () => {
  const runtime = await checkMachine();
  say(`Node ${process.versions.node}. Electron ${runtime.version} (${runtime.source}): ${runtime.executable}`);
  if (runtime.sqliteBinding !== null) say(`better-sqlite3 for it: ${runtime.sqliteBinding}`);
  say('All is well.');
  return 0;
});
