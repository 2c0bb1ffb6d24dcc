import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { workerData } from 'node:worker_threads';
import { seededDice } from '#test/support/dice/seeded.ts';

/** The import's own worker, whose ids follow the run's, so that a trial can be repeated. */
const { facts } = workerData as { readonly facts?: { readonly run: string } };
const dice = seededDice(Number.parseInt((facts?.run ?? '0').slice(-7), 16));
const fill = (into: Uint8Array): Uint8Array => {
  for (let at = 0; at < into.length; at += 1) into[at] = Math.floor(dice() * 256);
  return into;
};
Object.assign(crypto, { randomFillSync: fill });
syncBuiltinESMExports();
await import('#core/import/import-worker.ts');
