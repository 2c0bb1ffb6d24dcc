import { faultsOf, readCases } from './case.ts';

/** `npm run cases -- FILE …`: worked cases of the rules against our functions; each by name, then the sum. Exit code 1 where one fails. */
const files = process.argv.slice(2);
if (files.length === 0) {
  process.stderr.write('npm run cases -- FILE …: a JSON list of { name, input: { fn, … }, expected }\n');
  process.exit(2);
}
let [passed, failed] = [0, 0];
for (const one of files.flatMap(readCases)) {
  let faults: readonly string[];
  try {
    faults = faultsOf(one);
  } catch (error) {
    faults = [`threw ${String(error)}`];
  }
  if (faults.length === 0) passed += 1;
  else failed += 1;
  process.stdout.write(`${faults.length === 0 ? 'ok  ' : 'FAIL'} ${one.name}\n${faults.map((fault) => `     ${fault}\n`).join('')}`);
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
