import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import process from 'node:process';
import { ana, acme, bareDesk } from './bare-desk.ts';
import { smallPng } from './small-png.ts';

/**
 * A process that stages, attaches and discards, says what was confirmed, and ends itself with SIGKILL just before the n-th
 * thing that it does to the disk: a call on a file or a transaction. Arguments: folder, n.
 */
const [dir = '', nth = '0'] = process.argv.slice(2);
const changes = ['writeFileSync', 'fsyncSync', 'renameSync', 'linkSync', 'rmSync', 'mkdirSync'] as const;
let made = 0;

const step = (): void => {
  made += 1;
  if (made === Number(nth)) process.kill(process.pid, 'SIGKILL');
};
const count = (name: (typeof changes)[number]): void => {
  const real = fs[name] as (...given: unknown[]) => unknown;
  const counted = (...given: unknown[]): unknown => {
    step();
    return real(...given);
  };
  Object.assign(fs, { [name]: counted });
};

const say = (...words: readonly string[]): void => void fs.writeSync(1, `${words.join(' ')}\n`);

const desk = bareDesk({ dir, clock: { now: () => Date.now() }, user: ana });
const { id: ticket } = await desk.call('ticket.create', { title: 'x', client: acme, channel: 'phone' });
for (const name of changes) count(name);
syncBuiltinESMExports();
const { raw } = desk.spine.db;
const transaction = raw.transaction.bind(raw);
Object.assign(raw, {
  transaction: (work: () => unknown) => ({
    immediate: () => {
      step();
      return transaction(work).immediate();
    },
  }),
});

const captured_at = '2026-06-12T15:00:00.000Z';
const first = await desk.call('evidence.stage', { png: smallPng(8, 4, 1), ticket, captured_at });
say('staged', first.id);
const { sha256 } = await desk.call('evidence.attach', { draft: first.id, ticket, stage: 'after', visibility: 'client', note: 'n' });
say('attached', first.id, sha256);
const second = await desk.call('evidence.stage', { png: smallPng(8, 4, 2), ticket, captured_at });
say('staged', second.id);
await desk.call('evidence.discard', { draft: second.id });
say('discarded', second.id);
say('end');
