import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { workerData } from 'node:worker_threads';
import { seededDice } from '#test/support/dice/seeded.ts';

/** The import's own worker, whose ids follow the run's, so that a trial can be repeated. */
const { facts } = workerData as { readonly facts?: { readonly run: string } };
const dice = seededDice(Number.parseInt((facts?.run ?? '0').slice(-7), 16));
Object.assign(crypto, { randomFillSync: (into: Uint8Array): Uint8Array => into.fill(0).map(() => Math.floor(dice() * 256)) });
syncBuiltinESMExports();
await import('#core/import/import-worker.ts');
