import { rmSync } from 'node:fs';
import process from 'node:process';
import fc from 'fast-check';
import { afterAll, test } from 'vitest';
import { runSeed } from '#test/support/dice/seeded.ts';
import { anySkew, anyStep } from '#test/support/trial/step.ts';
import { meet, seats, trialFolder } from '#test/support/trial/team.ts';
import { expectConvergence, type Trial } from '#test/support/trial/trial.ts';
import { anyWeather } from '#test/support/trial/weather.ts';

const runs = Number(process.env['CARRIL_RUNS'] ?? 100);
const seed = runSeed();
const home = trialFolder();

afterAll(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));

const taken = fc
  .shuffledSubarray(seats.map((_seat, index) => index), { minLength: 2 })
  .chain((chosen) => fc.tuple(...chosen.map((seat) => fc.record({ seat: fc.constant(seat), ahead: anySkew }))));

const anyTrial: fc.Arbitrary<Trial> = fc.record({ seed: fc.nat(0x7fff_ffff), desks: taken, weather: anyWeather, steps: fc.array(anyStep, { minLength: 10, maxLength: 90, size: 'max' }) });

/**
 * CARRIL_SEED repeats a run, CARRIL_RUNS says how many days are tried, CARRIL_PATH goes straight to the one that fast-check
 * names, and CARRIL_SHRINK looks for a shorter one that fails.
 */
test(`desks converge whatever happens between them (CARRIL_SEED=${seed})`, { timeout: 120_000 + runs * 3_000 }, async () => {
  process.stderr.write(`convergence.test seed ${seed}, ${runs} runs\n`);
  const met = await meet(home);
  const path = process.env['CARRIL_PATH'];
  await fc.assert(
    fc.asyncProperty(anyTrial, async (trial) => void (await expectConvergence(met, home, trial))),
    { numRuns: runs, seed, endOnFailure: process.env['CARRIL_SHRINK'] === undefined, ...(path === undefined ? {} : { path }) },
  );
});
