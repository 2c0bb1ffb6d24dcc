import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';
import { projectRoot } from '#build/project.ts';
import { seedDemo } from '#endpoint/demo/seed.ts';
import { createEndpoint } from '#endpoint/endpoint.ts';
import { silentLog } from '#endpoint/log.ts';
import { databaseFor } from './database.ts';

/**
 * A process that opens the demo's endpoint and ends itself with SIGKILL on the way: before the n-th picture stands in its
 * place, `before` the transaction that writes the rows, or `after` it. Arguments: folder, where.
 */
const [dir = '', where = ''] = process.argv.slice(2);
const die = (): void => void process.kill(process.pid, 'SIGKILL');

let placed = 0;
const { rename } = fs;
Object.assign(fs, {
  rename: (from: string, to: string) => {
    placed += 1;
    if (placed === Number(where)) die();
    return rename(from, to);
  },
});
syncBuiltinESMExports();

const endpoint = await createEndpoint({ dir, databaseUrl: databaseFor(dir), clock: Date.now, log: silentLog });
let people = true;
const dying: typeof endpoint = {
  ...endpoint,
  has: (entity, key) => {
    people = false;
    return endpoint.has(entity, key);
  },
  together: async (work) => {
    if (where === 'before' && !people) die();
    const done = await endpoint.together(work);
    if (where === 'after' && !people) die();
    return done;
  },
};
await seedDemo(dying, { nowMs: Date.now(), random: (bytes) => randomBytes(bytes), pictures: `${projectRoot}/endpoint/demo/pictures` });
