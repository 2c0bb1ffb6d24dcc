import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { runSeed } from '#test/support/dice/seeded.ts';

/*
 * `npm run test:soak`: the convergence test with 2,000 days (CARRIL_RUNS), shared out over the cores, each share with a seed of its own.
 * A share that fails names its seed; `CARRIL_SEED=… CARRIL_RUNS=… npx vitest run --project sync test/sync/convergence.test.ts` repeats it.
 */

const runs = Number(process.env['CARRIL_RUNS'] ?? 2_000);
const seed = runSeed();
const shares = Math.min(availableParallelism(), runs);
const root = path.join(import.meta.dirname, '../..');

const share = (index: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const its = { CARRIL_SEED: String(seed + index), CARRIL_RUNS: String(Math.ceil((runs - index) / shares)) };
    const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
    const child = spawn(process.execPath, [vitest, 'run', '--project', 'sync', 'test/sync/convergence.test.ts'], { cwd: root, stdio: 'inherit', env: { ...process.env, ...its } });
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });

const codes = await Promise.all(Array.from({ length: shares }, (_none, index) => share(index)));
console.log(`soak: ${runs} runs in ${shares} shares from seed ${seed}: ${codes.every((code) => code === 0) ? 'all converged' : 'NOT all converged'}`);
process.exitCode = codes.every((code) => code === 0) ? 0 : 1;
